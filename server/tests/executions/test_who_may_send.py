"""Who may tell of executions, and what the operator decides."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.actions import deactivate
from gallery.accounts.models import User
from gallery.executions.actions import receive
from gallery.executions.models import Execution
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook
from gallery.site.config import WrongSetting, read_config

from server.tests.executions.conftest import item, report, told

Write = Callable[..., Notebook]
Send = Callable[..., Any]
PATH = "/api/v1/executions"


def test_nobody(client: Client, ada: User, write: Write) -> None:
    body = json.dumps({"items": [item(write(ada, public=True))]})
    assert client.post(PATH, body, content_type="application/json").status_code == 401
    assert client.get("/api/v1/recording").status_code == 401


def test_a_token_without_the_scope(client: Client, ada: User, write: Write, bearer: Any) -> None:
    headers = bearer(ada, Permission.NOTEBOOKS_READ, Permission.NOTEBOOKS_WRITE)
    answer = client.post(PATH, {"items": [item(write(ada))]}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")
    assert client.get("/api/v1/recording", headers=headers).status_code == 403
    assert not Execution.objects.exists()


def test_another_method(client: Client, ada: User, bearer: Any) -> None:
    assert client.get(PATH, headers=bearer(ada)).status_code == 405


def test_somebody_who_was_deactivated(ada: User, admin: User, write: Write, send: Send) -> None:
    notebook = write(ada)
    send(ada, item(notebook))
    deactivate(person=ada, by=admin.username)
    assert send(ada, item(notebook)).status_code == 401
    assert Execution.objects.count() == 1  # what was told stays


def test_admin_mode_is_for_looking(ada: User, admin: User, write: Write) -> None:
    admin.elevated = True
    assert vars(receive(person=admin, reports=[report(write(ada))])) == told(unknown=1)
    assert admin.elevated


def test_recording_can_be_off(
    client: Client, ada: User, write: Write, send: Send, configured: Any, bearer: Any
) -> None:
    notebook, headers = write(ada), bearer(ada)
    assert client.get("/api/v1/recording", headers=headers).json() == {"record": True, "causes": True}
    configured(record_executions=False)
    assert client.get("/api/v1/recording", headers=headers).json() == {"record": False, "causes": False}
    assert send(ada, item(notebook)).json() == told(unknown=1)
    assert not Execution.objects.exists()


def test_causes_can_be_off(client: Client, ada: User, write: Write, send: Send, configured: Any, bearer: Any) -> None:
    notebook = write(ada)
    configured(record_causes=False)
    assert client.get("/api/v1/recording", headers=bearer(ada)).json() == {"record": True, "causes": False}
    assert send(ada, item(notebook, success=False, cause="memory")).json() == told(accepted=1)
    assert (Execution.objects.get().success, Execution.objects.get().cause) == (False, "")


@pytest.mark.parametrize("name", ["COMMONPLACE_RECORD_EXECUTIONS", "COMMONPLACE_RECORD_CAUSES"])
def test_the_settings(name: str) -> None:
    field = name.removeprefix("COMMONPLACE_").lower()
    assert getattr(read_config({}), field) is True
    assert getattr(read_config({name: "false"}), field) is False
    with pytest.raises(WrongSetting, match=f"{name}=perhaps is neither true nor false"):
        read_config({name: "perhaps"})
