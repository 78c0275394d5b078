"""What somebody asks: the form as it arrives, and how its words are read. Nothing typed is ever an error."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from gallery.lib.languages import language_of
from gallery.notebooks.models import Health
from gallery.notebooks.tags import clean_tag
from gallery.search.periods import period_of
from gallery.search.words import joined, stems

LONGEST = 400
MOST_TERMS = 24
MOST_PARTS = 16
SORTS = ("relevance", "trending", "updated", "newest", "stars", "runs", "health", "title")
PAGE_SIZE = 24

Field = Literal["tag", "language", "owner", "group", "organisation", "imports", "health", "changed"]
_FIELDS: dict[str, Field] = {
    "tag": "tag", "tags": "tag", "lang": "language", "language": "language", "owner": "owner", "author": "owner",
    "by": "owner", "group": "group", "org": "organisation", "organisation": "organisation",
    "organization": "organisation", "import": "imports", "imports": "imports", "health": "health",
    "changed": "changed",
}  # fmt: skip
QUERY_WORDS = frozenset(_FIELDS)  # what stands before the colon in `tag:maps`
_TERM = re.compile(r'(?P<not>-?)(?:(?P<field>[A-Za-z]+):(?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]\S*|"))')
_UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_LITTLE = frozenset({
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get", "has",
    "have", "how", "i", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "our", "should", "so",
    "some", "that", "the", "their", "them", "there", "these", "this", "to", "using", "was", "we", "what", "when",
    "where", "which", "who", "why", "will", "with", "you", "your",
})  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word asked for: found where all its parts are, or its whole name."""

    parts: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Condition:
    """What a notebook must be, or must not be: `tag:geo`, `-lang:r`."""

    field: Field
    value: str
    wanted: bool = True


@dataclass(frozen=True)
class Asked:
    """A question once read: words, phrases, what is not wanted, conditions."""

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[Word, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unreadable: bool = False  # something was typed, and not one letter or digit in it

    @property
    def by_text(self) -> bool:
        """Whether the text itself has to be searched, rather than lists be narrowed."""
        return bool(self.words or self.phrases or self.without or self.unreadable or self.conditions_on("imports"))

    def conditions_on(self, name: Field) -> tuple[Condition, ...]:
        """The conditions on one field."""
        return tuple(one for one in self.conditions if one.field == name)


@dataclass(frozen=True)
class Question:
    """A question as a form or an address says it.

    In `text`, `tag:`, `lang:`, `owner:`, `group:`, `org:`, `import:`, `health:` and `changed:` narrow, too.
    """

    text: str = ""
    tag: str = ""
    language: str = ""
    owner: str = ""
    group: str = ""
    organisation: str = ""
    imports: str = ""
    health: str = ""
    changed: str = ""  # lately: a period or a day, as in `periods`
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE
    deprecated: bool = False  # whether deprecated notebooks are shown, after the others

    @cached_property
    def asked(self) -> Asked:
        """The question, read."""
        return _read(self)

    @property
    def order(self) -> str:
        """The sort that counts: best match first where there is text, else latest change first."""
        known = self.sort if self.sort in SORTS else ""
        ranked = bool(self.asked.words or self.asked.phrases)
        if known and (known != "relevance" or ranked):
            return known
        return "relevance" if ranked else "updated"


class _Reading:
    """Collects what the words of one question say."""

    def __init__(self) -> None:
        self.words: list[tuple[str, Word]] = []
        self.phrases: list[tuple[str, ...]] = []
        self.without: list[Word] = []
        self.conditions: list[Condition] = []

    def term(self, match: re.Match[str]) -> None:
        """Take one term of the text."""
        wanted, said = not match["not"], match["phrase"] if match["phrase"] is not None else match["word"]
        name = _FIELDS.get((match["field"] or "").lower())
        if name is not None and self.condition(name, said, wanted=wanted):
            return
        typed = said if name is not None or not match["field"] else f"{match['field']} {said}"
        self.text(typed, wanted=wanted, phrase=match["phrase"] is not None)

    def condition(self, name: Field, said: str, *, wanted: bool = True) -> bool:
        """Take a condition; false where nothing usable is said."""
        value = _value(name, said)
        if value:
            self.conditions.append(Condition(name, value, wanted))
        return bool(value)

    def text(self, typed: str, *, wanted: bool, phrase: bool) -> None:
        """Take a word or phrase."""
        parts = tuple(stems(typed)[:MOST_PARTS])
        if not parts:
            return
        if not wanted:
            self.without.append(Word(parts, joined(typed)))
        elif phrase and len(parts) > 1:
            self.phrases.append(parts)
        else:
            self.words.append((typed.lower(), Word(parts, joined(typed))))

    def telling(self) -> list[Word]:
        """The words without those that every text has, unless there are no others."""
        telling = [word for typed, word in self.words if typed.strip("?!.,;:()'") not in _LITTLE]
        return telling or ([] if self.phrases else [word for _, word in self.words])


def _value(name: Field, said: str) -> str:
    if name == "tag":
        return clean_tag(said)
    if name == "language":
        return language_of({"metadata": {"language_info": {"name": said}}})
    if name == "health":
        return said.strip().lower() if said.strip().lower() in Health.values else ""
    if name == "changed":
        return period_of(said)
    return joined(said) if name == "imports" else said.strip()


def _read(question: Question) -> Asked:
    reading, text = _Reading(), cleaned(question.text)
    for match in list(_TERM.finditer(text))[:MOST_TERMS]:
        reading.term(match)
    given: tuple[tuple[Field, str], ...] = (
        ("tag", question.tag),
        ("language", question.language),
        ("owner", question.owner),
        ("group", question.group),
        ("organisation", question.organisation),
        ("imports", question.imports),
        ("health", question.health),
        ("changed", question.changed),
    )
    for name, said in given:
        reading.condition(name, cleaned(said))
    words = tuple(dict.fromkeys(reading.telling()))
    said_something = words or reading.phrases or reading.without or reading.conditions
    return Asked(
        words=words,
        phrases=tuple(dict.fromkeys(reading.phrases)),
        without=tuple(dict.fromkeys(reading.without)),
        conditions=tuple(dict.fromkeys(reading.conditions)),
        unreadable=bool(text.strip()) and not said_something,
    )


def cleaned(text: str) -> str:
    """What was typed, without characters that no database takes, and not endlessly long."""
    return _UNUSABLE.sub(" ", text[:LONGEST])
