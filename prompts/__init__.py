"""Prompts and recipes: data with versions, their loaders and their checks. Imports only `indexing`."""
