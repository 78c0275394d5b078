"""Pages and lists as named, finished things. Every list starts from `listed_to`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.safestring import SafeString

from gallery.accounts.models import User
from gallery.accounts.queries import PersonHead, person_head
from gallery.directory.links import GroupLink, OrganisationLink, group_link, organisation_link
from gallery.directory.queries import groups_of, organisation_of
from gallery.lib.errors import NotThere
from gallery.lib.imports import imported_packages
from gallery.lib.languages import shown_language
from gallery.lib.paging import Paged, part
from gallery.lib.question_card import MORE, beyond
from gallery.lib.rendering import OutlineEntry
from gallery.notebooks.access import opened, readable, revision_of
from gallery.notebooks.cards import (
    Card,
    PersonLink,
    card_of,
    cards,
    person_link,
    with_card_data,
)
from gallery.notebooks.content import unpacked
from gallery.notebooks.deprecation import Deprecation, deprecation_of
from gallery.notebooks.margins import margin_of
from gallery.notebooks.models import Notebook, Revision
from gallery.notebooks.parameters import Asked, FormView, forms_in, in_words
from gallery.notebooks.permissions import Role, in_trash_of, listed_to, role_of, visible_to
from gallery.notebooks.rendered import CellView, body_of, prose, with_marks

LONG = 150  # cells
IS_DEPRECATED = ExpressionWrapper(Q(deprecated_at__isnull=False), BooleanField())  # sinks, whatever the order
SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "trending": (F("trend__value").desc(nulls_last=True), "-updated_at", "-pk"),
    "updated": ("-updated_at", "-pk"),
    "newest": ("-created_at", "-pk"),
    "stars": ("-stars", "-updated_at", "-pk"),
    "runs": ("-runs", "-updated_at", "-pk"),
    "health": (F("health_score").desc(nulls_last=True), "-updated_at", "-pk"),
    "title": ("title", "pk"),
}


@dataclass(frozen=True)
class RevisionLine:
    """A version in the history of a notebook."""

    number: int
    author: PersonLink
    message: str
    created: datetime
    current: bool


@dataclass(frozen=True)
class NotebookPage:
    """Everything that the page of a notebook shows."""

    card: Card
    description: str
    description_html: SafeString
    answers: tuple[tuple[str, str], ...]
    packages: tuple[tuple[str, str], ...]
    cells: tuple[CellView, ...]
    outline: tuple[OutlineEntry, ...]
    forms: tuple[FormView, ...]
    revision: RevisionLine
    newest: int
    created: datetime
    may_run: bool
    may_edit: bool
    may_own: bool
    visibility: str
    demands: tuple[str, ...]
    ownerless: bool
    download_url: str
    health: str
    health_url: str
    deprecation: Deprecation | None

    @property
    def long(self) -> bool:
        """Whether cells far away are worth leaving out until the reader comes near."""
        return len(self.cells) > LONG


@dataclass(frozen=True)
class Counted:
    """A tag, language or person with the number of notebooks that the reader may see."""

    name: str
    shown_name: str
    url: str
    count: int


@dataclass(frozen=True)
class Listing(Paged):
    """One page of a list."""

    items: tuple[Card, ...]


def revision_line(revision: Revision, newest: int) -> RevisionLine:
    """A line of the history from a revision whose author is loaded."""
    return RevisionLine(
        number=revision.number,
        author=person_link(revision.author),
        message=revision.message,
        created=revision.created_at,
        current=revision.number == newest,
    )


def notebook_page(user: User | None, uuid: UUID, number: int | None = None) -> NotebookPage:
    """The page of a notebook, or `NotThere`."""
    opening = opened(user, uuid)
    notebook, role = opening.notebook, opening.role
    revision = revision_of(notebook, number)
    body = body_of(revision, notebook.language)
    newest = revision_of(notebook, None).number
    margin = margin_of(notebook, revision)
    return NotebookPage(
        card=card_of(notebook, starred=opening.starred),
        description=notebook.description,
        description_html=prose(beyond(notebook.question, notebook.description)),
        answers=_answers(notebook),
        packages=_packages(notebook),
        cells=with_marks(body.cells, margin.marks),
        outline=body.outline,
        forms=in_words(body.forms),
        revision=revision_line(revision, newest),
        newest=newest,
        created=notebook.created_at,
        may_run=role >= Role.RUN,
        may_edit=role >= Role.EDIT,
        may_own=role >= Role.OWN,
        visibility=notebook.visibility,
        demands=tuple(notebook.demands.values_list("name", flat=True)) if opening.marked else (),
        ownerless=notebook.group_id is None and not notebook.owner.is_active and role >= Role.EDIT,
        download_url=f"/notebooks/{notebook.uuid}/download",
        health=margin.words,
        health_url=margin.url,
        deprecation=deprecation_of(user, notebook),
    )


def _packages(notebook: Notebook) -> tuple[tuple[str, str], ...]:
    """What its current version imports: each name with its page."""
    names = notebook.packages.order_by("name").values_list("name", flat=True)
    return tuple((name, package_address(name)) for name in names)


def _answers(notebook: Notebook) -> tuple[tuple[str, str], ...]:
    """What the card says beside the question: each heading with its answer."""
    said = ((str(asked.heading), str(getattr(notebook, asked.name))) for asked in MORE)
    return tuple((heading, answer) for heading, answer in said if answer)


@dataclass(frozen=True)
class HistoryPage:
    """The versions of a notebook."""

    uuid: UUID
    title: str
    url: str
    versions: tuple[RevisionLine, ...]
    may_edit: bool


def history_page(user: User | None, uuid: UUID) -> HistoryPage:
    """The versions of a notebook, or `NotThere`."""
    notebook = readable(user, uuid)
    return HistoryPage(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        versions=history(notebook),
        may_edit=role_of(user, notebook) >= Role.EDIT,
    )


def history(notebook: Notebook) -> tuple[RevisionLine, ...]:
    """All versions of a notebook that the caller may read, newest first."""
    newest = revision_of(notebook, None).number
    return tuple(revision_line(one, newest) for one in notebook.revisions.select_related("author").order_by("-number"))


@dataclass(frozen=True)
class Used:
    """What the code of a version says of itself: the packages that it imports, the forms that it shows."""

    imports: tuple[str, ...]
    forms: tuple[Asked, ...]


def used_by(notebook: Notebook) -> Used:
    """What the code of the current version says of itself."""
    cells = revision_of(notebook, None).cells.filter(cell__kind="code").values_list("position", "cell__body")
    code = [(position + 1, unpacked(body)) for position, body in cells]
    return Used(
        imports=tuple(sorted(imported_packages((source for _number, source in code), notebook.language))),
        forms=forms_in(code, notebook.language),
    )


def listing(
    user: User | None, found: QuerySet[Notebook], *, sort: str = "updated", page: int = 1, size: int = 24
) -> Listing:
    """One page of a list that began at `listed_to`; what is deprecated sinks to its end, whatever the order."""
    ordered = with_card_data(found).alias(old=IS_DEPRECATED).order_by("old", *SORTS.get(sort, SORTS["updated"]))
    total = found.count()
    rows = list(ordered[part(page, size)])
    return Listing(items=cards(user, rows), total=total, page=page, page_size=size)


def in_order(user: User | None, keys: Sequence[int]) -> tuple[Card, ...]:
    """Cards of those of these notebooks that the person may read, in the order of the keys."""
    rows = with_card_data(visible_to(user)).in_bulk(list(keys))
    return cards(user, [rows[key] for key in keys if key in rows])


def starred_by(user: User, most: int = 12) -> tuple[Card, ...]:
    """What the person starred, latest first, as far as it can still be read."""
    rows = with_card_data(visible_to(user).filter(starred__person=user)).order_by("-starred__at")[:most]
    return cards(user, list(rows))


def tags_seen(user: User | None, most: int | None = None) -> tuple[Counted, ...]:
    """Tags of visible notebooks, the commonest first."""
    rows = listed_to(user).exclude(tags=None).values("tags__name").annotate(n=Count("pk")).order_by("-n", "tags__name")
    return tuple(
        Counted(
            name=row["tags__name"],
            shown_name=row["tags__name"],
            url=f"/tags/{row['tags__name']}",
            count=row["n"],
        )
        for row in rows[:most]
    )


def packages_seen(user: User | None) -> tuple[Counted, ...]:
    """Packages that visible notebooks import, the commonest first."""
    rows = listed_to(user).exclude(packages=None).values("packages__name").annotate(n=Count("pk"))
    return tuple(
        Counted(name=name, shown_name=name, url=package_address(name), count=count)
        for name, count in rows.order_by("-n", "packages__name").values_list("packages__name", "n")
    )


def package_address(name: str) -> str:
    """The page of the notebooks that import a package."""
    return f"/packages/{quote(name, safe='')}"


def languages_seen(user: User | None) -> tuple[Counted, ...]:
    """Languages of visible notebooks, the commonest first."""
    rows = listed_to(user).exclude(language="").values("language").annotate(n=Count("pk")).order_by("-n", "language")
    return tuple(
        Counted(
            name=row["language"],
            shown_name=shown_language(row["language"]),
            url=f"/languages/{row['language']}",
            count=row["n"],
        )
        for row in rows
    )


def people_seen(user: User | None) -> tuple[Counted, ...]:
    """Owners of visible notebooks, the busiest first."""
    rows = (
        listed_to(user)
        .values("owner__username", "owner__full_name")
        .annotate(n=Count("pk"))
        .order_by("-n", "owner__username")
    )
    return tuple(
        Counted(
            name=row["owner__username"],
            shown_name=row["owner__full_name"] or row["owner__username"],
            url=f"/people/{row['owner__username']}",
            count=row["n"],
        )
        for row in rows
    )


def trash_of(user: User) -> tuple[Card, ...]:
    """Notebooks in the trash that the person may bring back, latest first."""
    rows = with_card_data(in_trash_of(user)).order_by("-trashed_at")
    return cards(user, list(rows))


def under_tag(user: User | None, name: str, *, sort: str, page: int) -> Listing:
    """Visible notebooks with this tag; a tag that only hidden ones carry does not exist."""
    return _not_empty(listing(user, listed_to(user).filter(tags__name=name), sort=sort, page=page))


def under_language(user: User | None, name: str, *, sort: str, page: int) -> Listing:
    """Visible notebooks in this language; one that only hidden ones use does not exist."""
    return _not_empty(listing(user, listed_to(user).filter(language=name), sort=sort, page=page))


def under_package(user: User | None, name: str, *, sort: str, page: int) -> Listing:
    """Visible notebooks that import this package; one that only hidden ones import does not exist."""
    return _not_empty(listing(user, listed_to(user).filter(packages__name=name), sort=sort, page=page))


def _not_empty(found: Listing) -> Listing:
    if found.total == 0:
        raise NotThere
    return found


@dataclass(frozen=True)
class PersonPage:
    """Somebody, what the reader may see of their notebooks, and where they belong: for signed-in readers."""

    person: PersonHead
    organisation: OrganisationLink | None
    groups: tuple[GroupLink, ...]
    listing: Listing
    oneself: bool


def person_page(user: User | None, name: str, *, sort: str, page: int) -> PersonPage:
    """The page of a person. To guests only authors of what they may read exist."""
    person = User.objects.filter(username=name).first()
    if person is None:
        raise NotThere
    found = listing(user, listed_to(user).filter(owner=person), sort=sort, page=page)
    if user is None and found.total == 0:
        raise NotThere
    organisation = organisation_of(person) if user is not None else None
    return PersonPage(
        person=person_head(person),
        organisation=organisation_link(organisation) if organisation is not None else None,
        groups=tuple(map(group_link, groups_of(person))) if user is not None else (),
        listing=found,
        oneself=user is not None and user.pk == person.pk,
    )
