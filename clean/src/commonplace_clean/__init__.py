"""Builds a clean, code-only notebook from any bytes that claim to be one.

The gallery and the extension in the user's own Jupyter install this same package, so that what leaves and what
arrives is cleaned by the same function. It has no dependencies.
"""

from commonplace_clean.cleaning import Cleaned, clean_document, clean_notebook, dump
from commonplace_clean.errors import NotebookRejected
from commonplace_clean.gate import read_json
from commonplace_clean.hashing import cell_hash
from commonplace_clean.limits import Limits
from commonplace_clean.report import Finding, Stripped, sentences

__all__ = [
    "Cleaned",
    "Finding",
    "Limits",
    "NotebookRejected",
    "Stripped",
    "cell_hash",
    "clean_document",
    "clean_notebook",
    "dump",
    "read_json",
    "sentences",
]
