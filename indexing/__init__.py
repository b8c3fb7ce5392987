"""Indexing: patents in, passages, words and vectors out. The ground floor of the house; it imports no other room."""
