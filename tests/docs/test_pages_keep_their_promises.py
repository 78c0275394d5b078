"""Whatever a page names exists: commands, settings, scopes, calls, addresses, events, files, other pages."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import written
from tests.docs.promises import wrong_commands, wrong_labels, wrong_names
from tools.surroundings import ROOT

PAGES = written()
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def test_there_are_pages_for_each_question() -> None:
    rooms = {path.parts[1] for path in PAGES if len(path.parts) > 2}
    assert {"tutorials", "how-to", "explanation"} <= rooms


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_command_is_one(path: Path) -> None:
    assert list(wrong_commands((ROOT / path).read_text())) == []


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_everything_named_exists(path: Path) -> None:
    assert list(wrong_names((ROOT / path).read_text())) == []


@pytest.mark.parametrize(
    "planted",
    [
        "```sh\ncommonplace import notebooks/\n```\n",
        "```sh\ncommonplace imports notebooks/ --owner ada\n```\n",
        "```sh\nDATABASE_URL= commonplace user make ada\n```\n",
        "```sh\nexport TOKEN=$(commonplace token create ada --scope notebooks:delete)\n```\n",
        "See `commonplace start`.",
        "Run `python -m tools.referense`.",
    ],
)
def test_a_planted_command_is_caught(planted: str) -> None:
    assert len(list(wrong_commands(planted))) == 1


@pytest.mark.parametrize(
    "planted",
    [
        "`COMMONPLACE_HOUSE`",
        "`COMMONPLACE_HOUSE=/srv`",
        "`notebooks:delete`",
        "`POST /api/v1/tickets/reedeem`",
        "`DELETE /me`",
        "`/uploads`",
        "`notebook.deleted`",
        "`gallery/notebooks/rights.py`",
    ],
)
def test_a_planted_name_is_caught(planted: str) -> None:
    assert len(list(wrong_names(f"It is {planted} that one needs."))) == 1


@pytest.mark.parametrize("path", [path for path in PAGES if "tutorials" in path.parts], ids=str)
def test_every_button_that_a_tutorial_names_is_there(path: Path) -> None:
    assert list(wrong_labels((ROOT / path).read_text())) == []


def test_a_planted_button_is_caught() -> None:
    assert list(wrong_labels("Choose **Gallery → Commit** or **Run in Jupyter**.")) == ["**Commit** is shown nowhere"]


@pytest.mark.parametrize(
    "harmless",
    [
        "`hub.log`",
        "`metadata.json`",
        "`POST /tickets/redeem`",
        "`/notebooks/UUID/history`",
        "`PORT=9000`",
        "`notebook:UUID`",
    ],
)
def test_what_exists_passes(harmless: str) -> None:
    assert list(wrong_names(f"It is {harmless}.")) == []


def test_every_page_is_found_from_the_first_one() -> None:
    first = (ROOT / "docs/README.md").read_text()
    inside = [path.relative_to("docs") for path in PAGES if path.parts[0] == "docs" and len(path.parts) > 2]
    drawn = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs/reference").glob("*.md")]
    assert [str(path) for path in [*inside, *drawn] if f"({path})" not in first] == []


def test_every_make_target_is_explained_in_the_readme() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()
    assert targets
    assert [target for target in targets if target != "help" and f"make {target}" not in readme] == []


def test_every_picture_says_what_it_shows() -> None:
    pictures = [(path, alt) for path in PAGES for alt, _ in PICTURE.findall((ROOT / path).read_text())]
    assert pictures
    assert [path for path, alt in pictures if len(alt.split()) < 4] == []
