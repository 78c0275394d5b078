"""Demo content written for Commonplace: notebooks, people, and a loader for an empty gallery."""
