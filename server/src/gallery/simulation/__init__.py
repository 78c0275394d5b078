"""A made-up organisation of any size, whose structure is known: for demonstrations, for load, and to hold against."""
