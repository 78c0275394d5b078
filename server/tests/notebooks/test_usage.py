"""Who used what on which day: counted once, written soon, forgotten after 90 days."""

from collections.abc import Callable, Collection
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from gallery.accounts.models import User
from gallery.launches.actions import issue_ticket
from gallery.notebooks import usage
from gallery.notebooks.actions import star, unstar
from gallery.notebooks.models import Notebook, Use
from gallery.notebooks.usage import forget_old_use, note_run, note_view, today, write_views

Write = Callable[..., Notebook]


@pytest.fixture
def acted(monkeypatch: pytest.MonkeyPatch) -> list[Collection[int]]:
    """Who acted, as rooms above are told."""
    told: list[Collection[int]] = []
    monkeypatch.setattr(usage, "_followers", [told.append])
    return told


def kept() -> list[tuple[str, str, int, int]]:
    return list(Use.objects.order_by("pk").values_list("person__username", "notebook__title", "views", "runs"))


def test_a_view_is_counted_by_person_and_day(
    ada: User, grace: User, write: Write, signed_in: Callable[..., Client]
) -> None:
    page = write(ada, title="Tides", public=True).get_absolute_url()
    for person, times in ((ada, 1), (grace, 2)):
        for _ in range(times):
            signed_in(person).get(page)
    assert kept() == []  # not while somebody waits for a page
    assert write_views() == 2
    signed_in(grace).get(page)
    write_views()
    assert kept() == [("ada", "Tides", 1, 0), ("grace", "Tides", 3, 0)]
    assert write_views() == 0


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_what_a_browser_loads_beforehand_is_no_view(
    ada: User, write: Write, signed_in: Callable[..., Client], headers: dict[str, str]
) -> None:
    page = write(ada, title="Tides").get_absolute_url()
    signed_in(ada).get(page, headers=headers)
    signed_in(ada).head(page)
    signed_in(ada).get(page.rpartition("/")[0])  # which leads on to the page
    assert write_views() == 0


def test_what_one_may_not_read_and_what_nobody_reads_leaves_nothing(
    ada: User, otto: User, write: Write, signed_in: Callable[..., Client]
) -> None:
    assert signed_in(otto).get(write(ada, title="Private").get_absolute_url()).status_code == 404
    assert signed_in(None).get(write(ada, title="Public", public=True).get_absolute_url()).status_code == 200
    assert write_views() == 0


def test_overseeing_is_no_use(admin: User, ada: User, write: Write) -> None:
    notebook = write(ada)
    admin.elevated = True
    note_view(admin, notebook.uuid)
    note_run(admin, notebook)
    write_views()
    assert kept() == []


def test_a_run_is_written_with_what_lets_it_begin(
    ada: User, write: Write, client: Client, bearer: Callable[..., dict[str, str]]
) -> None:
    notebook = write(ada, title="Tides")
    ticket = issue_ticket(person=ada, notebook=notebook, environment="")
    answer = client.post(
        "/api/v1/tickets/redeem", {"ticket": ticket}, content_type="application/json", headers=bearer(ada)
    )
    assert answer.status_code == 200
    assert kept() == [("ada", "Tides", 0, 1)]


def test_what_is_gone_meanwhile_keeps_nothing_else_from_being_written(ada: User, grace: User, write: Write) -> None:
    stays, goes = write(ada, title="Stays"), write(ada, title="Goes")
    for notebook in (stays, goes):
        note_view(ada, notebook.uuid)
    note_view(grace, stays.uuid)
    Notebook.objects.filter(pk=goes.pk).update(head=None)
    goes.revisions.all().delete()
    Notebook.objects.filter(pk=goes.pk).delete()
    grace.delete()
    write_views()
    assert kept() == [("ada", "Stays", 1, 0)]


def test_it_is_forgotten_after_90_days(ada: User, write: Write) -> None:
    notebook = write(ada)
    for days in (0, 89, 90, 91):
        Use.objects.create(person=ada, notebook=notebook, day=today() - timedelta(days=days), views=1)
    assert forget_old_use() == 2
    assert {(today() - use.day).days for use in Use.objects.all()} == {0, 89}


def test_rooms_above_are_told_who_acted(ada: User, write: Write, acted: list[Collection[int]]) -> None:
    notebook = write(ada)
    note_view(ada, notebook.uuid)
    assert acted == []
    write_views()
    note_run(ada, notebook)
    star(notebook=notebook, by=ada)
    star(notebook=notebook, by=ada)
    unstar(notebook=notebook, by=ada)
    unstar(notebook=notebook, by=ada)
    assert [list(people) for people in acted] == [[ada.pk]] * 4


def test_a_row_of_nothing_is_refused(ada: User, write: Write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(person=ada, notebook=write(ada), day=today())
