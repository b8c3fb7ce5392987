"""What readers share: markup, tables, numbers in text, records cut out of large files."""
