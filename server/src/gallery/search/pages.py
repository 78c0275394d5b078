"""The page of browsing and searching as a finished thing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.lib.languages import shown_language
from gallery.lib.paging import page_number
from gallery.notebooks.cards import Card
from gallery.notebooks.models import Health
from gallery.notebooks.queries import Counted
from gallery.search.correcting import corrected
from gallery.search.matching import SENTENCE
from gallery.search.organisations import by_organisation
from gallery.search.periods import period_in_words, period_of, since
from gallery.search.queries import Found, find
from gallery.search.question import SORTS, Question
from gallery.search.ranking import Why

ADDRESS = "/notebooks/"
LONGEST = 300
SHOWN = 12
SHOW = "show"
NARROWING = ("tag", "language", "owner", "group", "organisation", "imports", "health", "changed")


@dataclass(frozen=True)
class Asked:
    """What the address of the page says, cleaned."""

    q: str = ""
    tag: str = ""
    language: str = ""
    owner: str = ""
    group: str = ""
    organisation: str = ""
    imports: str = ""
    health: str = ""
    changed: str = ""
    deprecated: str = ""
    sort: str = ""
    page: int = 1

    def address(self, **changed: object) -> str:
        """The address of the same question with something changed; always from the first page."""
        values = {one.name: getattr(self, one.name) for one in fields(self)} | {"page": 1} | changed
        said = {name: value for name, value in values.items() if value and (name, value) != ("page", 1)}
        return f"{ADDRESS}?{urlencode(said)}" if said else ADDRESS


@dataclass(frozen=True)
class Chip:
    """An active filter and the address without it."""

    kind: str
    words: str
    without: str


@dataclass(frozen=True)
class Choice:
    """A line of the side bar: with it, or (where it is active) without it."""

    words: str
    count: int
    url: str
    active: bool


@dataclass(frozen=True)
class Facet:
    """A group of the side bar."""

    title: str
    choices: tuple[Choice, ...]
    all_url: str = ""  # the page of all of them, whatever was asked
    all_words: str = ""


@dataclass(frozen=True)
class Figure:
    """A line of why an answer stands where it stands."""

    words: str
    value: str


@dataclass(frozen=True)
class Hit:
    """An answer, and for administrators the figures by which it is ordered."""

    card: Card
    why: tuple[Figure, ...]


@dataclass(frozen=True)
class BrowsePage:
    """Everything that the page shows."""

    asked: Asked
    listing: Found
    hits: tuple[Hit, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    kept: tuple[tuple[str, str], ...]
    sort: str
    without_filters: str
    deprecated_address: str  # where deprecated notebooks are shown, or where they are hidden again
    meant: str  # the question with slips of the finger put right; "" for none
    meant_address: str
    sentence: bool  # whether somebody asked in so many words that hardly anything has them all


def read_question(query: QueryDict) -> Asked:
    """The question in an address; whatever cannot be used counts as not said."""
    said = {name: " ".join(query.get(name, "").replace("\0", " ").split())[:LONGEST] for name in ("q", *NARROWING)}
    sort, page = query.get("sort", ""), page_number(query.get("page", ""))
    said["health"] = said["health"] if said["health"] in Health.values else ""
    said["changed"] = period_of(said["changed"])
    said["deprecated"] = SHOW if query.get("deprecated") == SHOW else ""
    return Asked(**said, sort=sort if sort in SORTS else "", page=page)


def browse_page(user: User | None, asked: Asked) -> BrowsePage:
    """The page for this reader and question."""
    filters = {name: getattr(asked, name) for name in NARROWING}
    shown = asked.deprecated == SHOW
    question = Question(text=asked.q, **filters, sort=asked.sort, page=asked.page, deprecated=shown)
    found = find(user, question)
    meant = corrected(user, question, found)
    return BrowsePage(
        asked=asked,
        listing=found,
        hits=tuple(Hit(card, _figures(why)) for card, why in zip_longest(found.items, found.why)),
        chips=_chips(asked),
        facets=_facets(user, asked, found),
        kept=tuple((name, value) for name in (*NARROWING, "deprecated") if (value := getattr(asked, name))),
        sort=found.order,
        without_filters=asked.address(**dict.fromkeys(NARROWING, "")),
        deprecated_address=asked.address(deprecated="" if shown else SHOW),
        meant=meant,
        meant_address=asked.address(q=meant) if meant else "",
        sentence=len(question.asked.words) >= SENTENCE,
    )


def _figures(why: Why | None) -> tuple[Figure, ...]:
    if why is None:
        return ()
    places = {
        "title": _("in the title"),
        "question": _("in the question that it answers"),
        "tags": _("in the tags"),
        "description": _("in the description"),
    }
    places |= {
        "names": _("as it was typed"),
        "headings": _("in a heading"),
        "neighbours": _("words that follow each other"),
    }
    base = why.text - sum(score for _place, score in why.additions)
    return (
        Figure(_("Words anywhere"), f"{base:.2f}"),
        *(Figure(places[place], f"+ {score:.2f}") for place, score in why.additions),
        Figure(_("Health"), _times(why.health)),
        Figure(_("In demand"), _times(why.trend)),
        Figure(_("Suits you"), _times(why.taste)),
        Figure(_("Altogether"), f"{why.score:.2f}"),
    )


def _times(factor: float) -> str:
    return f"\N{MULTIPLICATION SIGN} {factor:.3f}"


def _chips(asked: Asked) -> tuple[Chip, ...]:
    kinds = {
        "tag": _("Tag"),
        "language": _("Language"),
        "owner": _("Author"),
        "group": _("Group"),
        "organisation": _("Organisation"),
        "imports": _("Uses"),
        "health": _("Health"),
        "changed": _("Last changed"),
    }
    values = {name: getattr(asked, name) for name in NARROWING}
    shown = values | {
        "language": shown_language(asked.language),
        "health": _health_in_words(asked.health),
        "changed": period_in_words(asked.changed),
    }
    return tuple(Chip(kinds[name], shown[name], asked.address(**{name: ""})) for name in NARROWING if values[name])


def _health_in_words(health: str) -> str:
    return str(Health(health).label) if health else ""


def _facets(user: User | None, asked: Asked, found: Found) -> tuple[Facet, ...]:
    """Counts within what was found; below most of them the way to the page of all, which does not narrow."""
    shown, organisations = found.facets, _organisations(user, found)
    return (
        Facet(_("Language"), _choices("language", shown.languages, asked), "/languages/", _("All languages")),
        Facet(_("Tag"), _choices("tag", shown.tags, asked), "/tags/", _("All tags")),
        Facet(_("Group"), _choices("group", shown.groups, asked), "/groups/", _("All groups")),
        Facet(
            _("Organisation"),
            _choices("organisation", organisations, asked),
            "/organisations/",
            _("All organisations"),
        ),
        Facet(_("Package"), _choices("imports", shown.packages, asked), "/packages/", _("All packages")),
        Facet(_("Health"), _choices("health", shown.health, asked)),
        Facet(_("Last changed"), _choices("changed", _narrower(shown.changed, asked), asked)),
        Facet(_("Author"), _choices("owner", _authors(found), asked), "/people/", _("All people")),
    )


def _narrower(periods: Sequence[Counted], asked: Asked) -> tuple[Counted, ...]:
    """Periods no longer than the one that is chosen: of longer ones it is not known how many they would find."""
    now = timezone.now()
    return tuple(one for one in periods if not asked.changed or since(one.name, now) >= since(asked.changed, now))


def _authors(found: Found) -> tuple[Counted, ...]:
    """Who answers for most of what was found."""
    most = sorted(found.facets.owners.items(), key=lambda one: -one[1])[:SHOWN]
    people = {one.pk: one for one in User.objects.filter(pk__in=[key for key, _count in most])}
    told = [(people[key], count) for key, count in most if key in people]
    told.sort(key=lambda one: (-one[1], one[0].username))
    return tuple(
        Counted(one.username, one.shown_name, f"/people/{quote(one.username, safe='')}", count) for one, count in told
    )


def _organisations(user: User | None, found: Found) -> tuple[Counted, ...]:
    """Where somebody belongs is told to signed-in people."""
    return by_organisation(found.facets.owners) if user is not None and user.is_active else ()


def _choices(name: str, counted: Sequence[Counted], asked: Asked) -> tuple[Choice, ...]:
    present = getattr(asked, name)
    return tuple(
        Choice(
            one.shown_name,
            one.count,
            asked.address(**{name: "" if one.name == present else one.name}),
            one.name == present,
        )
        for one in counted
    )
