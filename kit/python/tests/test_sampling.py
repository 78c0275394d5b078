"""Samples: as large as asked, the same for the same seed, fair, and joining by key."""

import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import commonplace as cp
import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commonplace.drivers.keys import hashed
from commonplace.errors import WrongRequest
from scipy import stats

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.engines import duck, fill_postgresql, on_postgresql, sqlite
from kit.python.tests.world import parquet, plays

FILES, TABLES = ("parquet", "csv", "remote", "webhdfs"), ("sqlite", "duckdb", "postgresql", "bigquery")
ENGINES = (*FILES, *TABLES, "http", "mongodb", "solr")
ROWS = 20_000
RARE = 1e-4  # with fixed seeds a fair sampler passes for ever; an unfair one is far below


def fairness(taken: Iterable[int], parts: int = 20) -> float:
    """How likely so uneven a spread over the rows is, if each row has the same chance."""
    counts = Counter(int(row) * parts // ROWS for row in taken)
    return float(stats.chisquare([counts[part] for part in range(parts)]).pvalue)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> dict[str, dict[str, Any]]:
    """Many plays in Parquet of small row groups, SQLite, DuckDB and PostgreSQL."""
    folder, table = tmp_path_factory.mktemp("many"), plays(ROWS)
    server = postgres.rpartition("/")[0]
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE many")
    fill_postgresql(f"{server}/many", table)
    return {
        "parquet": {"driver": "parquet", "location": parquet(folder, table, group=500)},
        "sqlite": {"driver": "sql", "location": sqlite(folder, table), "table": "plays"},
        "duckdb": {"driver": "duckdb", "location": duck(folder, table), "table": "plays"},
        "postgresql": on_postgresql(f"{server}/many"),
    }


@pytest.fixture
def large(catalogue: Catalogue, everywhere: Places, many: dict[str, dict[str, Any]]) -> None:
    """These, by name, in a session that may open them."""
    catalogue(many)


LARGE = ("parquet", "sqlite", "duckdb", "postgresql")


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("engine", LARGE)
def test_a_number_of_rows_is_exact_and_fair(engine: str) -> None:
    taken = cp.source(engine).sample(rows=2000, seed=7, columns=["title"])["title"]
    assert len(taken) == len(set(taken)) == 2000
    assert fairness(taken) > RARE


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("engine", LARGE)
def test_a_fraction_is_about_right_and_fair(engine: str) -> None:
    taken = cp.source(engine).sample(fraction=0.1, seed=3)["title"]
    assert stats.binomtest(len(taken), ROWS, 0.1).pvalue > RARE
    assert fairness(taken) > RARE


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("engine", LARGE)
@pytest.mark.parametrize("how", [{"rows": 700}, {"fraction": 0.1}])
def test_a_stratified_sample_is_exact_and_fair_in_each_stratum(how: dict[str, Any], engine: str) -> None:
    taken = cp.source(engine).sample(**how, strata="country", seed=4, columns=["title", "country"])
    sizes = {"DE": 6667, "FR": 6667, "IT": 6666}
    assert Counter(taken["country"]) == {land: how.get("rows") or math.ceil(size / 10) for land, size in sizes.items()}
    assert taken["title"].is_unique
    assert all(fairness(titles) > RARE for _, titles in taken.groupby("country")["title"])


def test_an_unfair_sample_would_be_seen() -> None:
    assert fairness(range(2000)) < RARE


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_seed_gives_the_same_rows_and_another_gives_others(engine: str) -> None:
    source = cp.source(engine)
    assert source.sample(rows=6, seed=1).equals(source.sample(rows=6, seed=1))
    assert len({tuple(sorted(source.sample(rows=6, seed=seed)["title"])) for seed in range(5)}) > 1


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_conditions_come_before_the_sample(engine: str) -> None:
    found = cp.source(engine).sample(rows=3, columns=["country"], where={"country": "FR"})
    assert found["country"].tolist() == ["FR"] * 3
    assert len(cp.source(engine).sample(rows=100)) == 12
    assert len(cp.source(engine).sample(fraction=1.0)) == 12


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
def test_no_stratum_vanishes(engine: str) -> None:
    by_number = cp.source(engine).sample(rows=2, strata="country")
    assert Counter(by_number["country"]) == {"DE": 2, "FR": 2, "IT": 2}
    by_fraction = cp.source(engine).sample(fraction=0.3, strata="country", columns=["title", "country"])
    assert Counter(by_fraction["country"]) == {"DE": 2, "FR": 2, "IT": 2}  # 0.3 of 4, rounded up
    assert Counter(cp.source(engine).sample(fraction=0.01, strata="country")["country"]) == dict.fromkeys(
        ("DE", "FR", "IT"), 1
    )


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", [*ENGINES, "s3"])
def test_the_same_keys_are_chosen_everywhere(engine: str) -> None:
    limit = f"{math.ceil(0.5 * 16**12):012x}"
    wanted = [title for title in range(12) if hashed(5, title) < limit]
    assert sorted(cp.source(engine).sample(fraction=0.5, key="title", seed=5)["title"]) == wanted
    assert 0 < len(wanted) < 12
    texts = {land for land in ("DE", "FR", "IT") if hashed(2, land) < limit}
    assert set(cp.source(engine).sample(fraction=0.5, key="country", seed=2)["country"]) == texts


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("key", ["title", "country", "day"])
def test_the_same_keys_are_chosen_where_duckdb_is_not_installed(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.drivers.by_key.TOGETHER", 1500)  # so that keys that came twice are dropped
    with_it = cp.source("parquet").sample(fraction=0.3, key=key, seed=2)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    without = cp.source("parquet").sample(fraction=0.3, key=key, seed=2)
    assert 0 < len(without) < ROWS
    assert without.equals(with_it)


@pytest.mark.usefixtures("large")
def test_samples_of_two_tables_still_join(catalogue: Catalogue, many: dict[str, Any], tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    ratings = pa.table({"title": chance.integers(0, ROWS, 50_000), "stars": chance.integers(1, 6, 50_000)})
    pq.write_table(ratings, tmp_path / "ratings.parquet")
    catalogue({**many, "ratings": {"driver": "parquet", "location": str(tmp_path / "ratings.parquet")}})
    left = cp.source("postgresql").sample(fraction=0.01, key="title")
    right = cp.source("ratings").sample(fraction=0.01, key="title")
    assert stats.binomtest(len(left), ROWS, 0.01).pvalue > RARE
    whole = ratings.to_pandas()
    expected = whole[whole["title"].isin(left["title"])]
    assert len(right) == len(expected) > 0
    assert len(left.merge(right, on="title")) == len(expected)  # not one in a hundred of these


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("engine", ["parquet", "postgresql"])
def test_blocks_read_less_and_say_so(engine: str) -> None:
    taken = cp.source(engine).sample(rows=300, method="blocks", seed=2)
    assert len(taken) == 300
    assert "from some blocks of the data only" in repr(taken)
    if engine == "parquet":
        assert len({title // 500 for title in taken["title"]}) == 1  # one row group was enough
    assert taken.equals(cp.source(engine).sample(rows=300, method="blocks", seed=2))


def test_a_large_source_starts_small(catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.reading.START_SMALL", 50)
    catalogue({"plays": {"driver": "parquet", "location": parquet(tmp_path, plays(1000), group=100), "large": True}})
    started = cp.source("plays").read(["title"])
    assert (len(started), list(started.columns)) == (50, ["title"])
    assert cp.sample_of(started) is not None
    assert len(cp.source("plays").read(everything=True)) == 1000
    assert len(cp.source("plays").read(limit=70)) == 70
    assert cp.sample_of(cp.source("plays").read(limit=70)) is None


@pytest.mark.usefixtures("some_plays")
def test_a_sample_says_that_it_is_one(tmp_path: Path) -> None:
    said = "Sample of plays.daily: 4 rows, 4 rows wanted, seed 0."
    frame = cp.source("plays.daily").sample(rows=4)
    assert repr(frame).startswith(said)
    assert said in frame._repr_html_()
    assert str(cp.sample_of(frame)) == said
    derived = frame[frame["title"] > 0]
    assert type(derived) is pd.DataFrame
    assert str(cp.sample_of(derived)) == said
    cp.checkpoint.save(frame, "kept")
    frame.to_parquet(tmp_path / "sample.parquet")
    assert str(cp.sample_of(pd.read_parquet(tmp_path / "sample.parquet"))) == said
    polars = cp.source("plays.daily").sample(rows=4, frame="polars")
    assert repr(polars).startswith(said)
    assert said in polars._repr_html_()
    assert str(cp.sample_of(polars)) == said
    assert cp.sample_of(cp.source("plays.daily").read()) is None


@pytest.mark.usefixtures("some_plays")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "either how many rows"),
        ({"rows": 3, "fraction": 0.1}, "either how many rows"),
        ({"fraction": 1.5}, "above 0 and at most 1"),
        ({"rows": 3, "key": "title"}, "by key takes a fraction"),
        ({"fraction": 0.1, "key": "titel"}, "Did you mean “title”"),
        ({"fraction": 0.1, "key": "plays"}, "a column of double is none"),
        ({"fraction": 0.1, "method": "blocks"}, "takes a number of rows"),
    ],
)
def test_settings_that_contradict_each_other_are_told(
    wrong: dict[str, Any], said: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    table = plays().set_column(3, "plays", pa.array([0.5] * 12))
    catalogue({"plays": {"driver": "parquet", "location": parquet(tmp_path / "other", table)}})
    with pytest.raises(WrongRequest, match=said):
        cp.source("plays").sample(**wrong)


def test_folders_are_columns_also_in_samples(catalogue: Catalogue, tmp_path: Path) -> None:
    pq.write_to_dataset(plays(300), tmp_path / "plays", partition_cols=["country"])
    catalogue({"plays": {"driver": "parquet", "location": str(tmp_path / "plays")}})
    source = cp.source("plays")
    assert Counter(source.sample(rows=5, strata="country")["country"]) == {"DE": 5, "FR": 5, "IT": 5}
    assert set(source.sample(fraction=0.5, where={"country": "FR"})["country"]) == {"FR"}
    assert source.sample(rows=10, where={"country": "FR"}, columns=["title"])["title"].mod(3).unique().tolist() == [1]


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("how", [{"rows": 3}, {"fraction": 0.5}, {"rows": 3, "strata": "country"}])
def test_a_sample_of_nothing_is_empty(how: dict[str, Any], engine: str) -> None:
    assert len(cp.source(engine).sample(**how, where={"country": "XX"})) == 0
