"""Single cells that answer a question: the best of the best notebooks, and never one that may not be found."""

from collections.abc import Callable

from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.actions import save_revision
from gallery.notebooks.models import Notebook
from gallery.search import cells as room
from gallery.search.cells import find_cells

Write = Callable[..., Notebook]
DRAW = "figure = draw_map(stations)\nfigure.save()"


def test_the_cell_with_most_of_the_words(ada: User, otto: User, write: Write) -> None:
    write(ada, "import this", "stations = load()", DRAW, title="Stations on a map", public=True)
    found = find_cells(otto, "draw stations map")
    assert (found[0].card.title, found[0].number, found[0].source) == ("Stations on a map", 3, DRAW)
    assert [one.words for one in found] == sorted((one.words for one in found), reverse=True)
    assert [one.number for one in found] == [3, 2]


def test_hidden_and_earlier_cells_are_not_there(
    ada: User, otto: User, write: Write, cleaned: Callable[..., object], bearer: Callable[..., dict[str, str]]
) -> None:
    write(ada, "zebra(1)  # canary", title="Canary")
    changed = write(ada, "zebra(2)", title="Changed", public=True)
    save_revision(notebook=changed, by=ada, cleaned=cleaned("lion(2)\nzebra.count()"), base=1)  # type: ignore[arg-type]
    told = Client().get("/api/v1/cells?q=zebra", headers=bearer(otto)).json()["items"]
    assert [(one["title"], one["source"], one["number"]) for one in told] == [("Changed", "lion(2)\nzebra.count()", 1)]
    assert told[0]["url"].endswith("#cell-1")
    assert len(Client().get("/api/v1/cells?q=zebra", headers=bearer(ada)).json()["items"]) == 2


def test_cells_are_narrowed_as_notebooks_are(ada: User, write: Write) -> None:
    write(ada, "zebra(1)", title="P", public=True)
    write(ada, "zebra(2)", title="R", language="r", public=True)

    def told(narrowed: str) -> list[str]:
        return [one["title"] for one in Client().get(f"/api/v1/cells?q=zebra&{narrowed}").json()["items"]]

    assert told("language=r") == ["R"]
    assert told("health=healthy") == []
    assert sorted(told("language=&health=")) == ["P", "R"]
    assert Client().get("/api/v1/cells?q=zebra&health=bad").status_code == 422


def test_prose_long_code_and_no_words_give_nothing(ada: User, write: Write) -> None:
    write(ada, "zebra in prose", kind="markdown", public=True)
    write(ada, "zebra(1)\n" * room.LONGEST, public=True)
    for words in ("zebra", "", "?!", "-zebra", "tag:maps"):
        assert find_cells(ada, words) == ()
