"""Report to the owner: works, stranger, guest, narrow token, wrong input, wrong state, wrong method."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from gallery.accounts.models import User
from gallery.lib.permissions import Permission
from gallery.notebooks.actions import trash
from gallery.notebooks.models import Notebook
from gallery.notices.actions import see_all
from gallery.notices.queries import notices_of

from server.tests.health.measuring import code_cells, measure
from server.tests.working import work_off

Bearer = Callable[..., dict[str, str]]
UNKNOWN = "0" * 64


@pytest.fixture
def prices(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A measured notebook of two code cells."""
    made = write(ada, "import pandas", "table = load()", title="House prices", public=True)
    measure(made, (3, 0), (0, 3))
    return made


def report(client: Client, notebook: object, headers: dict[str, str], cell_hash: str = UNKNOWN) -> int:
    """The status of a report."""
    address = f"/api/v1/notebooks/{notebook}/reports"
    answer = client.post(address, {"cell_hash": cell_hash}, content_type="application/json", headers=headers)
    return answer.status_code


def told(person: User) -> list[str]:
    """What a person reads, latest first."""
    return [line.words.text for line in notices_of(person)]


def test_the_owner_is_told_which_cell_and_not_who(
    client: Client, prices: Notebook, ada: User, otto: User, bearer: Bearer
) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    assert report(client, prices.uuid, bearer(otto), code_cells(prices)[1][1]) == 202
    work_off()
    assert told(ada) == ["Somebody reports that cell 2 of “House prices” fails for them."]
    (sent,) = mail.outbox
    assert "otto" not in str(sent.body).lower()


def test_one_unseen_report_is_enough(
    client: Client, prices: Notebook, ada: User, otto: User, grace: User, bearer: Bearer
) -> None:
    assert [report(client, prices.uuid, bearer(one)) for one in (otto, grace, otto)] == [202, 202, 202]
    assert len(told(ada)) == 1
    see_all(person=ada)
    assert report(client, prices.uuid, bearer(otto)) == 202
    assert len(told(ada)) == 2


def test_a_cell_that_is_not_there_any_more(
    client: Client, prices: Notebook, ada: User, otto: User, bearer: Bearer
) -> None:
    assert report(client, prices.uuid, bearer(otto), UNKNOWN) == 202
    assert told(ada) == ["Somebody reports that “House prices” fails for them."]


def test_owners_do_not_report_to_themselves(client: Client, prices: Notebook, ada: User, bearer: Bearer) -> None:
    assert report(client, prices.uuid, bearer(ada)) == 202
    assert told(ada) == []


def test_hidden_absent_and_trashed_answer_alike(
    client: Client, prices: Notebook, ada: User, otto: User, write: Callable[..., Notebook], bearer: Bearer
) -> None:
    hidden, headers = write(ada, title="Canary"), bearer(otto)
    trash(notebook=prices, by=ada)
    assert [report(client, one, headers) for one in (hidden.uuid, prices.uuid, uuid4())] == [404, 404, 404]
    assert told(ada) == []


def test_guests_and_narrow_tokens_are_refused(client: Client, prices: Notebook, otto: User, bearer: Bearer) -> None:
    assert report(client, prices.uuid, {}) in {401, 403}
    assert report(client, prices.uuid, bearer(otto, Permission.NOTEBOOKS_READ)) == 403
    assert report(client, prices.uuid, bearer(otto, Permission.EXECUTIONS_WRITE)) == 202


@pytest.mark.parametrize("cell_hash", ["", "a", "A" * 64, UNKNOWN + "\n", "g" * 64])
def test_what_is_no_hash_is_refused(
    client: Client, prices: Notebook, otto: User, bearer: Bearer, cell_hash: str
) -> None:
    assert report(client, prices.uuid, bearer(otto), cell_hash) == 422


def test_reports_are_not_read(client: Client, prices: Notebook, otto: User, bearer: Bearer) -> None:
    assert client.get(f"/api/v1/notebooks/{prices.uuid}/reports", headers=bearer(otto)).status_code == 405
