"""Of a notebook that nobody ran: what its code alone says for it, and that it is never called healthy."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from gallery.accounts.models import User
from gallery.health.prehealth import approved_packages
from gallery.health.refreshing import refresh
from gallery.health.signs import Signs, Source, canonical, signs_of
from gallery.notebooks.models import Notebook

from server.tests.health.recording import healed, ran
from server.tests.health.test_computing import tagged

Write = Callable[..., Notebook]
PROSE = Source(code=False, text="# Prices\nRead, then draw.")
GOOD = ("import pandas as pd", "frame = pd.DataFrame()", "frame.plot()")


def signs(*sources: str, language: str = "python", approved: frozenset[str] | None = None, prose: bool = True) -> Signs:
    cells = [PROSE] * prose + [Source(code=True, text=source) for source in sources]
    found = signs_of(cells, language, approved)
    assert found is not None
    return found


def test_everything_speaks_for_it() -> None:
    found = signs(*GOOD, approved=frozenset({"pandas"}))
    assert found == Signs(True, True, True, True, True, True)
    assert found.good


@pytest.mark.parametrize(
    ("sign", "planted"),
    [
        ("parses", "for in x:"),
        ("imports_known", "import left_pad"),
        ("no_absolute_paths", "open('/home/ada/prices.csv')"),
        ("no_absolute_paths", r"open('C:\\Users\\ada\\prices.csv')"),
        ("no_absolute_paths", "frame = f'/data/{1}/x.csv'"),
        ("no_missing_names", "print(framee)"),
        ("no_missing_names", "def draw():\n    return framee"),
        ("in_order", "print(later)"),
    ],
)
def test_what_speaks_against_it(sign: str, planted: str) -> None:
    found = signs(*GOOD, planted, "later = 1", approved=frozenset({"pandas"}))
    against = [name for name in Signs.__dataclass_fields__ if getattr(found, name) is False]
    assert against == [sign]
    assert not found.good


@pytest.mark.parametrize(
    "harmless",
    [
        "%matplotlib inline\n!ls -l\nfiles = !ls\nframe?",
        "%%bash\ncat /etc/passwd",
        "%%time\nframe.head()",
        "from math import pi\nprint(pi)",
        "[row * row for row in range(3)]",
        "def later_used():\n    return made_below",
        "class Point:\n    x = 1\n    y = x + 1",
        "import json as j\nj.dumps({})",
        "url = 'https://example.org/a/b'",
        "await frame.load()",
        "display(_)",
        "def counted():\n    global total\n    total = 1\n    return total",
        "for row in frame:\n    print(row)\nelse:\n    pass",
        "with open('a.csv') as file:\n    file.read()",
        "try:\n    pass\nexcept ValueError as error:\n    print(error)",
        "(n := 3) + n",
        "path = '/'",
        "pattern = '\\d+'",
    ],
)
def test_what_notebooks_do_speaks_for_it(harmless: str) -> None:
    assert signs(*GOOD, harmless, "made_below = 1", approved=frozenset({"pandas"})).good


def test_names_that_code_does_not_show_are_not_missed() -> None:
    for opening in ("from pylab import *", "%run setup.py", "%pylab inline"):
        found = signs(opening, "plot(x)")
        assert (found.no_missing_names, found.in_order) == (None, None)


def test_without_a_list_of_packages_nothing_is_said_of_them() -> None:
    assert signs("import left_pad").imports_known is None


def test_packages_that_come_with_the_language_are_known() -> None:
    assert signs("import json, os.path", approved=frozenset()).imports_known
    assert signs("library(stats)", language="r", approved=frozenset()).imports_known


def test_without_prose_or_with_too_little_it_explains_nothing() -> None:
    assert not signs(*GOOD, prose=False).prose_between_code
    assert signs(*["a = 1"] * 10).prose_between_code
    assert not signs(*["a = 1"] * 11).prose_between_code


def test_r_is_read_as_far_as_brackets_go() -> None:
    assert signs("library(dplyr)\nx <- c(1, 2)", language="r", approved=frozenset({"dplyr"})).good
    assert not signs("x <- c(1, 2", language="r").parses
    assert not signs("x <- 'never ends", language="r").parses
    assert not signs("read.csv('/home/ada/a.csv')", language="r").no_absolute_paths


def test_nothing_is_said_of_other_languages_and_of_prose_alone() -> None:
    assert signs_of([PROSE, Source(code=True, text="1 + 1")], "julia", None) is None
    assert signs_of([PROSE], "python", None) is None


def test_hostile_code_is_no_python_and_nothing_worse() -> None:
    for text in ("(" * 5000, "-" * 100_000 + "1", "x = '\0'", "a" * 1_000_000, "\ud800"):
        signs(text)


def test_the_list_of_packages_is_read_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "packages.txt"
    assert approved_packages(path) is None
    path.write_text("# approved\nscikit-learn sklearn\nRuamel.YAML  # for settings\n")
    assert approved_packages(path) == frozenset({"scikit-learn", "sklearn", "ruamel-yaml"})
    assert canonical("scikit_learn") in (approved_packages(path) or ())
    path.write_text("pandas\n")
    assert approved_packages(path) == frozenset({"pandas"})
    assert approved_packages(None) is None


def test_a_notebook_that_looks_good_is_promising_until_somebody_runs_it(ada: User, now: datetime) -> None:
    notebook = tagged(ada, ("a = 1", ""), ("print(a)", ""), ("1 / 0", "raises-exception"))
    refresh(now)
    notebook.refresh_from_db()
    assert (notebook.health, notebook.health_note) == ("undetermined", "")  # no prose
    _with_prose(notebook)
    row = healed(notebook, now)
    assert (row.status, row.note, row.score, row.shown_score) == ("undetermined", "promising", None, None)
    ran(notebook, ada, "a = 1", at=now, fails="a = 1")
    assert healed(notebook, now).note == ""


def _with_prose(notebook: Notebook) -> None:
    from gallery.health.stale import mark_stale
    from gallery.notebooks.content import cell_digest, packed
    from gallery.notebooks.models import Cell, RevisionCell

    text = "What it does"
    known = {"kind": "markdown", "source_hash": "0" * 64, "body": packed(text), "size": len(text)}
    cell, _ = Cell.objects.get_or_create(digest=cell_digest("markdown", text), defaults=known)
    RevisionCell.objects.create(revision_id=notebook.head_id or 0, position=9, cell=cell, name="prose")
    mark_stale([notebook.pk])


def test_the_setting_is_looked_at(ada: User, write: Write, now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "packages.txt"
    path.write_text("polars\n")
    notes = []
    for source in ("import pandas", "import polars"):
        notebook = write(ada, source)
        _with_prose(notebook)
        object.__setattr__(settings.CONFIG, "approved_packages", path)
        try:
            notes.append(healed(notebook, now).note)
        finally:
            object.__setattr__(settings.CONFIG, "approved_packages", None)
    assert notes == ["", "promising"]
