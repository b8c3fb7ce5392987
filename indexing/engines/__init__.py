"""The engines: words (tantivy) and meaning (faiss), their filters and lists."""
