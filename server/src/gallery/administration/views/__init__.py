"""The pages under /admin/, one file for each kind of thing."""
