"""The list of models and the getting of their files."""
