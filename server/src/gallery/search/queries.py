"""Answers to questions as finished things. Each begins at `listed_to`: items, totals, facets, snippets."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Count, QuerySet

from gallery.accounts.models import User
from gallery.lib.languages import shown_language
from gallery.notebooks.cards import Card, card_of, starred_among, with_card_data
from gallery.notebooks.models import Health, Notebook
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.queries import SORTS, Counted, Listing
from gallery.search.among import Among
from gallery.search.candidates import Matched, matched
from gallery.search.documents import cells_of
from gallery.search.matching import Strictness
from gallery.search.narrowing import narrowed
from gallery.search.question import Asked, Question
from gallery.search.snippets import Highlighter, snippet
from gallery.search.suggest import Suggestion, suggest

__all__ = ["Facets", "Found", "Question", "Suggestion", "answers", "find", "suggest"]

MOST_FACETS = 12


@dataclass(frozen=True)
class Facets:
    """Tags, languages, owning groups and health of everything that was found, the commonest first."""

    tags: tuple[Counted, ...]
    languages: tuple[Counted, ...]
    groups: tuple[Counted, ...]
    health: tuple[Counted, ...]


@dataclass(frozen=True)
class Found(Listing):
    """One page of what was found. `strictness` says whether all that was asked had to be there."""

    facets: Facets
    order: str
    strictness: Strictness


def find(user: User | None, question: Question) -> Found:
    """What this person may see of the answers to a question."""
    asked = question.asked
    visible = _visible(user, asked)
    answer = matched(asked, visible) if asked.by_text else None
    # The keys began at `listed_to` a moment ago; asking the rule again for each facet would double what it costs.
    notebooks = visible if answer is None else Notebook.objects.filter(Among(answer.keys))
    strictness = Strictness.MOST if answer is None else answer.strictness
    rows = _page(user, question, notebooks, answer)
    return Found(
        items=_cards(user, question, rows, strictness),
        total=notebooks.count() if answer is None else len(answer.keys),
        page=question.page,
        page_size=question.page_size,
        facets=Facets(
            tags=_tags(notebooks),
            languages=_languages(notebooks),
            groups=_groups(notebooks),
            health=_health(notebooks),
        ),
        order=question.order,
        strictness=strictness,
    )


def _visible(user: User | None, asked: Asked) -> QuerySet[Notebook]:
    """What meets the conditions. Where somebody belongs is told to signed-in people: guests who ask find nothing."""
    if user is None and asked.conditions_on("organisation"):
        return Notebook.objects.none()
    return narrowed(listed_to(user), asked)


def answers(user: User | None, question: Question) -> QuerySet[Notebook]:
    """The same notebooks as `find`, as a set in no order: for feeds and mails."""
    asked = question.asked
    visible = _visible(user, asked)
    return listed_to(user).filter(Among(matched(asked, visible).keys)) if asked.by_text else visible


def _page(
    user: User | None, question: Question, notebooks: QuerySet[Notebook], answer: Matched | None
) -> list[Notebook]:
    """The notebooks of one page, with what their cards need."""
    part = slice((question.page - 1) * question.page_size, question.page * question.page_size)
    if answer is None or question.order != "relevance":
        order = question.order if question.order in SORTS else "updated"
        return list(with_card_data(notebooks).order_by(*SORTS[order])[part])
    keys = answer.keys[part]
    found = with_card_data(listed_to(user)).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _cards(user: User | None, question: Question, rows: Sequence[Notebook], strictness: Strictness) -> tuple[Card, ...]:
    starred = starred_among(user, rows)
    slips = strictness is Strictness.SIMILAR
    finders = [Highlighter(question.asked), Highlighter(question.asked, thorough=True, slips=slips)]
    if not finders[0].words:
        return tuple(card_of(row, starred=row.pk in starred) for row in rows)
    cells = cells_of(row.head_id for row in rows if row.head_id is not None)
    return tuple(
        card_of(row, starred=row.pk in starred, snippet=snippet(finders, row, cells.get(row.head_id or 0, [])))
        for row in rows
    )


def _tags(notebooks: QuerySet[Notebook]) -> tuple[Counted, ...]:
    rows = notebooks.exclude(tags=None).values("tags__name").annotate(n=Count("pk")).order_by("-n", "tags__name")
    return tuple(_counted(row["tags__name"], row["tags__name"], "tags", row["n"]) for row in rows[:MOST_FACETS])


def _languages(notebooks: QuerySet[Notebook]) -> tuple[Counted, ...]:
    rows = notebooks.exclude(language="").values("language").annotate(n=Count("pk")).order_by("-n", "language")
    names = [(row["language"], row["n"]) for row in rows[:MOST_FACETS]]
    return tuple(_counted(name, shown_language(name), "languages", n) for name, n in names)


def _groups(notebooks: QuerySet[Notebook]) -> tuple[Counted, ...]:
    rows = notebooks.exclude(group=None).values("group__slug", "group__name").annotate(n=Count("pk"))
    best = rows.order_by("-n", "group__name", "group__slug")[:MOST_FACETS]
    return tuple(_counted(row["group__slug"], row["group__name"], "groups", row["n"]) for row in best)


def _health(notebooks: QuerySet[Notebook]) -> tuple[Counted, ...]:
    rows = notebooks.order_by().values_list("health").annotate(n=Count("pk"))
    found = dict(rows)
    return tuple(
        Counted(name=one, shown_name=str(one.label), url=f"/notebooks/?health={one}", count=found[one])
        for one in Health
        if found.get(one)
    )


def _counted(name: str, shown: str, room: str, count: int) -> Counted:
    return Counted(name=name, shown_name=shown, url=f"/{room}/{quote(name, safe='')}", count=count)
