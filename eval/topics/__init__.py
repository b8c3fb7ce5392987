"""Topics made from the citations of a collection's own documents: an office's own searches as a test collection."""
