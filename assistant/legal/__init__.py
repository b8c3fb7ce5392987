"""Legal dates: what the dates of a case and of a document make of the document, under a table of rules for each system of law."""
