"""Builds a clean, code-only notebook from any bytes that claim to be one.

This room decides what of a notebook may exist outside its author's Jupyter. It is installed on both sides of the
wire, so that the same function runs before anything leaves and again where it arrives; it imports Python's standard
library and nothing else.
"""

from commonplace_clean.cleaning import clean_document, clean_notebook
from commonplace_clean.errors import NotebookRejected
from commonplace_clean.gate import read_json
from commonplace_clean.hashing import cell_hash, normal_lines
from commonplace_clean.limits import Limits
from commonplace_clean.report import sentences
from commonplace_clean.results import Cleaned, Finding, Notebook, Stripped
from commonplace_clean.writing import dump

__all__ = [
    "Cleaned",
    "Finding",
    "Limits",
    "Notebook",
    "NotebookRejected",
    "Stripped",
    "cell_hash",
    "clean_document",
    "clean_notebook",
    "dump",
    "normal_lines",
    "read_json",
    "sentences",
]
