"""Requests that no honest client sends: parameters twice, far too long, or with control characters."""

import re
from collections.abc import Sequence

from django.http import QueryDict

LONGEST, MOST = 2_000, 40
LONGEST_OF = {"nonce": 255, "code_challenge": 128, "id_token_hint": 8_000}  # two are as wide as they are kept
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# These would say elsewhere, out of our sight, what is being asked for.
ELSEWHERE = ("request", "request_uri")


def wrong_with(given: QueryDict, *, several: Sequence[str] = ()) -> str:
    """What is wrong with these parameters, as OAuth's error description; "" where nothing is."""
    if len(given) > MOST:
        return "There are too many parameters."
    for name, values in given.lists():
        if len(values) > 1 and name not in several:
            return f"The parameter {_shown(name)} is given more than once."
        if len(name) > LONGEST or any(len(str(value)) > LONGEST_OF.get(name, LONGEST) for value in values):
            return f"The parameter {_shown(name)} is too long."
        if CONTROL.search(name) or any(CONTROL.search(str(value)) for value in values):
            return f"The parameter {_shown(name)} has control characters."
    return ""


def _shown(name: str) -> str:
    return name if re.fullmatch(r"\w{1,40}", name, re.ASCII) else "with an unusual name"
