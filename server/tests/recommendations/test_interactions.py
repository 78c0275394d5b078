"""Reading a log: what is taken, and which line is wrong."""

from pathlib import Path

import numpy as np
import pytest
from gallery.lib.errors import Invalid
from gallery.recommendations.interactions import from_rows, read_interactions


def written(folder: Path, text: str) -> Path:
    file = folder / "log.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_seconds_and_dates_are_read_and_other_columns_ignored(tmp_path: Path) -> None:
    text = "\ufeffitem,user,score,timestamp\na,u,5,10\nb,u,1,1970-01-01T00:00:20Z\na,v,,1970-01-01T01:00:30+01:00\n"
    log = read_interactions(written(tmp_path, text))
    assert (log.users, log.items, log.at.tolist()) == (("u", "v"), ("a", "b"), [10, 20, 30])


def test_usage_is_the_logarithm_of_one_more_than_the_views() -> None:
    log = from_rows([("u", "a", 1), ("u", "a", 2), ("v", "b", 3)])
    assert np.allclose(log.usage().todense(), [[np.log(3), 0], [0, np.log(2)]])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("user,thing\n", "missing: item, timestamp"),
        ("", "missing: user, item, timestamp"),
        ("user,item,timestamp\nu,a,1\nu,,2\n", "line 3: user and item must not be empty"),
        ("user,item,timestamp\nu,a\n", "line 2: '' is no time"),
        ("user,item,timestamp\nu,a,yesterday\n", "line 2: 'yesterday' is no time"),
        ("user,item,timestamp\nu,a,nan\n", "line 2: the timestamp must be a finite number"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_interactions(written(tmp_path, text))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("log.csv")


def test_nothing_but_the_first_line_is_an_empty_log(tmp_path: Path) -> None:
    assert len(read_interactions(written(tmp_path, "user,item,timestamp\n"))) == 0
