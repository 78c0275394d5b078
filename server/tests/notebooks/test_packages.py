"""Which notebooks use a package: kept with each save, counted under the reader's rights, found by name."""

from collections.abc import Callable
from typing import Any

import pytest
from commonplace_clean import Cleaned
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks import packages
from gallery.notebooks.actions import save_revision
from gallery.notebooks.models import Notebook, Package
from gallery.search.queries import Question, find

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]


def names(notebook: Notebook) -> list[str]:
    """What it imports, as it is kept."""
    return sorted(notebook.packages.values_list("name", flat=True))


def counted(user: User | None, question: Question | None = None) -> dict[str, int]:
    """The facet of packages."""
    return {one.name: one.count for one in find(user, question or Question()).facets.packages}


def test_what_the_current_version_imports_is_kept(ada: User, write: Write, cleaned: Callable[..., Cleaned]) -> None:
    notebook = write(ada, "import pandas, os\nfrom sklearn.svm import SVC", "%pip list\nimport polars")
    assert names(notebook) == ["pandas", "polars", "sklearn"]  # os comes with Python
    save_revision(notebook=notebook, by=ada, cleaned=cleaned("import polars"), base=1)
    assert names(notebook) == ["polars"]
    assert names(write(ada, "library(dplyr); stats::sd(1)", language="r")) == ["dplyr"]


def test_pages_list_and_count_what_the_reader_may_find(ada: User, grace: User, write: Write, signed_in: Enter) -> None:
    shown = write(ada, "import pandas", title="For all", public=True)
    write(ada, "import pandas, hushhush", title="For me")
    page = signed_in(grace).get("/packages/pandas").text
    assert "Which notebooks use pandas?" in page
    assert ("For all" in page, "For me" in page, "1 notebook<" in page) == (True, False, True)
    assert "2 notebooks<" in signed_in(ada).get("/packages/pandas").text
    assert signed_in(grace).get("/packages/hushhush").status_code == 404
    index = signed_in(grace).get("/packages/").text
    assert ('href="/packages/pandas"' in index, "hushhush" in index) == (True, False)
    assert '<a href="/packages/pandas">pandas</a>' in signed_in(grace).get(shown.get_absolute_url()).text


def test_a_facet_beside_the_answers_follows_rights_and_changes(
    ada: User, grace: User, write: Write, cleaned: Callable[..., Cleaned], signed_in: Enter
) -> None:
    notebook = write(ada, "import pandas", title="Tides", public=True)
    write(ada, "import pandas, geopandas", title="Tides, again")
    write(ada, "import altair", title="Other", public=True)
    assert counted(ada) == {"pandas": 2, "altair": 1, "geopandas": 1}
    assert counted(grace) == {"altair": 1, "pandas": 1}
    assert counted(ada, Question("tides")) == {"pandas": 2, "geopandas": 1}
    save_revision(notebook=notebook, by=ada, cleaned=cleaned("import polars"), base=1)
    assert counted(grace) == {"altair": 1, "polars": 1}
    page = signed_in(grace).get("/notebooks/?imports=polars").text
    assert 'aria-current="true"><span>polars</span><span class="count">1</span>' in page


def test_earlier_notebooks_are_read_by_and_by(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_done_to", 0)
    monkeypatch.setattr(packages, "AT_ONCE", 2)
    made = [write(ada, source, title=source) for source in ("import pandas", "1", "import altair")]
    Package.objects.all().delete()
    assert counted(ada) == {}
    assert [packages.read_earlier_packages() for _ in range(3)] == [2, 1, 0]
    assert [names(one) for one in made] == [["pandas"], [], ["altair"]]
    assert counted(ada) == {"altair": 1, "pandas": 1}  # searches see what was read


def test_a_name_that_is_no_package_fills_no_table(ada: User, write: Write, monkeypatch: Any) -> None:
    assert names(write(ada, f"import {'x' * 101}")) == []
    monkeypatch.setattr(packages, "MOST", 2)
    assert names(write(ada, "import c, b, a")) == ["a", "b"]
