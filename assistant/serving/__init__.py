"""Language models: which one, where it runs, how it is called and stopped."""
