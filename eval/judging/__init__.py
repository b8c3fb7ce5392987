"""Relevance judgments by people: pools in blinded order, the store, agreement between judges, judgments as qrels."""
