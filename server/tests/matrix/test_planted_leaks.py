"""The matrix sees a leak: each of these plants one, and the checks must turn red."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.db.models import BooleanField, F, Value
from gallery.accounts.bearer import Principal
from gallery.accounts.models import User
from gallery.feeds import lists as feed_lists
from gallery.launches import queries as launch_queries
from gallery.launches import views as launch_views
from gallery.lib.errors import NotThere
from gallery.lib.prepared import Prepared
from gallery.notebooks import access, api, cards, elsewhere, group_queries, notices, queries
from gallery.notebooks.access import Opening
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role, visible_to
from gallery.notebooks.views import changing, reading
from gallery.recommendations import queries as recommended_queries
from gallery.search import counting, shown, suggest
from gallery.search import queries as search_queries
from gallery.search.columns import Columns
from gallery.site import home, operators
from gallery.wanted import access as wanted_access
from gallery.wanted import queries as wanted_queries

from server.tests.matrix.beyond import check_export, check_mails
from server.tests.matrix.checks import Matrix, check_content, check_listing, check_nothing_hidden
from server.tests.matrix.choosing import ON_POSTGRESQL
from server.tests.matrix.counts import check_counts
from server.tests.matrix.states import STATES
from server.tests.matrix.surfaces import every_probe, surface
from server.tests.matrix.writing import check_changes

Plant = Callable[[pytest.MonkeyPatch], None]
Check = Callable[[Matrix], list[str]]


def everything(user: User | None) -> Any:
    """The rule, forgotten."""
    return Notebook.objects.filter(trashed_at=None)


def anything(user: User | None, uuid: UUID, role: Role = Role.READ) -> Notebook:
    """The door, left open."""
    found = Notebook.objects.select_related("owner", "group", "head__author").filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def instead(*places: Any, new: Any = everything) -> Plant:
    """Put something else into (module, name, module, name …)."""
    pairs = list(zip(places[::2], places[1::2], strict=True))

    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        for module, name in pairs:
            monkeypatch.setattr(module, name, new)

    return plant


def content(route: str, who: str = "stranger") -> Check:
    """Check one address about one notebook."""
    return lambda matrix: check_content(matrix, matrix.visitors[who], surface(route))


def listing(route: str, who: str = "stranger") -> Check:
    """Check one list."""
    return lambda matrix: check_listing(matrix, matrix.visitors[who], surface(route))


def numbers(who: str = "stranger") -> Check:
    """Check every number."""
    return lambda matrix: check_counts(matrix, matrix.visitors[who])


def probes(route: str, who: str = "stranger") -> Check:
    """Search for the words of each notebook."""
    found = [one for one in every_probe() if one.route == route]
    return lambda matrix: [line for one in found for line in check_content(matrix, matrix.visitors[who], one)]


def itself(route: str, who: str) -> Check:
    """Check a page about oneself."""
    return lambda matrix: check_nothing_hidden(matrix, matrix.visitors[who], surface(route))


def _told_in_the_error(user: User | None, uuid: UUID) -> Notebook:
    found = visible_to(user).select_related("owner", "group", "head__author").filter(uuid=uuid).first()
    hidden = Notebook.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotThere(f"You may not read {hidden.title}." if hidden else "There is nothing here that you can see.")
    return found


def _asked_twice(user: User | None, uuid: UUID) -> Notebook:
    """First whether it is there, then whether it may be read: the time tells which."""
    if not Notebook.objects.filter(uuid=uuid).exists():
        raise NotThere
    found = visible_to(user).select_related("owner", "group", "head__author").filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def _in_order(user: User | None, keys: list[int]) -> Any:
    rows = cards.with_card_data(everything(user)).in_bulk(list(keys))
    return cards.cards(user, [rows[key] for key in keys if key in rows])


def _starred(user: User, most: int = 12) -> Any:
    return _in_order(user, list(Notebook.objects.filter(starred__person=user).values_list("pk", flat=True)))


def _all_found(user: User | None, columns: Columns) -> Any:
    return columns.alive.copy()


def _found_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule forgotten where answers are counted, and where a page of them is read."""
    instead(search_queries, "findable", new=_all_found)(monkeypatch)
    instead(search_queries, "listed_to", search_queries, "offered_to")(monkeypatch)
    instead(shown, "_facts", new=_facts_of_everything)(monkeypatch)


def _facts_of_everything(user: User | None) -> Prepared:
    return Prepared(lambda: shown._told(Notebook.objects.all(), Value(False, output_field=BooleanField())))


def _facets_of_all(keys: Any, columns: Columns, honest: Any = counting.Facets) -> Any:
    return honest(np.flatnonzero(columns.alive), columns)


def _role(user: User | None, notebook: Notebook) -> Role:
    return Role.OWN


def _all_trash(user: User | None) -> Any:
    return Notebook.objects.exclude(trashed_at=None)


def _no_scope_is_needed(principal: Principal, permission: object) -> None:
    """Every token will do."""


