"""Everybody may ask for access to every number: neither answer, nor limit, nor effort tells what is there."""

import uuid

import pytest
from gallery.audit.models import AuditEvent
from gallery.notebooks import requests

from server.tests.matrix.checks import Matrix, as_if_absent
from server.tests.matrix.requests import requests_for
from server.tests.matrix.states import STATES
from server.tests.matrix.surfaces import surface

ROUTES = ("POST notebooks/<uuid:uuid>/ask", "POST api/v1/notebooks/<uuid>/access-requests")
HIDDEN = [state for state in STATES if state.visibility == "private" and not state.trashed]


def _asked(matrix: Matrix, route: str) -> list[str]:
    stranger, found = matrix.visitors["stranger"], []
    for state in HIDDEN:
        written = matrix.world.written[state]
        (here,), (nowhere,) = (list(requests_for(surface(route), one)) for one in (written, matrix.world.absent))
        nothing = nowhere.send(stranger)
        stranger.client.cookies.pop("messages", None)
        answer = here.send(stranger)
        stranger.client.cookies.pop("messages", None)
        found += [f"{state}: {line}" for line in as_if_absent(answer, nothing, written, matrix.world.absent)]
    return found


def _asked_already() -> int:
    return AuditEvent.objects.filter(actor="stranger", action="access.asked").count()


@pytest.mark.parametrize("route", ROUTES)
def test_the_answer_is_the_same(matrix: Matrix, route: str) -> None:
    assert [line for line in _asked(matrix, route) if "questions to the database" not in line] == []


@pytest.mark.parametrize("route", ROUTES)
def test_the_effort_is_the_same(matrix: Matrix, route: str) -> None:
    assert _asked(matrix, route) == []


def test_the_limit_does_not_tell(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger, known = matrix.visitors["stranger"], matrix.world.notebook("public").uuid
    statuses = []
    for guessed in (matrix.world.notebook("private").uuid, uuid.uuid4()):
        monkeypatch.setattr(requests, "MOST_AN_HOUR", _asked_already() + 2)
        ask = [known, guessed, matrix.world.notebook("unlisted").uuid]
        answers = [stranger.ask("POST", f"/notebooks/{one}/ask", form={"role": "4", "message": ""}) for one in ask]
        statuses.append([answer.status for answer in answers])
    assert statuses[0] == statuses[1]
