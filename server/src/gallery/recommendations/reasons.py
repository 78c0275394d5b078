"""One plain sentence for each recommendation, true for its reader at the moment of reading.

A sentence may name a notebook, a group or an organisation, so it is made from what the reader may find now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.directory.models import Membership
from gallery.notebooks.models import Notebook, Star, Trend, Use
from gallery.notebooks.permissions import visible_to
from gallery.recommendations.models import Kind, Recommended
from gallery.recommendations.sources import INTRODUCTIONS


@dataclass(frozen=True)
class Known:
    """What sentences need, read for all of them together."""

    titles: Mapping[int, str]  # of notebooks that the reader may open
    ran: set[int]
    starred: set[int]
    groups: set[int]
    trending: set[int]


def known_for(reader: User, rows: Sequence[Recommended]) -> Known:
    """Everything for these recommendations: as many queries however many there are, and none for what none needs."""
    about = {row.about_id for row in rows if row.about_id is not None}
    alike = {row.about_id for row in rows if row.kind == Kind.LIKE}
    wanted = {row.notebook_id for row in rows if row.kind == Kind.TREND}
    grouped = any(row.kind == Kind.GROUP for row in rows)
    uses = Use.objects.filter(person=reader, notebook__in=alike, runs__gt=0)
    return Known(
        titles=dict(visible_to(reader).filter(pk__in=about).values_list("pk", "title")),
        ran=set(uses.values_list("notebook", flat=True)),
        starred=set(Star.objects.filter(person=reader, notebook__in=alike).values_list("notebook", flat=True)),
        groups=set(Membership.objects.filter(person=reader).values_list("group", flat=True)) if grouped else set(),
        trending=set(Trend.objects.filter(notebook__in=wanted).values_list("notebook", flat=True)),
    )


Say = Callable[[Recommended, Notebook, Known], str]


def reason(row: Recommended, notebook: Notebook, known: Known) -> str:
    """Why this notebook, loaded with its card's data, is recommended; in general words where that is true no longer."""
    return _SENTENCES[Kind(row.kind)](row, notebook, known) or _("Picked for you")


def _people(row: Recommended, notebook: Notebook, known: Known) -> str:
    return _("People who read what you read use this")


def _also(row: Recommended, notebook: Notebook, known: Known) -> str:
    title = known.titles.get(row.about_id or 0)
    return _("Used together with “%(title)s”") % {"title": title} if title else ""


def _field(row: Recommended, notebook: Notebook, known: Known) -> str:
    title = known.titles.get(row.about_id or 0)
    return _("Used for the same work as “%(title)s”") % {"title": title} if title else ""


def _like(row: Recommended, notebook: Notebook, known: Known) -> str:
    key = row.about_id or 0
    if key not in known.titles:
        return ""
    if key in known.ran:
        sentence = _("Like “%(title)s”, which you ran")
    elif key in known.starred:
        sentence = _("Like “%(title)s”, which you starred")
    else:
        sentence = _("Like “%(title)s”, which you read")
    return sentence % {"title": known.titles[key]}


def _group(row: Recommended, notebook: Notebook, known: Known) -> str:
    group = notebook.group
    return _("Your group %(group)s owns it") % {"group": group.name} if group and group.pk in known.groups else ""


def _organisation(row: Recommended, notebook: Notebook, known: Known) -> str:
    return _("Used in %(organisation)s") % {"organisation": row.organisation.name} if row.organisation else ""


def _trend(row: Recommended, notebook: Notebook, known: Known) -> str:
    return _("Trending this month") if notebook.pk in known.trending else ""


def _newcomer(row: Recommended, notebook: Notebook, known: Known) -> str:
    return _("A good first notebook") if INTRODUCTIONS in {tag.name for tag in notebook.tags.all()} else ""


def _chance(row: Recommended, notebook: Notebook, known: Known) -> str:
    return _("Something else, picked by chance")


_SENTENCES: Mapping[Kind, Say] = {
    Kind.PEOPLE: _people,
    Kind.ALSO: _also,
    Kind.FIELD: _field,
    Kind.LIKE: _like,
    Kind.GROUP: _group,
    Kind.ORGANISATION: _organisation,
    Kind.TREND: _trend,
    Kind.NEWCOMER: _newcomer,
    Kind.CHANCE: _chance,
}
