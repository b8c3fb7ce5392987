"""What is wrong with a collection's data, where, and how to mend it."""
