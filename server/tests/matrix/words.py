"""Canaries: words that stand in one notebook and nowhere else, so that whoever reads one has read that notebook."""

import hashlib
import uuid
from dataclasses import dataclass, fields

_LETTERS = "bcdfghjkmpqvwxzy"  # no vowels: no word of a language, no stem, no part of a number in hexadecimal


def canary(*parts: str) -> str:
    """Fourteen letters that only these parts give; far away from every other canary, however one mistypes it."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return "".join(_LETTERS[byte % 16] for byte in digest[:14])


@dataclass(frozen=True)
class Words:
    """What somebody could find out about one notebook: a word for each place that holds text."""

    uuid: str
    title: str
    earlier: str  # stood in the title once
    description: str
    question: str  # of the card
    inputs: str  # an answer of the card that only the notebook's own page shows
    prose: str
    code: str
    package: str  # imported by the code
    tag: str
    language: str
    message: str  # of the second version
    old: str  # stood in the code of the first version
    asked: str  # the message of somebody who asks for access

    def all(self) -> tuple[str, ...]:
        """Every word, the number included."""
        return tuple(getattr(self, one.name) for one in fields(self))


def words_of(name: str) -> Words:
    """The words of the notebook with this name in the matrix; also of one that is never written."""
    number = str(uuid.UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4))
    rest = {one.name: canary(name, one.name) for one in fields(Words) if one.name != "uuid"}
    return Words(uuid=number, **rest)


ABSENT = words_of("a notebook that was never written")
