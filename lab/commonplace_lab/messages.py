"""Sentences for people, in their language where a translation is installed."""

import gettext
from pathlib import Path

_translation = gettext.translation("commonplace_lab", Path(__file__).parent / "locale", fallback=True)


def _(sentence: str) -> str:
    """Return the sentence in the language of the server's environment."""
    return _translation.gettext(sentence)
