"""Where else a cell appears, and who learns of it; a word to whoever saves what is there already."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from commonplace_clean import Cleaned, cell_hash
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks import shaping
from gallery.notebooks.actions import save_revision, trash
from gallery.notebooks.copies import copies_of
from gallery.notebooks.elsewhere import also_elsewhere, elsewhere
from gallery.notebooks.models import CellShape, Notebook
from gallery.notebooks.shaping import shape_earlier_cells

from server.tests.pages.counting import count

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
CODE = 'late = spark.read.parquet("trips").filter("delay > 5")\nlate.count()'
NEAR = "slow = spark.read.parquet('rides').filter('delay > 9')  # slow\nslow.count()"
LONG = [f"a{n} = load({n})\na{n}.plot(kind='line', title='t').save_{n}()" for n in range(5)]


def titles(places: Any) -> list[str]:
    return sorted(one.card.title for one in places)


def test_identical_and_almost_identical(ada: User, grace: User, write: Write) -> None:
    here = write(ada, CODE, "print('once')", title="Here")
    write(grace, "first()", CODE, CODE, title="Same", public=True)
    write(grace, NEAR, title="Near", public=True)
    write(grace, CODE, NEAR, title="Both", public=True)
    write(grace, "other()", title="Other", public=True)
    found = elsewhere(ada, here.uuid, cell_hash(CODE))
    assert (titles(found.items), titles(found.near)) == (["Both", "Same"], ["Near"])
    assert {one.card.title: one.number for one in found.items} == {"Both": 1, "Same": 2}
    assert "slow" in found.near[0].html
    assert (found.total, found.near_total) == (2, 1)
    assert elsewhere(ada, here.uuid, cell_hash("print('once')")).total == 0


def test_only_what_the_reader_may_find_is_shown_and_counted(
    ada: User, grace: User, otto: User, write: Write, signed_in: Enter, bearer: Callable[..., dict[str, str]]
) -> None:
    here = write(ada, CODE, title="Here", public=True)
    for title, code in (("Same canary", CODE), ("Near canary", NEAR)):
        write(grace, code, title=title)
    trash(notebook=write(grace, CODE, title="Trash canary", public=True), by=grace)
    path = f"/notebooks/{here.uuid}/cells/{cell_hash(CODE)}/elsewhere"
    page = signed_in(otto).get(path).text
    told = Client().get(f"/api/v1{path}", headers=bearer(otto)).json()
    assert "canary" not in page
    assert "Nowhere else" in page
    assert (told["total"], told["near_total"], told["items"], told["near"]) == (0, 0, [], [])
    assert "Same canary" in signed_in(grace).get(path).text
    assert "Near canary" in signed_in(grace).get(path).text


def test_a_hash_opens_no_notebook(ada: User, otto: User, write: Write, signed_in: Enter) -> None:
    """Whoever guesses code learns nothing of whether a notebook that they may not read has it."""
    mine, hidden = write(otto, "mine()"), write(ada, CODE)
    browser = signed_in(otto)
    for uuid in (mine.uuid, hidden.uuid):
        for source in (CODE, "nowhere()"):
            assert browser.get(f"/notebooks/{uuid}/cells/{cell_hash(source)}/elsewhere").status_code == 404


def test_only_current_versions_count(ada: User, grace: User, write: Write, cleaned: Callable[..., Cleaned]) -> None:
    here, there = write(ada, CODE, title="Here"), write(grace, CODE, title="There", public=True)
    save_revision(notebook=there, by=grace, cleaned=cleaned("changed()"), base=1)
    save_revision(notebook=here, by=ada, cleaned=cleaned("changed()"), base=1)
    assert elsewhere(ada, here.uuid, cell_hash(CODE)).total == 0
    assert titles(elsewhere(ada, here.uuid, cell_hash("changed()")).items) == ["There"]


def test_the_link_and_what_the_page_costs(ada: User, write: Write, signed_in: Enter) -> None:
    here = write(ada, CODE, title="Here")
    for number in range(30):
        write(ada, CODE, title=f"Same {number}")
        write(ada, NEAR, title=f"Near {number}")
    path = f"/notebooks/{here.uuid}/cells/{cell_hash(CODE)}/elsewhere"
    browser = signed_in(ada)
    assert f'href="{path}"' in browser.get(here.get_absolute_url()).text
    browser.get(path)
    with count() as counts:
        page = browser.get(path).text
    assert (counts.view <= 19, counts.rendering) == (True, 0), counts
    assert "In 30 other notebooks that you can see. Almost the same in 30 more." in " ".join(page.split())
    assert browser.get(f"{path}?page=2").text.count("Same ") == 6


def test_cells_from_before_get_their_shape(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shaping, "_done_to", 0)
    monkeypatch.setattr(shaping, "AT_ONCE", 2)
    for number in range(3):
        write(ada, CODE if number else NEAR)
    before = sorted(CellShape.objects.values_list("cell", "shape", "size"))
    CellShape.objects.all().delete()
    assert [shape_earlier_cells() for _ in range(3)] == [2, 1, 0]
    assert sorted(CellShape.objects.values_list("cell", "shape", "size")) == before
    assert len(before) == 2


# Near-copies


def test_a_near_copy_is_told_of(
    ada: User, grace: User, otto: User, write: Write, cleaned: Callable[..., Cleaned]
) -> None:
    write(grace, *LONG, title="Almost", public=True)
    write(grace, *LONG[:2], "z = other(1)\nz.thing(2, 3, kind='bar', title='u')", title="Little", public=True)
    write(grace, *LONG, title="Hidden canary")
    mine = cleaned(*LONG[:4], "import this")
    found = copies_of(mine.notebook, ada)
    assert [(one.title, one.percent) for one in found.items] == [("Almost", 80)]
    assert found.total == 1
    assert copies_of(mine.notebook, grace).total == 2
    assert copies_of(cleaned("print(1)", "import pandas as pd").notebook, ada).total == 0


def test_the_upload_page_says_so_and_saves_all_the_same(
    ada: User, grace: User, write: Write, signed_in: Enter, raw_notebook: Callable[..., Any]
) -> None:
    for number in range(4):
        write(grace, *LONG, title=f"Already {number}", public=True)
    file = SimpleUploadedFile("mine.ipynb", json.dumps(raw_notebook(*LONG)).encode())
    page = signed_in(ada).post("/upload", {"file": file}).text
    assert "There are already 4 like this:" in page
    assert page.count("100 % of the code is alike") == 3


def test_the_api_says_so_before_and_after(
    ada: User, grace: User, write: Write, bearer: Callable[..., dict[str, str]], raw_notebook: Callable[..., Any]
) -> None:
    write(grace, *LONG, title="Already", public=True)
    write(grace, *LONG, title="Hidden canary")
    program = Client(headers=bearer(ada))
    body = {"content": raw_notebook(*LONG)}
    before = program.post("/api/v1/similar", body, content_type="application/json")
    assert (before.status_code, before.json()["total"]) == (200, 1)
    assert Notebook.objects.count() == 2
    saved = program.post("/api/v1/notebooks", body, content_type="application/json")
    assert saved.status_code == 201
    assert [(one["title"], one["percent"]) for one in saved.json()["similar"]] == [("Already", 100)]
    assert "canary" not in before.content.decode() + saved.content.decode()
    assert program.post("/api/v1/similar", {"content": 1}, content_type="application/json").status_code == 422


def test_the_cells_of_a_notebook_say_in_how_many_others_they_stand(
    ada: User, grace: User, write: Write, signed_in: Enter, cleaned: Callable[..., Cleaned]
) -> None:
    here = write(ada, "first()", CODE, "", CODE, NEAR, title="Here", public=True)
    write(grace, CODE, CODE, "", title="Twice is one", public=True)
    save_revision(notebook=write(grace, "first()", public=True), by=grace, cleaned=cleaned("other()"), base=1)
    write(grace, CODE, title="Hidden")
    for person, places in ((ada, 1), (grace, 2)):
        with count() as counts:
            found = also_elsewhere(person, here.uuid, None).cells
        assert [(one.number, one.count) for one in found] == [(2, places), (4, places)]
        assert counts.total <= 4  # rights, version, and one for all cells
    part = signed_in(ada).get(f"/notebooks/{here.uuid}/elsewhere", headers={"HX-Request": "true"}).text
    assert part.count("hx-swap-oob") == 2
    assert 'id="elsewhere-2" hx-swap-oob="true"' in part
    assert "Also in 1 other notebook" in part
    page = signed_in(ada).get(here.get_absolute_url()).text
    assert 'id="elsewhere-2"' in page
    assert f'hx-get="/notebooks/{here.uuid}/elsewhere"' in page
    assert "Cell 4" in signed_in(ada).get(f"/notebooks/{here.uuid}/elsewhere").text
    assert signed_in(ada).get(f"/notebooks/{write(grace).uuid}/elsewhere").status_code == 404
