"""Files and archives within limits, read in processes that can be killed."""
