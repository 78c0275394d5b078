"""What somebody may want to read next, and how well that is guessed: algorithms, their blend and its measurement.

So far everything here is pure: interactions come in as columns, figures come out. Imports lib.
"""
