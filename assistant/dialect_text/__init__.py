"""What the query languages of patent offices share: scanning, precedence, what fields and distances mean, and how a tree is written."""
