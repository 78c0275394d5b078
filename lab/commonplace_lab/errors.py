"""The one error of this room."""

from typing import Any


class Trouble(Exception):
    """Something that a person must hear about, in one sentence: what is wrong, what was kept, what to do.

    Attributes:
        sentence: the sentence for the person.
        reason: a stable word by which the browser's half tells cases apart.
        status: the HTTP status of the answer.
        details: more for the browser's half, such as who saved in between.
    """

    def __init__(self, sentence: str, *, reason: str, status: int = 400, details: dict[str, Any] | None = None) -> None:
        """Keep the parts."""
        super().__init__(sentence)
        self.sentence = sentence
        self.reason = reason
        self.status = status
        self.details = details or {}
