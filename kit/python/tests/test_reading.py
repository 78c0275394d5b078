"""Reading a source by name: every kind of place answers the same question with the same rows."""

import datetime as dt
from typing import Any

import commonplace as cp
import pandas as pd
import pytest
from commonplace.errors import SourceFailed, WrongRequest

from kit.python.tests.conftest import Catalogue

FILES, TABLES = ("parquet", "csv", "remote", "s3", "webhdfs"), ("sqlite", "duckdb", "postgresql", "bigquery")
ENGINES = (*FILES, *TABLES, "http", "mongodb", "solr")
QUESTIONS: dict[str, tuple[Any, list[int]]] = {
    "everything": (None, list(range(12))),
    "equal": ({"country": "FR"}, [1, 4, 7, 10]),
    "one of": ({"country": ["FR", "IT"], "title": [1, 2, 3]}, [1, 2]),
    "below": (cp.col("plays") < 13, [0, 1, 2]),
    "between": (cp.col("title").between(3, 5), [3, 4, 5]),
    "missing": (cp.col("plays").is_missing(), [9]),
    "missing, as a word": ({"plays": None}, [9]),
    "other than, which a missing value is not": (~(cp.col("plays") == 10), [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]),
    "none of, which a missing value is not": (~cp.col("plays").among([10, 11]), [2, 3, 4, 5, 6, 7, 8, 10, 11]),
    "neither": (~((cp.col("country") == "FR") | (cp.col("title") > 3)), [0, 2, 3]),
    "hostile text": ({"country": "' OR 1=1 --"}, []),
}


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_question_has_the_same_answer_everywhere(engine: str, question: str) -> None:
    where, titles = QUESTIONS[question]
    found = cp.source(engine).read(["title", "country"], where)
    assert list(found.columns) == ["title", "country"] or found.empty
    assert sorted(found["title"].tolist() if len(found) else []) == titles


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "http"])
def test_days_are_days_everywhere(engine: str) -> None:
    found = cp.source(engine).read(where=cp.col("day") >= dt.date(2026, 1, 3))
    assert sorted(found["title"]) == [8, 9, 10, 11]
    assert list(found.columns) == ["day", "title", "country", "plays"]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_is_kept(engine: str) -> None:
    assert len(cp.source(engine).read(limit=5)) == 5
    assert len(cp.source(engine).read(limit=0)) == 0
    assert len(cp.source(engine).read(where={"country": "FR"}, limit=3)) == 3


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_sql_has_values_by_name(engine: str) -> None:
    found = cp.source(engine).sql(
        "WITH fr AS (SELECT * FROM source WHERE country = :land) SELECT count(*) AS n FROM fr WHERE title > :least;",
        land="FR",
        least=1,
    )
    assert found["n"].tolist() == [3]
    assert cp.source(engine).sql("select max(title) as m from source")["m"].tolist() == [11]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_only_questions_can_be_asked(engine: str) -> None:
    with pytest.raises(WrongRequest, match="begins with SELECT or WITH"):
        cp.source(engine).sql("DELETE FROM plays")
    with pytest.raises(WrongRequest, match="has the values land"):
        cp.source(engine).sql("SELECT * FROM source WHERE country = :land")
    assert len(cp.source(engine).read()) == 12


@pytest.mark.usefixtures("everywhere")
def test_a_statement_that_would_write_is_refused_by_the_database() -> None:
    writing = 'WITH gone AS (DELETE FROM "ware\\:house".plays RETURNING *) SELECT * FROM gone'
    with pytest.raises(SourceFailed, match="ReadOnlySqlTransaction"):
        cp.source("postgresql").sql(writing)


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ["parquet", "csv", "http", "duckdb"])
def test_sql_over_files_reaches_no_other_file(engine: str) -> None:
    with pytest.raises(SourceFailed, match=r"Permission|disabled"):
        cp.source(engine).sql("SELECT * FROM read_csv('/etc/passwd')")


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_column_is_told_with_the_nearest(engine: str) -> None:
    with pytest.raises(WrongRequest, match=rf"“{engine}” has no column “contry”. Did you mean “country”"):
        cp.source(engine).read(where={"contry": "FR"})
    with pytest.raises(WrongRequest, match=r"has no column “1; DROP TABLE plays”\. It has day, title, country, plays"):
        cp.source(engine).read(["1; DROP TABLE plays"])


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_the_schema_names_columns_and_types(engine: str) -> None:
    schema = cp.source(engine).schema()
    assert [row[0] for row in schema.rows] == ["day", "title", "country", "plays"]
    assert all(row[1] for row in schema.rows)


@pytest.mark.usefixtures("some_plays")
def test_frames_of_each_kind() -> None:
    source = cp.source("plays.daily")
    assert isinstance(source.read(), pd.DataFrame)
    assert source.read(frame="polars")["title"].to_list() == source.read(frame="arrow")["title"].to_pylist()
    with pytest.raises(WrongRequest, match="frame is one of pandas, polars, arrow; “spark” is not"):
        source.read(frame="spark")


@pytest.mark.usefixtures("some_plays")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"where": "country = 'FR'"}, "a str is none"),
        ({"where": ["country"]}, "a list is none"),
        ({"columns": "title"}, r'columns=\["title"\]'),
        ({"limit": -1}, "limit is a whole number"),
        ({"limit": True}, "limit is a whole number"),
        ({"where": {"country": object()}}, "cannot be compared with a object"),
    ],
)
def test_a_request_that_makes_no_sense_is_told(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongRequest, match=said):
        cp.source("plays.daily").read(**wrong)


def test_python_words_between_conditions_are_told() -> None:
    with pytest.raises(WrongRequest, match=r"Join conditions with & and \|"):
        bool(cp.col("a") == 1)
    with pytest.raises(WrongRequest, match=r"ask with \.is_missing"):
        assert cp.col("a") == None  # noqa: E711


def test_what_is_not_there_is_told(catalogue: Catalogue) -> None:
    catalogue(
        {
            "gone": {"driver": "parquet", "location": "/nowhere/plays.parquet"},
            "lost": {"driver": "sql", "location": "sqlite:////nowhere/plays.db", "table": "plays"},
        }
    )
    for name in ("gone", "lost"):
        with pytest.raises(SourceFailed, match=f"“{name}” could not answer"):
            cp.source(name).read()


@pytest.mark.usefixtures("everywhere")
def test_sums_are_numbers_to_compute_with() -> None:
    asked = "SELECT CAST(sum(title) AS numeric) AS whole, CAST(0.5 AS numeric(5, 2)) AS part FROM source"
    found = cp.source("postgresql").sql(asked)
    assert (found["whole"].dtype.kind, found["part"].dtype.kind) == ("i", "f")
    assert (found["whole"][0], found["part"][0]) == (66, 0.5)
    assert str(cp.source("postgresql").sql(asked, frame="arrow")["part"][0]) == "0.50"
