"""Boolean expressions: one syntax tree, the house's own notation for it, and what it means on real text."""
