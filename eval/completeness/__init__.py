"""What did we miss? The relevant documents not found, from the overlap of independent lists and from samples of the unseen ranks."""
