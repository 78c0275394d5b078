"""The page of a notebook, its versions, its file, its star."""

import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.actions import trash
from gallery.notebooks.models import Notebook, Star

from server.tests.pages.counting import Counting

Enter = Callable[[User | None], Client]


def address(notebook: Notebook, page: str = "") -> str:
    """An address below a notebook's."""
    return f"/notebooks/{notebook.uuid}/{page}" if page else notebook.get_absolute_url()


def without_accidents(html: str, notebook: object) -> str:
    """A page without what differs by its address or by chance."""
    return re.sub(r'value="[\w]{64}"', "", html).replace(str(notebook), "ID")


def test_a_guest_reads_a_public_notebook(public: Notebook, signed_in: Enter) -> None:
    page = signed_in(None).get(address(public))
    assert page.status_code == 200
    assert "<h1>House prices</h1>" in page.text
    assert "Where it became dear." in page.text
    assert f'href="/run/{public.uuid}"' in page.text
    assert 'id="cell-1"' in page.text
    assert "everybody may see it" in page.text
    assert "health unknown" in page.text


def test_the_owner_is_offered_what_owners_do_and_others_are_not(
    public: Notebook, ada: User, grace: User, signed_in: Enter
) -> None:
    edit, bin_ = address(public, "edit"), address(public, "trash")
    assert edit in (mine := signed_in(ada).get(address(public)).text)
    assert bin_ in mine
    assert edit not in (theirs := signed_in(grace).get(address(public)).text)
    assert bin_ not in theirs


@pytest.mark.parametrize("page", ["", "history", "download", "edit"])
def test_a_hidden_notebook_answers_like_an_absent_one(
    private: Notebook, grace: User, signed_in: Enter, page: str
) -> None:
    absent = uuid4()
    browser = signed_in(grace)
    hidden = browser.get(address(private, page or private.slug))
    missing = browser.get(f"/notebooks/{absent}/{page or private.slug}")
    assert hidden.status_code == missing.status_code == 404
    assert without_accidents(hidden.text, private.uuid) == without_accidents(missing.text, absent)
    assert hidden.headers.keys() == missing.headers.keys()


@pytest.mark.parametrize("verb", ["star", "unstar", "trash", "restore", "edit"])
def test_a_hidden_notebook_takes_no_orders(private: Notebook, grace: User, signed_in: Enter, verb: str) -> None:
    assert signed_in(grace).post(address(private, verb), {"version": "1"}).status_code == 404
    private.refresh_from_db()
    assert private.trashed_at is None


def test_a_notebook_in_the_trash_is_not_there(public: Notebook, ada: User, signed_in: Enter) -> None:
    trash(notebook=public, by=ada)
    assert signed_in(ada).get(address(public)).status_code == 404


def test_another_slug_leads_to_the_right_one_with_its_version(public: Notebook, signed_in: Enter) -> None:
    for path in (f"/notebooks/{public.uuid}", f"/notebooks/{public.uuid}/old-title"):
        answer = signed_in(None).get(f"{path}?version=1")
        assert (answer.status_code, answer["Location"]) == (302, f"{address(public)}?version=1")


def test_a_notebook_called_like_one_of_its_pages_is_still_readable(
    ada: User, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    notebook = write(ada, title="History", public=True)
    page = signed_in(None).get(address(notebook))
    assert page.status_code == 200
    assert "<h1>History</h1>" in page.text
    assert 'id="cell-1"' in page.text


@pytest.mark.parametrize("version", ["0", "2", "-1", "x", "", "99999999999999999999", "1e3", "\uff11"])
def test_versions_that_do_not_exist(public: Notebook, signed_in: Enter, version: str) -> None:
    for path in (address(public), address(public, "download")):
        assert signed_in(None).get(path, {"version": version}).status_code == 404


@pytest.mark.parametrize("bad", ["not-a-uuid", "00000000", "%00", "..%2f..%2fetc"])
def test_bad_ids_do_not_exist(db: None, signed_in: Enter, bad: str) -> None:
    assert signed_in(None).get(f"/notebooks/{bad}").status_code == 404
    assert signed_in(None).get(f"/notebooks/{bad}/x").status_code == 404


def test_the_file_is_clean_and_can_do_nothing(public: Notebook, signed_in: Enter) -> None:
    answer = signed_in(None).get(address(public, "download"))
    assert [cell["source"] for cell in json.loads(answer.content)["cells"]] == ["import pandas", "2 + 2"]
    assert answer["Content-Disposition"] == 'attachment; filename="house-prices.ipynb"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_star_works_without_script_and_with(public: Notebook, grace: User, signed_in: Enter) -> None:
    browser = signed_in(grace)
    plain = browser.post(address(public, "star"))
    assert (plain.status_code, plain["Location"]) == (302, address(public))
    assert Star.objects.filter(person=grace, notebook=public).exists()
    piece = browser.post(address(public, "unstar"), headers={"HX-Request": "true"})
    assert piece.status_code == 200
    assert 'aria-pressed="false"' in piece.text
    assert "<html" not in piece.text
    assert not Star.objects.filter(notebook=public).exists()


def test_a_guest_who_stars_is_told_to_sign_in(public: Notebook, signed_in: Enter) -> None:
    answer = signed_in(None).post(address(public, "star"))
    assert answer.status_code == 401
    assert "/account/sign-in" in answer.text


@pytest.mark.parametrize("verb", ["star", "unstar", "trash", "untrash", "restore"])
def test_orders_are_posts(public: Notebook, ada: User, signed_in: Enter, verb: str) -> None:
    answer = signed_in(ada).get(address(public, verb))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "<html" in answer.text


def test_what_authors_type_is_never_markup(ada: User, write: Callable[..., Notebook], signed_in: Enter) -> None:
    evil = "<script>alert(1)</script>"
    ada.full_name = ada.about = evil
    ada.save()
    notebook = write(ada, evil, title=evil, public=True, description=evil, tags=[evil])
    browser = signed_in(ada)
    own = [address(notebook), *(address(notebook, page) for page in ("history", "edit"))]
    for path in [
        *own,
        "/",
        "/notebooks/",
        "/people/ada",
        "/people/",
        "/tags/",
        "/account/",
        f"/notebooks/?q={evil}&tag={evil}",
    ]:
        assert "<script>alert" not in browser.get(path).text, path


def test_folded_cells_are_folded(public: Notebook, signed_in: Enter) -> None:
    assert public.head is not None
    place = public.head.cells.get(position=1)
    place.metadata = {"jupyter": {"source_hidden": True}}
    place.save()
    page = signed_in(None).get(address(public)).text
    assert page.count("Show the code") == 1


@pytest.mark.parametrize(("who", "queries"), [("guest", 4), ("ada", 6)])
def test_the_page_asks_a_fixed_number_of_questions(
    public: Notebook, ada: User, signed_in: Enter, counting: Counting, who: str, queries: int
) -> None:
    browser = signed_in(ada if who == "ada" else None)
    browser.get(address(public))  # from now on the cells are rendered
    with counting() as counts:
        assert browser.get(address(public)).status_code == 200
    assert (counts.view, counts.rendering) == (queries, 0)
