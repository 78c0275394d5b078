"""The API answers what its OpenAPI document says, to whatever that document allows one to ask."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from gallery.site.wsgi import application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.tests.matrix.checks import Matrix
from server.tests.matrix.choosing import ON_POSTGRESQL
from server.tests.matrix.visits import Visitor

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8
NAMES = ["guest", "owner", "administrator in admin mode", "owner's full token", "owner's narrow token"]
COMING = ["owner"] if ON_POSTGRESQL else NAMES  # there it is about what the database does with odd values


def _asked(matrix: Matrix, visitor: Visitor) -> dict[str, str]:
    """The headers that let this visitor in; programs send a session's cookies themselves."""
    cookies = "; ".join(f"{name}={one.value}" for name, one in visitor.client.cookies.items())
    token = visitor.client.cookies.get("commonplace_csrf")
    headers = dict(visitor.headers)
    if cookies and "Authorization" not in headers:
        headers |= {"Cookie": cookies, "X-CSRFToken": token.value if token is not None else ""}
    return {"Host": "testserver", "Origin": "http://testserver", **headers}


def _known(matrix: Matrix) -> st.SearchStrategy[dict[str, str]]:
    """Numbers and names that are there, so that not every answer is 404."""
    uuids = [one.words.uuid for one in matrix.world.written.values()]
    named = {"slug": st.sampled_from(["the-group", "the-house"]), "name": st.sampled_from(["owner", "viewer", "late"])}
    return st.fixed_dictionaries({"uuid": st.sampled_from(uuids), **named})


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Outside of the test client, the end of a request would close the connection that the test is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("name", COMING)
def test_every_call(matrix: Matrix, name: str) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"Host": "testserver"})
    headers = _asked(matrix, matrix.visitors[name])
    failures: list[str] = []
    for found in document.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # a call that it cannot read raises
        try:
            _try(operation, headers, _known(matrix))
        except (FailureGroup, Exception) as error:
            failures.append(f"{operation.method.upper()} {operation.path}: {str(error)[:1500]}")
    assert not failures, "\n\n".join(failures)


def _try(operation: Any, headers: dict[str, str], known: st.SearchStrategy[dict[str, str]]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), there=st.none() | known)
    def ask(case: Any, there: dict[str, str] | None) -> None:
        if there is not None and case.path_parameters:
            case.path_parameters = {key: there.get(key, value) for key, value in case.path_parameters.items()}
        with transaction.atomic():  # taken back, so that the next example finds the same world
            try:
                case.call_and_validate(headers=headers, checks=CHECKS)
            finally:
                transaction.set_rollback(True)

    ask()