PLANTED: dict[str, tuple[Plant, Check]] = {
    "the page": (
        instead(queries, "opened", new=lambda user, uuid: Opening(anything(user, uuid), Role.READ)),
        content("GET notebooks/<uuid:uuid>/<slug:slug>"),
    ),
    "old addresses": (
        instead(queries, "opened", new=lambda user, uuid: Opening(anything(user, uuid), Role.READ)),
        content("GET notebooks/<uuid:uuid>", "guest"),
    ),
    "what its readers use": (
        instead(recommended_queries, "offered_to"),
        content("GET notebooks/<uuid:uuid>/also-viewed"),
    ),
    "what is like it": (
        instead(recommended_queries, "offered_to"),
        content("GET api/v1/notebooks/<uuid>/similar", "revoked"),
    ),
    "what is trending": (instead(recommended_queries, "offered_to"), listing("GET ")),
    "what was dismissed": (instead(recommended_queries, "listed_to"), listing("GET recommended")),
    "the versions": (instead(queries, "readable", new=anything), content("GET notebooks/<uuid:uuid>/history")),
    "the download": (instead(reading, "readable", new=anything), content("GET notebooks/<uuid:uuid>/download", "late")),
    "the API": (instead(api, "readable", new=anything), content("GET api/v1/notebooks/<uuid>", "revoked")),
    "the API's content": (instead(api, "readable", new=anything), content("GET api/v1/notebooks/<uuid>/content")),
    "running": (
        instead(launch_views, "allowed", new=anything),
        content("GET run/<uuid:uuid>"),
    ),
    "search": (_found_and_shown, probes("GET notebooks/")),
    "search in the API": (_found_and_shown, listing("GET api/v1/notebooks", "guest")),
    "totals": (_found_and_shown, numbers()),
    "facets": (instead(search_queries, "Facets", new=_facets_of_all), numbers()),
    "suggestions": (instead(suggest, "listed_to"), probes("GET suggest")),
    "suggestions in the API": (instead(suggest, "listed_to"), probes("GET api/v1/suggest", "guest")),
    "the page of a tag": (instead(queries, "listed_to"), content("GET tags/<str:name>")),
    "the page of a person": (instead(queries, "listed_to"), listing("GET people/<str:name>")),
    "the number of a person's notebooks": (instead(queries, "listed_to"), numbers("guest")),
    "languages": (instead(queries, "listed_to"), listing("GET languages/")),
    "the home page": (instead(home, "offered_to"), listing("GET ", "guest")),
    "the home shelf": (instead(home, "starred_by", new=_starred), listing("GET ")),
    "the shelf in Jupyter": (instead(launch_queries, "in_order", new=_in_order), listing("GET api/v1/shelf")),
    "the trash": (
        instead(queries, "in_trash_of", new=_all_trash),
        listing("GET trash"),
    ),
    "feeds": (instead(feed_lists, "listed_to"), listing("GET feeds/all.atom", "guest")),
    "the page of a group": (instead(group_queries, "listed_to"), listing("GET groups/<slug:slug>")),
    "answers to what is wanted": (
        instead(wanted_access, "listed_to", wanted_queries, "listed_to"),
        listing("GET wanted/<uuid:uuid>"),
    ),
    "where else a cell appears": (
        instead(elsewhere, "listed_to"),
        listing("GET notebooks/<uuid:uuid>/cells/<str:cell>/elsewhere"),
    ),
    "the words of a notice": (instead(notices, "role_of", new=_role), itself("GET notices", "revoked")),
    "mails": (instead(notices, "role_of", new=_role), check_mails),
    "metrics": (instead(operators, "visible_to"), numbers("guest")),
    "a refusal that says why": (
        instead(reading, "readable", new=_told_in_the_error),
        content("GET notebooks/<uuid:uuid>/download"),
    ),
    "the time that a refusal takes": (
        instead(reading, "readable", new=_asked_twice),
        content("GET notebooks/<uuid:uuid>/download"),
    ),
    "a token that may not read": (
        instead(Principal, "needs", new=_no_scope_is_needed),
        content("GET api/v1/notebooks/<uuid>/content", "owner's narrow token"),
    ),
    "a list for a token that may not read": (
        instead(Principal, "needs", new=_no_scope_is_needed),
        listing("GET api/v1/notebooks", "owner's narrow token"),
    ),
}


# That the checks see a leak does not depend on the database; on PostgreSQL a few show it.
@pytest.mark.parametrize("where", list(PLANTED)[::6] if ON_POSTGRESQL else PLANTED)
def test_the_matrix_sees_a_leak(matrix: Matrix, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    plant, check = PLANTED[where]
    assert check(matrix) == []
    plant(monkeypatch)
    assert check(matrix) != [], f"A leak in {where} stays unseen."


def test_the_matrix_sees_what_an_export_should_not_hold(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    assert check_export(matrix, tmp_path) == []
    honest = Notebook.objects.filter
    monkeypatch.setattr(
        Notebook.objects, "filter", lambda *a, **kw: honest(*a, **{k: v for k, v in kw.items() if k != "trashed_at"})
    )
    assert check_export(matrix, tmp_path) != []


def test_the_matrix_sees_a_refusal_that_changes_something(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, calls = matrix.visitors["stranger"], [(surface("POST notebooks/<uuid:uuid>/trash"), STATES)]
    assert check_changes(matrix, visitor, calls) == []
    monkeypatch.setattr(changing, "allowed", _done_and_then_refused)
    assert any("a refusal changed" in line for line in check_changes(matrix, visitor, calls))


def _done_and_then_refused(user: User | None, number: UUID, role: Role) -> Notebook:
    Notebook.objects.filter(uuid=number).update(stars=F("stars") + 1)
    return access.allowed(user, number, role)
