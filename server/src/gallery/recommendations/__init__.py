"""What somebody may want to read next: notebooks that are alike, algorithms that guess, and how well they do.

What is alike is computed and kept; who may see it is decided when it is shown. Imports notebooks and lib.
"""
