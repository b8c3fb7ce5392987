"""Searches that come back: saved ones, run again on new generations, and many cases in one command."""
