"""An answer as somebody outside can see it: everything that arrives, with what is random in it made equal."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.tests.matrix.words import Words

_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])")  # of forms, made anew for each page
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d\.\d{6}")
_COUNTDOWN = re.compile(r"\d+ minutes? left")  # of the admin mode, beside every page: the clock's, too
_NOT_THE_GALLERYS = {"date", "server"}


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of an answer, and how many questions to the database it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int
    asked: str = ""  # when: a moment after it is the clock's, and differs between any two answers

    @staticmethod
    def of(response: Any, queries: int, asked: str = "") -> "Answer":
        """From what the test client returns, streamed or not."""
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name.lower(): str(value) for name, value in response.headers.items()}
        cookies = {f"cookie {name}": _value(name, one.value) for name, one in response.cookies.items()}
        seen = {name: value for name, value in (headers | cookies).items() if name not in _NOT_THE_GALLERYS}
        return Answer(response.status_code, tuple(sorted(seen.items())), raw.decode(errors="replace"), queries, asked)

    @cached_property
    def everything(self) -> str:
        """All that a reader or a program gets to see, in one text, in lower case."""
        lines = (str(self.status), *(f"{name}: {value}" for name, value in self.headers), self.body)
        return "\n".join(lines).lower()

    def header(self, name: str) -> str:
        """The value of a header, empty where it is absent."""
        return dict(self.headers).get(name.lower(), "")

    def has(self, word: str) -> bool:
        """Whether this word is anywhere in it."""
        return word.lower() in self.everything

    def without(self, *words: Words) -> str:
        """Everything, with the words of these notebooks replaced by the names of their places."""
        text = _COUNTDOWN.sub("<countdown>", _TOKEN.sub("<token>", self.everything))
        if self.asked:
            text = _MOMENT.sub(lambda found: "<now>" if found[0] >= self.asked else found[0], text)
        for one in words:
            for place, word in one.__dict__.items():
                text = text.replace(word, f"<{place}>").replace(word[:10], f"<begin of {place}>")
        return text


def _value(name: str, value: str) -> str:
    """What a cookie says: a signature has the second of its making in it, and a form's token is made by chance."""
    return "" if name.endswith("csrf") else value.rsplit(":", 2)[0]


def difference(one: str, other: str) -> str:
    """The first place where two texts part, for a message."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 40) : at + 60]!r} instead of {other[max(0, at - 40) : at + 60]!r}"
