"""Which pieces of code count as almost the same, and which do not."""

import pytest
from gallery.notebooks.shapes import LONGEST, Shape, shape_of

CODE = 'trips = spark.read.parquet("trips")\nlate = trips.filter(trips.delay > 5)\nlate.count()'


def shaped(source: str, style: str = "hash") -> Shape:
    found = shape_of(source, style)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "same",
    [
        CODE.replace("\n", "\n\n  # why\n"),
        CODE.replace('"', "'"),
        CODE.replace("trips", "rides", 1).replace("trips.", "rides.").replace("(rides", "(rides"),
        CODE.replace("late", "x"),
        CODE.replace("5", "12.5").replace('"trips"', '"elsewhere"'),
        CODE.replace(" = ", "="),
    ],
)
def test_almost_the_same(same: str) -> None:
    assert same != CODE
    assert shaped(same) == shaped(CODE)


@pytest.mark.parametrize(
    "other",
    [
        CODE.replace("count", "show"),
        CODE.replace("delay", "length"),
        CODE.replace(">", "<"),
        CODE.replace("spark", "session"),
        CODE + "\nlate.show()",
        CODE.replace("trips.filter", "late.filter"),
    ],
)
def test_not_the_same(other: str) -> None:
    assert other != CODE
    assert shaped(other) != shaped(CODE)


def test_a_long_text_counts_as_what_it_says() -> None:
    query = 'rows = run("SELECT station, hour, avg(delay) FROM {} GROUP BY 1, 2", limit=3).to_pandas().head()'
    assert shaped(query.format("trips")) != shaped(query.format("rides"))
    assert shaped(query.format("trips")) == shaped(query.format("trips").replace("rows", "found").replace("3", "4"))


def test_comments_are_those_of_the_language() -> None:
    code = "val x = read(1) // 2\nx.show(3, 4).and(5).then(6)"
    assert shaped(code, "slashes") == shaped(code.replace(" // 2", ""), "slashes")
    assert shaped(code) != shaped(code.replace(" // 2", ""))
    sql = "SELECT a, b, c -- why\nFROM t /* and\nmore */ WHERE a > 1 AND b < 2"
    assert shaped(sql, "dashes") == shaped("SELECT a, b, c FROM t WHERE a > 1 AND b < 2", "dashes")


def test_what_is_too_short_or_too_long_has_no_shape() -> None:
    assert shape_of("import pandas as pd") is None
    assert shape_of("a + b\n" * LONGEST) is None


@pytest.mark.parametrize("piece", ["'", '"""', "'\\", "/*", "(", "\\'", "a'b\\", 'r"""\'', "f(" * 3, "x=", "\0", "日"])
@pytest.mark.timeout(60)  # milliseconds are usual; an expression that tries every way of reading it would never end
def test_hostile_code_is_read_in_one_pass(piece: str) -> None:
    source = (piece * LONGEST)[:LONGEST]
    for style in ("hash", "slashes", "dashes"):
        shape = shape_of(source, style)
        assert shape is None or shape.size <= len(source)
