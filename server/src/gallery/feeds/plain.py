"""Text for machines that read it aloud, sort it or show it in one line: nothing in it that is no text."""

import re

# Controls, halves of characters, what XML forbids, and marks that turn the direction of what follows.
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text on one line, without characters that break XML or a mail's header, or that disguise what is read."""
    return " ".join(_NO_TEXT.sub(" ", text).split())
