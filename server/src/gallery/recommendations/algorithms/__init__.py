"""One algorithm a file. Each learns from usage vectors and scores all items for a few users at a time."""
