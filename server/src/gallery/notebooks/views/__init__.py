"""Pages of notebooks: reading, changing, uploading, lists."""
