"""From any bytes to a clean notebook, or to one sentence that says why not."""

from __future__ import annotations

import json

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.gate import read_json
from commonplace_clean.limits import Limits
from commonplace_clean.reading import read
from commonplace_clean.rebuild import rebuild
from commonplace_clean.results import Cleaned
from commonplace_clean.scanning import scan
from commonplace_clean.tally import Tally

_DEFAULTS = Limits()


def clean_notebook(raw: bytes, *, limits: Limits = _DEFAULTS) -> Cleaned:
    """Build a code-only notebook from the bytes of a notebook file.

    The result holds nothing but what an allow-list names; ``raw`` is neither changed nor kept. Cleaning what was
    cleaned gives the same notebook and removes nothing more.

    Raises:
        NotebookRejected: with a sentence, the place, and the HTTP status that fits. Nothing else is raised.

    >>> cleaned = clean_notebook(b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    >>> cleaned.notebook
    {'cells': [], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}
    """
    tally = Tally()
    notebook, findings = rebuild(read(read_json(raw, limits=limits), limits), limits, tally)
    findings += scan(notebook, limits)
    return Cleaned(notebook, tally.stripped(), tuple(findings))


def clean_document(document: object, *, limits: Limits = _DEFAULTS) -> Cleaned:
    """Do the same for a notebook that is JSON in memory already, whoever parsed it.

    It is written down and passes the gate like any other bytes: there is one way in.

    Raises:
        NotebookRejected: as above.
    """
    try:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise NotebookRejected("The notebook is nested too deeply to be read here.") from None
    except (TypeError, ValueError):
        raise NotebookRejected("The notebook holds something that JSON cannot.") from None
    return clean_notebook(text.encode("utf-8", "surrogatepass"), limits=limits)
