"""The catalogue: who sees which source, and one sentence for each mistake in it."""

from pathlib import Path
from typing import Any

import commonplace as cp
import pytest
from commonplace.errors import SourceDenied, SourceNotFound, WrongCatalogue

from kit.python.tests.conftest import Catalogue
from kit.python.tests.world import described

GOOD: dict[str, Any] = {"driver": "parquet", "location": "/nowhere"}


@pytest.mark.usefixtures("some_plays")
def test_one_sees_what_ones_groups_may_use() -> None:
    listed = cp.sources()
    assert [row[0] for row in listed.rows] == ["plays.daily", "titles"]
    assert "salaries" not in repr(listed) + listed._repr_html_()


@pytest.mark.usefixtures("some_plays")
def test_a_listing_says_whose_how_large_and_how_fresh() -> None:
    row = dict(zip(cp.sources().head, cp.sources().rows[1], strict=True))
    assert (row["Owner"], row["Size"]) == ("Playback data, playback@example.org", "25 bytes")
    assert row["Refreshed"].endswith("UTC")


def test_the_operators_words_come_first(catalogue: Catalogue) -> None:
    catalogue({"plays": {**GOOD, "size": "2 billion rows", "refreshed": "every morning"}})
    assert cp.sources().rows[0][3:] == ("2 billion rows", "every morning")


def test_a_source_that_is_away_does_not_hide_the_others(catalogue: Catalogue) -> None:
    catalogue({"plays": GOOD})
    assert cp.sources().rows[0][3:] == ("unknown", "unknown")


@pytest.mark.usefixtures("some_plays")
def test_a_denied_source_says_whom_to_ask() -> None:
    with pytest.raises(SourceDenied, match=r"may not use the source “salaries” yet. Ask Otto, otto@example\.org\."):
        cp.source("salaries")


@pytest.mark.usefixtures("some_plays")
def test_leaving_a_group_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONPLACE_GROUPS", "pricing")
    assert len(cp.sources()) == 0
    with pytest.raises(SourceDenied):
        cp.source("plays.daily")


def test_everybody_means_also_those_in_no_group(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue({"plays": {**GOOD, "groups": "everybody"}})
    monkeypatch.delenv("COMMONPLACE_GROUPS")
    assert cp.source("plays").name == "plays"


@pytest.mark.usefixtures("some_plays")
def test_near_names_are_only_those_that_one_may_use() -> None:
    with pytest.raises(SourceNotFound, match="Did you mean titles"):
        cp.source("title")
    with pytest.raises(SourceNotFound) as told:
        cp.source("salarie")
    assert "salaries" not in str(told.value)


def test_what_an_operator_writes_is_text_in_html(catalogue: Catalogue) -> None:
    catalogue({"plays": {**GOOD, "description": "<img src=x onerror=alert(1)>"}})
    assert "<img" not in cp.sources()._repr_html_()
    assert "&lt;img" in cp.source("plays")._repr_html_()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"owner": None}, "it has no owner"),
        ({"groups": None}, 'it has no groups ("everybody" is possible)'),
        ({"groups": "analysts"}, "its groups are neither"),
        ({"password": "hunter2"}, "name its credentials instead"),
        ({"driver": "punchcard"}, "there is no driver “punchcard”; there are bigquery, csv, duckdb, http"),
        ({"large": "yes"}, "large is true or false"),
    ],
)
def test_a_mistake_is_one_sentence(change: dict[str, Any], said: str, catalogue: Catalogue) -> None:
    catalogue({"plays": {**GOOD, **change}})
    with pytest.raises(WrongCatalogue) as told:
        cp.source("plays").read()
    assert said in str(told.value)
    assert "“plays”" in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [("[sources", "not valid TOML"), ("sources = 3", "must have a table"), ("[sources]\nplays = 3", "it is no table")],
)
def test_a_file_that_is_no_catalogue_is_told(
    text: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text(text)
    monkeypatch.setenv("COMMONPLACE_SOURCES", str(tmp_path / "wrong.toml"))
    with pytest.raises(WrongCatalogue, match=said):
        cp.sources()


def test_no_catalogue_at_all_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(WrongCatalogue, match="COMMONPLACE_SOURCES does not name a catalogue"):
        cp.sources()
    monkeypatch.setenv("COMMONPLACE_SOURCES", str(tmp_path / "gone.toml"))
    with pytest.raises(WrongCatalogue, match="cannot be read: No such file"):
        cp.sources()


def test_the_world_writes_valid_toml() -> None:
    assert 'groups = ["analysts"]' in described({"plays": GOOD})
