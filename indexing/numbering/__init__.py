"""Publication and application numbers by office; `indexing.numbers` is the door."""
