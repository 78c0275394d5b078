"""MongoDB, Solr, BigQuery and storage far away: they choose, they see who asks, and nothing means more than itself."""

import datetime as dt
from typing import Any

import commonplace as cp
import pytest
from commonplace.drivers.mongo import matching
from commonplace.drivers.solr import filtering
from commonplace.errors import MissingLibrary, WrongCatalogue, WrongRequest

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.documents import in_sql

SOLR: dict[str, tuple[Any, str]] = {
    "equal": (cp.col("country") == "FR", 'country:"FR"'),
    "a quotation mark and a backslash": (cp.col("country") == '"FR\\', 'country:"\\"FR\\\\"'),
    "a field with signs": (cp.col("plays*:x") == 1, 'plays\\*\\:x:"1"'),
    "above": (cp.col("plays") > 3, 'plays:{"3" TO *}'),
    "at most": (cp.col("day") <= dt.date(2026, 1, 3), 'day:[* TO "2026-01-03T00:00:00Z"]'),
    "among": (cp.col("country").among(["FR", "IT"]), 'country:("FR" "IT")'),
    "missing": (cp.col("plays").is_missing(), "(*:* -plays:[* TO *])"),
    "both": ((cp.col("a") == 1) & (cp.col("b") == True), '(a:"1") AND (b:"true")'),  # noqa: E712
    "one of both": ((cp.col("a") == 1) | (cp.col("b") == 2), '(a:"1" OR b:"2")'),
    "what is left to be checked here": ((cp.col("a") == 1) & (cp.col("b") != 2), '(a:"1")'),
    "one of both, of which one is checked here": ((cp.col("a") == 1) | ~(cp.col("b") == 2), ""),
}


@pytest.mark.parametrize("condition", SOLR)
def test_solr_is_asked_in_its_own_words(condition: str) -> None:
    where, said = SOLR[condition]
    assert filtering(where) == said


def test_the_double_of_solr_reads_these_words() -> None:
    assert in_sql('(country:("FR" "I\\"T")) AND (plays:{"3" TO "7"])') == (
        "(country IN ('FR', 'I\"T')) AND ((plays > '3' AND plays <= '7'))"
    )


def test_mongodb_is_asked_in_its_own_words_and_values_stay_values() -> None:
    assert matching(~((cp.col("a") == "$where") | cp.col("b").is_missing())) == {
        "$and": [{"a": {"$ne": "$where", "$nin": [None]}}, {"b": {"$ne": None}}]
    }
    assert matching(cp.col("day") >= dt.date(2026, 1, 3)) == {"day": {"$gte": dt.datetime(2026, 1, 3)}}  # noqa: DTZ001


def test_what_solr_can_choose_it_chooses_and_the_rest_is_checked_here(everywhere: Places) -> None:
    found = cp.source("solr").read(["title"], (cp.col("country") == "FR") & (cp.col("title") != 4))
    assert found["title"].tolist() == [1, 7, 10]
    assert {tuple(asked["fq"]) for asked in everywhere.asked_of_solr} == {('(country:"FR")',)}
    assert all(asked["fl"] == ["title,country"] for asked in everywhere.asked_of_solr)


@pytest.mark.usefixtures("everywhere")
def test_pages_of_solr_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.drivers.solr.PAGE", 5)
    assert sorted(cp.source("solr").read()["title"]) == list(range(12))


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ["mongodb", "solr"])
def test_chosen_documents_are_fetched_in_parts(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.drivers.documents.AT_ONCE", 3)
    assert sorted(cp.source(engine).sample(fraction=1.0, seed=1)["title"]) == list(range(12))


def test_the_catalogue_can_name_columns_that_few_documents_have(everywhere: Places, catalogue: Catalogue) -> None:
    catalogue({"plays": {**everywhere.sources["mongodb"], "columns": ["title", "rare"]}})
    assert [row[0] for row in cp.source("plays").schema().rows] == ["title", "rare"]
    found = cp.source("plays").read(where=cp.col("rare").is_missing())
    assert (len(found), list(found.columns)) == (12, ["title", "rare"])


def test_bigquery_sees_who_asks_and_gets_one_statement(everywhere: Places) -> None:
    cp.source("bigquery").read(where={"country": "FR"})
    assert everywhere.asked_of_bigquery[0].startswith("/* commonplace person='ada' notebook='First%20look.ipynb'")
    everywhere.asked_of_bigquery.clear()
    with pytest.raises(WrongRequest, match="holds no semicolon"):
        cp.source("bigquery").sql("SELECT 1; DROP TABLE ware.plays")
    assert everywhere.asked_of_bigquery == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "mongodb": (
        {"driver": "mongodb", "location": "mongodb://ada:canaryx1@db/house", "collection": "plays"},
        "its location holds a password",
    ),
    "files": ({"driver": "csv", "location": "webhdfs://ada:canaryx1@host:1/plays"}, "its location holds a password"),
    "storage": (
        {"driver": "csv", "location": "s3://plays", "storage": {"secret": "canaryx1"}},
        "its storage holds a password",
    ),
    "unknown": ({"driver": "csv", "location": "punchcards://plays"}, "no file system is called punchcards://"),
}


@pytest.mark.parametrize("place", WRONG)
def test_a_mistake_of_the_catalogue_is_told(place: str, catalogue: Catalogue) -> None:
    entry, said = WRONG[place]
    catalogue({"plays": entry})
    with pytest.raises(WrongCatalogue, match=said) as told:
        cp.source("plays").read()
    assert "canaryx1" not in str(told.value)


def test_a_library_that_is_not_installed_is_told(catalogue: Catalogue) -> None:
    catalogue({"plays": {"driver": "parquet", "location": "gcs://plays"}})  # nobody here has Google's file system
    with pytest.raises(MissingLibrary, match=r"“plays” needs it \(.*gcsfs.*\)\. Ask whoever runs this environment"):
        cp.source("plays").read()
