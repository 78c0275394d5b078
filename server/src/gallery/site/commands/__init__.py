"""One file for each command of `commonplace`."""
