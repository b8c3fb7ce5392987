"""The assistant: case, plan, search, evidence, answer, record. Imports only `prompts` and `indexing`."""
