"""From found documents to statements with verified quotes."""
