"""Who keeps a notebook says that it is deprecated, why, and what to use instead; readers learn what they may know."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.notebooks.deprecation import deprecate
from gallery.notebooks.models import Notebook

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]
Bearer = Callable[..., dict[str, str]]
WHY = "The source was switched off."


def said(notebook: Notebook) -> tuple[bool, str, Any]:
    notebook.refresh_from_db()
    return notebook.deprecated_at is not None, notebook.deprecated_because, notebook.instead


def test_readers_see_why_and_what_to_use_instead(public: Notebook, ada: User, signed_in: Enter, write: Write) -> None:
    newer = write(ada, "3 + 3", title="Newer prices", public=True)
    browser = signed_in(ada)
    form = {"because": WHY, "instead": f"http://testserver{newer.get_absolute_url()}"}
    answer = browser.post(f"/notebooks/{public.uuid}/deprecate", form)
    assert (answer.status_code, answer["Location"]) == (302, public.get_absolute_url())
    page = signed_in(None).get(public.get_absolute_url()).text
    assert "This notebook is deprecated." in page
    assert WHY in page
    assert f'<a href="{newer.get_absolute_url()}">Newer prices</a>' in page
    assert "undeprecate" not in page
    again = browser.get(f"/notebooks/{public.uuid}/deprecate").text
    assert WHY in again
    assert str(newer.uuid) in again


def test_it_can_be_taken_back(public: Notebook, ada: User, signed_in: Enter) -> None:
    deprecate(notebook=public, by=ada, because=WHY)
    assert signed_in(ada).post(f"/notebooks/{public.uuid}/undeprecate").status_code == 302
    assert said(public) == (False, "", None)
    assert "deprecated" not in signed_in(None).get(public.get_absolute_url()).text
    actions = AuditEvent.objects.order_by("at").values_list("action", flat=True)
    assert [one for one in actions if "deprecated" in one] == ["notebook.deprecated", "notebook.undeprecated"]


def test_what_to_use_instead_is_told_only_to_who_may_open_it(
    public: Notebook, private: Notebook, ada: User, otto: User, signed_in: Enter, client: Client, bearer: Bearer
) -> None:
    deprecate(notebook=public, by=ada, instead=private)
    for reader in (None, otto):
        page = signed_in(reader).get(public.get_absolute_url()).text
        assert "This notebook is deprecated." in page
        assert private.title not in page
        assert str(private.uuid) not in page
    told = client.get(f"/api/v1/notebooks/{public.uuid}", headers=bearer(otto)).json()
    assert (told["deprecated"], told["use_instead"]) == (True, None)
    assert private.title in signed_in(ada).get(public.get_absolute_url()).text


@pytest.mark.parametrize("instead", ["nothing like an address", "/notebooks/{missing}/x", "/notebooks/{private}/x"])
def test_an_address_that_the_author_cannot_open_is_refused_and_what_was_typed_is_kept(
    public: Notebook, private: Notebook, ada: User, otto: User, signed_in: Enter, instead: str
) -> None:
    Notebook.objects.filter(pk=public.pk).update(owner=otto)
    typed = instead.format(missing=uuid4(), private=private.uuid)
    answer = signed_in(otto).post(f"/notebooks/{public.uuid}/deprecate", {"because": WHY, "instead": typed})
    assert answer.status_code == 422
    assert "There is no notebook at this address that you can open." in answer.text
    assert WHY in answer.text
    assert typed in answer.text
    assert said(public) == (False, "", None)


def test_who_cannot_see_what_to_use_instead_does_not_lose_it(
    public: Notebook, private: Notebook, ada: User, otto: User, signed_in: Enter
) -> None:
    deprecate(notebook=public, by=ada, instead=private)
    Notebook.objects.filter(pk=public.pk).update(owner=otto)
    signed_in(otto).post(f"/notebooks/{public.uuid}/deprecate", {"because": WHY, "instead": ""})
    assert said(public) == (True, WHY, private)
    Notebook.objects.filter(pk=private.pk).update(visibility="public")
    signed_in(otto).post(f"/notebooks/{public.uuid}/deprecate", {"because": WHY, "instead": ""})
    assert said(public) == (True, WHY, None)


def test_a_notebook_is_not_used_instead_of_itself(public: Notebook, ada: User, signed_in: Enter) -> None:
    form = {"because": "", "instead": str(public.uuid)}
    answer = signed_in(ada).post(f"/notebooks/{public.uuid}/deprecate", form)
    assert answer.status_code == 422
    assert "cannot be used instead of itself" in answer.text


def test_the_reason_is_text_whatever_is_typed(public: Notebook, ada: User, signed_in: Enter) -> None:
    signed_in(ada).post(f"/notebooks/{public.uuid}/deprecate", {"because": "<script>1</script>", "instead": ""})
    page = signed_in(None).get(public.get_absolute_url()).text
    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "<script>1" not in page


def test_the_api_says_it_and_takes_it_back(public: Notebook, ada: User, client: Client, bearer: Bearer) -> None:
    def change(body: dict[str, Any]) -> Any:
        address = f"/api/v1/notebooks/{public.uuid}"
        return client.patch(address, json.dumps(body), content_type="application/json", headers=bearer(ada))

    told = change({"deprecated": True, "deprecated_because": WHY}).json()
    assert (told["deprecated"], told["deprecated_because"], told["use_instead"]) == (True, WHY, None)
    listed = client.get("/api/v1/notebooks", headers=bearer(ada)).json()
    assert (listed["items"], listed["total"], listed["deprecated"]) == ([], 0, 1)
    shown = client.get("/api/v1/notebooks?deprecated=show", headers=bearer(ada)).json()
    assert [one["deprecated"] for one in shown["items"]] == [True]
    assert change({"title": "Half", "deprecated": True, "use_instead": str(uuid4())}).status_code == 422
    public.refresh_from_db()
    assert public.title == "House prices", "a call that is refused changes nothing"
    assert change({"deprecated": False}).json()["deprecated"] is False


def test_the_list_says_how_many_are_hidden_and_shows_them(public: Notebook, ada: User, signed_in: Enter) -> None:
    deprecate(notebook=public, by=ada)
    page = signed_in(None).get("/notebooks/?q=house").text
    assert "1 deprecated notebook is hidden." in page
    assert public.title not in page
    assert "What was found is deprecated" in page
    assert "Nothing found" not in page
    shown = signed_in(None).get("/notebooks/?q=house&deprecated=show").text
    assert public.get_absolute_url() in shown
    assert "Deprecated notebooks are shown too" in shown
