"""Reading claims: their features, by rules or by a language model."""
