"""Answers to questions as finished things. Each begins at the reading rule: items, totals, facets, snippets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from gallery.accounts.models import User
from gallery.lib.question_card import beyond
from gallery.notebooks.cards import Card, card_from
from gallery.notebooks.inclining import inclinations
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import listed_to, offered_to
from gallery.notebooks.queries import IS_DEPRECATED, SORTS, Listing
from gallery.search.among import Among
from gallery.search.candidates import Matched, matched
from gallery.search.columns import Mask
from gallery.search.counting import Facets
from gallery.search.documents import CellText, cells_of
from gallery.search.index import cells_in
from gallery.search.matching import Strictness
from gallery.search.narrowing import narrow, narrowed
from gallery.search.question import Asked, Question
from gallery.search.ranking import Why, best, factors, reasons
from gallery.search.readers import findable
from gallery.search.replica import Snapshot, distrust, snapshot
from gallery.search.shown import Shown, shown
from gallery.search.snippets import Highlighter, snippet
from gallery.search.suggest import Suggestion, suggest

__all__ = ["Facets", "Found", "Question", "Suggestion", "answers", "find", "suggest"]


@dataclass(frozen=True)
class Found(Listing):
    """One page of what was found. `strictness` says whether all that was asked had to be there."""

    facets: Facets
    deprecated: int  # how many more there are that are deprecated, and therefore not shown
    order: str
    strictness: Strictness
    why: tuple[Why, ...] = ()  # of each item, for administrators alone


def find(user: User | None, question: Question) -> Found:
    """What this person may see of the answers to a question."""
    found, missing = _found(user, question)
    if missing:  # somebody changed the database just now, or behind the back of the sequence of changes
        distrust(missing)
        found, _ = _found(user, question)
    return found


def _found(user: User | None, question: Question) -> tuple[Found, list[int]]:
    """An answer, and what should be on the page of which the database says that this person may not find it."""
    asked, now = question.asked, snapshot()
    allowed = _allowed(user, asked, now)
    answer = matched(asked, now, allowed) if asked.by_text else None
    all_keys = np.flatnonzero(allowed) if answer is None else answer.keys
    shown_too = np.ones(len(all_keys), bool) if question.deprecated else ~now.columns.deprecated[all_keys]
    keys, answer = all_keys[shown_too], answer.only(shown_too) if answer is not None else None
    strictness = Strictness.MOST if answer is None else answer.strictness
    ranked = None if answer is None or question.order != "relevance" else _ranked(user, question, answer, now)
    rows, missing = _page(user, question, ranked)
    found = Found(
        items=_cards(question, rows, strictness, now),
        total=len(keys),
        page=question.page,
        page_size=question.page_size,
        facets=Facets(keys, now.columns),
        deprecated=len(all_keys) - len(keys),
        order=question.order,
        strictness=strictness,
        why=ranked.why if ranked is not None and not missing else (),
    )
    return found, missing


@dataclass(frozen=True)
class _Ranked:
    """The keys of one page, best first."""

    keys: list[int]
    why: tuple[Why, ...]


def _ranked(user: User | None, question: Question, answer: Matched, now: Snapshot) -> _Ranked:
    moving = factors(answer.keys, now.columns, inclinations(user))
    places = best(answer, moving, question.page * question.page_size)[(question.page - 1) * question.page_size :]
    asks_why = user is not None and user.is_active and user.is_superuser
    why = reasons(question.asked, now, answer, moving, places) if asks_why else []
    return _Ranked([int(answer.keys[place]) for place in places], tuple(why))


def _hidden_from(user: User | None, asked: Asked) -> bool:
    """Where somebody belongs is told to signed-in people: guests who ask find nothing."""
    return user is None and bool(asked.conditions_on("organisation"))


def _allowed(user: User | None, asked: Asked, now: Snapshot) -> Mask:
    """What this person may find and what meets the conditions."""
    allowed = findable(user, now.columns)
    return np.zeros_like(allowed) if _hidden_from(user, asked) else narrow(allowed, asked, now.columns)


def answers(user: User | None, question: Question) -> QuerySet[Notebook]:
    """The same notebooks as `find`, as a set in no order: for feeds and mails."""
    asked = question.asked
    if _hidden_from(user, asked):
        return Notebook.objects.none()
    if not asked.by_text:
        return narrowed(_standing(user, question), asked)
    now = snapshot()
    return _standing(user, question).filter(Among(matched(asked, now, _allowed(user, asked, now)).keys))


def _standing(user: User | None, question: Question) -> QuerySet[Notebook]:
    """What this person may find, deprecated notebooks only if they were asked for."""
    return listed_to(user) if question.deprecated else offered_to(user)


def _page(user: User | None, question: Question, ranked: _Ranked | None) -> tuple[list[Shown], list[int]]:
    """The notebooks of one page; and those that the reading rule left out once more."""
    keys = _sorted(user, question) if ranked is None else ranked.keys
    found = shown(user, keys)
    missing = [] if ranked is None else [key for key in keys if key not in found]
    return [found[key] for key in keys if key in found], missing


def _sorted(user: User | None, question: Question) -> list[int]:
    """The keys of one page in another order than the best match."""
    part = slice((question.page - 1) * question.page_size, question.page * question.page_size)
    order = question.order if question.order in SORTS else "updated"
    ordered = answers(user, question).alias(old=IS_DEPRECATED).order_by("old", *SORTS[order])
    return list(ordered.values_list("pk", flat=True)[part])


def _cards(question: Question, rows: Sequence[Shown], strictness: Strictness, now: Snapshot) -> tuple[Card, ...]:
    slips = strictness is Strictness.SIMILAR
    finders = [Highlighter(question.asked), Highlighter(question.asked, thorough=True, slips=slips)]
    if not finders[0].words:
        return tuple(_card(row) for row in rows)
    cells = _cells(rows, now)
    passages = (snippet(finders, _beneath_title(row), cells.get(row.facts.pk, ())) for row in rows)
    return tuple(_card(row, passage) for row, passage in zip(rows, passages, strict=True))


def _cells(rows: Sequence[Shown], now: Snapshot) -> dict[int, Sequence[CellText]]:
    """The cells of these notebooks, by key: from the index, or where it is behind from what was read since."""
    found: dict[int, Sequence[CellText]] = {key: one.document.cells for key, one in now.pending.items() if one}
    kept = [row.facts.pk for row in rows if row.facts.pk not in now.behind]
    if now.searcher is not None:
        found |= cells_in(now.searcher, kept)
    heads = {row.facts.head_id: row.facts.pk for row in rows if row.facts.pk not in found and row.facts.head_id}
    return found | {heads[head]: cells for head, cells in (cells_of(heads) if heads else {}).items()}


def _beneath_title(row: Shown) -> str:
    return beyond(row.facts.question, row.facts.description)  # the question itself stands above the snippet


def _card(row: Shown, passage: str = "") -> Card:
    return card_from(row.facts, tags=row.tags, starred=row.starred, snippet=passage)
