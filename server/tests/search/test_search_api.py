"""The search API: works, nobody, narrow token, bad input, wrong method."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from gallery.accounts.models import User
from gallery.lib.permissions import Permission
from gallery.notebooks.models import Notebook

Write = Callable[..., Notebook]
Bearer = Callable[..., dict[str, str]]
NOTEBOOKS, SUGGEST = "/api/v1/notebooks", "/api/v1/suggest"


def test_a_found_notebook(client: Client, ada: User, write: Write, bearer: Bearer) -> None:
    notebook = write(ada, "a < find_me", title="T", tags=["geo"])
    body = client.get(NOTEBOOKS, {"q": "findMe"}, headers=bearer(ada)).json()
    assert (body["total"], body["page"]) == (1, 1)
    (item,) = body["items"]
    assert item.pop("updated")
    assert item == {
        "uuid": str(notebook.uuid),
        "title": "T",
        "question": "",
        "snippet": "a &lt; <mark>find_me</mark>",
        "cell": 1,
        "owner": "ada",
        "group": None,
        "organisation": None,
        "tags": ["geo"],
        "language": "python",
        "health": "undetermined",
        "stars": 0,
        "runs": 0,
        "revision": 1,
        "deprecated": False,
        "url": settings.CONFIG.url + notebook.get_absolute_url(),
    }


def test_snippets_are_safe_html_without_words_too(client: Client, ada: User, write: Write) -> None:
    write(ada, description="a < b & c", public=True)
    assert client.get(NOTEBOOKS).json()["items"][0]["snippet"] == "a &lt; b &amp; c"


def test_conditions_and_pages(client: Client, ada: User, write: Write, bearer: Bearer) -> None:
    for number in range(5):
        write(ada, "import pandas", title=f"{number}", tags=["geo"])
    write(ada, title="other")
    asked = {"tag": "geo", "language": "python", "owner": "ada", "imports": "pandas", "sort": "title"}
    body = client.get(NOTEBOOKS, asked | {"page": "2", "page_size": "2"}, headers=bearer(ada)).json()
    assert ([item["title"] for item in body["items"]], body["total"], body["page"]) == (["2", "3"], 5, 2)


def test_suggestions(client: Client, ada: User, write: Write, bearer: Bearer) -> None:
    notebook = write(ada, title="Earthquakes")
    assert client.get(SUGGEST, {"q": "erthq"}, headers=bearer(ada)).json() == {
        "items": [
            {
                "kind": "notebook",
                "title": "Earthquakes",
                "url": settings.CONFIG.url + notebook.get_absolute_url(),
                "detail": "Ada Brandt",
            }
        ]
    }
    assert client.get(SUGGEST).json() == {"items": []}


@pytest.mark.parametrize("path", [NOTEBOOKS, SUGGEST])
def test_nobody_sees_what_is_public(client: Client, ada: User, write: Write, path: str) -> None:
    write(ada, title="Findme private")
    write(ada, title="Findme public", public=True)
    titles = [item["title"] for item in client.get(path, {"q": "findme"}).json()["items"]]
    assert titles == ["Findme public"]


@pytest.mark.parametrize("path", [NOTEBOOKS, SUGGEST])
def test_a_token_needs_the_scope(client: Client, ada: User, bearer: Bearer, path: str) -> None:
    answer = client.get(path, headers=bearer(ada, Permission.NOTEBOOKS_WRITE))
    assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")
    assert client.get(path, headers={"Authorization": "Bearer nonsense"}).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "100001"}, {"page_size": "0"}, {"page_size": "101"},
        {"sort": "sideways"}, {"q": "a" * 401}, {"tag": "a" * 401},
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_what_cannot_be_meant_is_a_problem(client: Client, wrong: dict[str, str]) -> None:
    answer = client.get(NOTEBOOKS, wrong)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert next(iter(wrong)) in answer.json()["detail"]


@pytest.mark.parametrize(("path", "status"), [(NOTEBOOKS, 405), (SUGGEST, 405)])
@pytest.mark.django_db
def test_wrong_methods(client: Client, ada: User, bearer: Bearer, path: str, status: int) -> None:
    assert client.delete(path, headers=bearer(ada)).status_code == status


def test_saving_at_the_same_address_still_works(
    client: Client, ada: User, bearer: Bearer, raw_notebook: Callable[..., object]
) -> None:
    body = {"content": raw_notebook("1 + 1"), "title": "Saved"}
    answer = client.post(NOTEBOOKS, body, content_type="application/json", headers=bearer(ada))
    assert answer.status_code == 201
    assert client.get(NOTEBOOKS, {"q": "saved"}, headers=bearer(ada)).json()["total"] == 1
