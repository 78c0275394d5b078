"""Forms that a notebook shows: what they ask for, read from a cell's source without running any of it.

The kit draws a form from the same declaration that is read here, so that what a gallery shows before a run is what
people meet after it.
"""

from commonplace_clean.forms.declaration import Declaration, Field, Kind, trouble
from commonplace_clean.forms.reading import read_form

__all__ = ["Declaration", "Field", "Kind", "read_form", "trouble"]
