"""Shapes of text with a name: how secrets and personal data are recognised.

Every expression takes linear time: repetitions are bounded or possessive, and where a run of characters is long, a
look-behind lets it begin only at the run's start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


def anything(_match: re.Match[str]) -> bool:
    """Accept every match: the shape alone is proof enough."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape: its name for people, a literal without which it cannot occur, the expression, and a last check."""

    name: str
    literals: tuple[str, ...]
    expression: re.Pattern[str]
    check: Callable[[re.Match[str]], bool] = anything


@dataclass(frozen=True, slots=True)
class Hit:
    """A shape that was found: its name, how often, and where first, as a position in the text."""

    name: str
    times: int
    first: int


def possible(rules: Iterable[Rule], text: str) -> list[Rule]:
    """Return those of ``rules`` that could find something in ``text``: a quick look that spares most of them."""
    small = text.lower()
    return [rule for rule in rules if not rule.literals or any(literal in small for literal in rule.literals)]


def hits(text: str, rules: Iterable[Rule]) -> Iterator[Hit]:
    """Yield what ``rules`` find in ``text``, one hit for each rule."""
    for rule in possible(rules, text):
        found = [match.start() for match in rule.expression.finditer(text) if rule.check(match)]
        if found:
            yield Hit(rule.name, len(found), found[0])
