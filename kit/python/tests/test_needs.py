"""Packages that a notebook needs: from the operator's index and list alone, into a folder of the person's own."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import commonplace as cp
import pytest
from commonplace.errors import KitError, PackageFailed, PackageRefused, WrongCatalogue

from kit.python.tests.package_index import Index, package_index

Allow = Callable[..., Path]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """The operator's index."""
    with package_index(tmp_path / "index") as served:
        yield served


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of one's own; afterwards Python knows nothing of what was added."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COMMONPLACE_PACKAGES", raising=False)
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield tmp_path / "home"
    for name in set(sys.modules) - before:
        if name.startswith("cpt_"):
            del sys.modules[name]


@pytest.fixture
def allow(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Allow:
    """Writes the operator's list, and makes it the session's."""

    def write(**packages: str) -> Path:
        path = tmp_path / "packages.toml"
        lines = [f'index = "{index.url}"', f'record = "{tmp_path / "record.jsonl"}"', "[packages]"]
        path.write_text("\n".join([*lines, *(f'{name} = "{bound}"' for name, bound in packages.items())]))
        monkeypatch.setenv("COMMONPLACE_PACKAGES", str(path))
        return path

    return write


def recorded(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]


def added(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob("*.py"))


def test_what_is_missing_is_installed_and_recorded(index: Index, allow: Allow, home: Path, tmp_path: Path) -> None:
    allow(cpt_lines=">=1,<2", cpt_words="")
    for version in ("0.9", "1.4", "2.0"):
        index.wheel("cpt_lines", version, needs=["cpt_words>=3", "narwhals>=1"])
    index.wheel("cpt_words", "3.1")
    said = cp.need("cpt-lines>=0.5")
    assert [row[:2] for row in said.rows] == [("cpt-lines", "1.4"), ("cpt-words", "3.1")]
    assert importlib.import_module("cpt_lines").VERSION == "1.4"
    assert added(home) == ["cpt_lines.py", "cpt_words.py"], "and none of what the environment has"
    [line] = recorded(tmp_path)
    assert (line["person"], line["notebook"], line["outcome"]) == ("ada", "First look.ipynb", "installed")
    assert (line["asked"], sorted(line["installed"])) == (["cpt-lines>=0.5"], ["cpt-lines==1.4", "cpt-words==3.1"])
    index.asked.clear()
    assert [row[2] for row in cp.need("cpt_lines<2").rows] == ["was there"]
    assert index.asked == []


def test_what_the_list_does_not_hold_is_refused(index: Index, allow: Allow, home: Path, tmp_path: Path) -> None:
    allow(cpt_lines="", cpt_old="<2")
    index.wheel("cpt_lines", "1.0", needs=["cpt_words"])
    index.wheel("cpt_words", "3.1")
    index.wheel("cpt_old", "2.0")
    for asked, why in (("cpt_words", "“cpt_words” may not"), ("cpt_lines", "“cpt-words” may not")):
        with pytest.raises(PackageRefused, match=f"{why} be installed here: the list of packages does not hold it"):
            cp.need(asked)
    with pytest.raises(PackageFailed, match=r"nothing was changed.*Allowed here: cpt_old <2"):
        cp.need("cpt_old")
    assert added(home) == []
    assert [line["installed"] for line in recorded(tmp_path)] == [[], [], []]
    assert "may not be installed here" in recorded(tmp_path)[0]["outcome"]


@pytest.mark.parametrize(
    "text",
    [
        "cpt_lines @ http://127.0.0.1:9/cpt_lines-1.0-py3-none-any.whl",
        "http://127.0.0.1:9/cpt_lines-1.0-py3-none-any.whl",
        "./cpt_lines",
        "--index-url=http://127.0.0.1:9",
        "cpt_lines --pre",
        "cpt_lines\n--extra-index-url=http://127.0.0.1:9",
        "cpt_lines; python_version > '3'",
        "",
    ],
)
def test_only_names_and_versions_are_taken(text: str, index: Index, allow: Allow) -> None:
    allow(cpt_lines="")
    with pytest.raises(PackageRefused, match="is not taken: write a name and versions"):
        cp.need(text)
    assert index.asked == []


def test_no_other_index_is_asked(
    index: Index, allow: Allow, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(cpt_lines="")
    index.wheel("cpt_lines", "1.0")
    with package_index(tmp_path / "other") as other:
        other.wheel("cpt_lines", "9.0")
        settings = f"[global]\nextra-index-url = {other.url}\nindex-url = {other.url}\npre = true\n"
        for folder in (home / ".config/pip", home / ".pip", tmp_path / "everybody/pip"):
            folder.mkdir(parents=True)
            (folder / "pip.conf").write_text(settings)
        monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "everybody"))
        monkeypatch.setenv("PIP_CONFIG_FILE", str(home / ".pip/pip.conf"))
        for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
            monkeypatch.setenv(name, f"{other.url}cpt-lines/")
        cp.need("cpt_lines")
        assert other.asked == []
    assert importlib.import_module("cpt_lines").VERSION == "1.0"


def test_nothing_of_a_package_runs_while_it_is_installed(index: Index, allow: Allow, home: Path) -> None:
    allow(cpt_source="")
    index.source_only("cpt_source", "1.0")
    with pytest.raises(PackageFailed, match="No matching distribution"):
        cp.need("cpt_source")
    assert not any("tar.gz" in path for path in index.asked)


def test_what_the_environment_has_is_never_changed(index: Index, allow: Allow, home: Path) -> None:
    allow(narwhals="", cpt_lines="")
    index.wheel("narwhals", "999.0")
    index.wheel("cpt_lines", "1.0", needs=["narwhals>=999"])
    before = metadata.version("narwhals")
    with pytest.raises(PackageRefused, match=f"This environment has narwhals {before}.*Ask whoever runs"):
        cp.need("narwhals>=999")
    with pytest.raises(PackageFailed, match="nothing was changed"):
        cp.need("cpt_lines")
    assert added(home) == []


def test_a_package_that_points_elsewhere_is_refused(index: Index, allow: Allow, tmp_path: Path) -> None:
    allow(cpt_lines="", cpt_words="")
    with package_index(tmp_path / "other") as other:
        other.wheel("cpt_words", "1.0")
        index.wheel("cpt_lines", "1.0", needs=[f"cpt_words @ {other.url}cpt-words/cpt_words-1.0-py3-none-any.whl"])
        with pytest.raises(KitError, match="from an address beside the index"):
            cp.need("cpt_lines")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("index = 5", "“index” is to be an address"),
        ("index = 'file:///tmp'", "“index” is to be an address"),
        ("index = 'http://a/'\nextra = 'http://b/'", "no entry “extra”"),
        ("index = 'http://a/'\n[packages]\ntabulate = 'newest'", "the versions of “tabulate” are written like"),
        ("index = ", "cannot be used"),
        (None, "cannot be opened"),
    ],
)
def test_a_wrong_list_is_told(text: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wrong.toml"
    if text is not None:
        path.write_text(text)
    monkeypatch.setenv("COMMONPLACE_PACKAGES", str(path))
    with pytest.raises(WrongCatalogue, match=why):
        cp.need("cpt_lines")


def test_without_a_list_nothing_is_added() -> None:
    with pytest.raises(PackageRefused, match="COMMONPLACE_PACKAGES names no list"):
        cp.need("cpt_lines")
