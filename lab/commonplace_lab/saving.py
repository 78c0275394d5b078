"""What leaves this server: a clean document, built here, and what its author is told beforehand."""

import json
from dataclasses import asdict
from typing import Any

from commonplace_clean import Cleaned, Limits, NotebookRejected, clean_document, sentences

from commonplace_lab.errors import Trouble
from commonplace_lab.messages import _
from commonplace_lab.proposals import proposed

# Outputs may be far larger than what leaves, and they stay here: only what is left is measured by the gallery.
LIMITS = Limits(max_bytes=500_000_000)


def cleaned(content: object) -> Cleaned:
    """Build the document that may leave; raise `Trouble` where there is none."""
    try:
        return clean_document(content, limits=LIMITS)
    except NotebookRejected as error:
        sentence = _("This notebook cannot be saved to the gallery: {why} It is kept here as it is.")
        raise Trouble(sentence.format(why=error), reason="notebook-rejected", status=int(error.status)) from error


def preview(content: object, path: str) -> dict[str, Any]:
    """Say what would leave, what would be removed, what to look at, and what to call it."""
    result = cleaned(content)
    return {
        "cells": len(result.notebook["cells"]),
        "bytes": len(json.dumps(result.notebook)),
        "leaves": sentences(result.stripped, result.notebook),
        "warnings": [asdict(warning) for warning in result.warnings],
        "proposed": proposed(result.notebook, path),
    }
