"""Pages of the way in, one file for each way."""
