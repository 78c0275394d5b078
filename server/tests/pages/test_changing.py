"""Owners change what is said about a notebook, go back to versions, and use the trash."""

import json
from collections.abc import Callable

from commonplace_clean import clean_notebook
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.actions import save_revision
from gallery.notebooks.models import Notebook

from server.tests.conftest import notebook_json

Enter = Callable[[User | None], Client]
NEW = {"title": "Rents", "description": "What it **costs**.", "tags": "rent, maps", "visibility": "private"}


def second_version(notebook: Notebook, ada: User) -> None:
    """Save another version."""
    cleaned = clean_notebook(json.dumps(notebook_json("3 + 3")).encode())
    save_revision(notebook=notebook, by=ada, cleaned=cleaned, base=1, message="Better sums")


def test_the_owner_changes_title_description_tags_and_readers(public: Notebook, ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    form = browser.get(f"/notebooks/{public.uuid}/edit")
    assert 'value="House prices"' in form.text
    answer = browser.post(f"/notebooks/{public.uuid}/edit", NEW)
    assert (answer.status_code, answer["Location"]) == (302, f"/notebooks/{public.uuid}/rents")
    page = browser.get(answer["Location"]).text
    assert "<strong>costs</strong>" in page
    assert "only you can see it" in page
    assert sorted(tag.name for tag in public.tags.all()) == ["maps", "rent"]


def test_nothing_typed_is_lost_when_the_form_is_wrong(public: Notebook, ada: User, signed_in: Enter) -> None:
    answer = signed_in(ada).post(
        f"/notebooks/{public.uuid}/edit", NEW | {"title": "", "description": "My long thoughts"}
    )
    assert answer.status_code == 422
    assert "My long thoughts" in answer.text
    assert "Give the notebook a title." in answer.text
    public.refresh_from_db()
    assert public.title == "House prices"


def test_readers_may_not_change_anything(public: Notebook, grace: User, signed_in: Enter) -> None:
    browser = signed_in(grace)
    assert browser.get(f"/notebooks/{public.uuid}/edit").status_code == 403
    for verb, data in (("edit", NEW), ("trash", {}), ("restore", {"version": "1"})):
        assert browser.post(f"/notebooks/{public.uuid}/{verb}", data).status_code == 403, verb
    public.refresh_from_db()
    assert (public.title, public.trashed_at) == ("House prices", None)


def test_a_guest_is_led_to_the_sign_in_and_back(public: Notebook, signed_in: Enter) -> None:
    answer = signed_in(None).get(f"/notebooks/{public.uuid}/edit")
    assert (answer.status_code, answer["Location"]) == (302, f"/account/sign-in?next=/notebooks/{public.uuid}/edit")


def test_an_earlier_version_says_so_and_comes_back(public: Notebook, ada: User, grace: User, signed_in: Enter) -> None:
    second_version(public, ada)
    path = f"{public.get_absolute_url()}?version=1"
    assert "You are reading version 1" in (old := signed_in(ada).get(path).text)
    assert "Bring this version back" in old
    assert "Bring this version back" not in signed_in(grace).get(path).text
    assert "Better sums" in signed_in(grace).get(f"/notebooks/{public.uuid}/history").text
    signed_in(ada).post(f"/notebooks/{public.uuid}/restore", {"version": "1"})
    public.refresh_from_db()
    assert public.head is not None
    assert public.head.number == 3
    assert "import pandas" in signed_in(None).get(f"/notebooks/{public.uuid}/download").text


def test_restoring_what_is_no_version(public: Notebook, ada: User, signed_in: Enter) -> None:
    for version in ("", "0", "2", "x", "1 ", "99999999999999999999"):
        assert signed_in(ada).post(f"/notebooks/{public.uuid}/restore", {"version": version}).status_code == 404


def test_to_the_trash_and_back(public: Notebook, ada: User, grace: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert browser.post(f"/notebooks/{public.uuid}/trash")["Location"] == "/trash"
    assert "House prices" in browser.get("/trash").text
    assert "House prices" not in signed_in(grace).get("/trash").text
    assert signed_in(grace).post(f"/notebooks/{public.uuid}/untrash").status_code == 404
    assert browser.post(f"/notebooks/{public.uuid}/untrash")["Location"] == public.get_absolute_url()
    assert signed_in(grace).get(public.get_absolute_url()).status_code == 200


def test_an_empty_trash_explains_itself(grace: User, signed_in: Enter) -> None:
    assert "The trash is empty" in signed_in(grace).get("/trash").text
