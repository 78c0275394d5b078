"""Which packages code imports and which sources it names, as notebooks write it."""

import doctest
import warnings

import pytest
from gallery.lib import imports
from gallery.lib.imports import imported_packages, named_sources

PYTHON = {
    "import numpy": {"numpy"},
    "import numpy as np, pandas.core": {"numpy", "pandas"},
    "from sklearn.cluster import KMeans": {"sklearn"},
    "from . import mine\nfrom .mine import x": set(),
    "def f():\n    import lxml.etree\n    return 1": {"lxml"},
    "try:\n    import ujson as json\nexcept ImportError:\n    import json": {"ujson", "json"},
    "for x in y:\n    pass\nelse:\n    import a\ntry:\n    pass\nfinally:\n    import b": {"a", "b"},
    "match x:\n    case 1:\n        with y:\n            while z:\n                from a.b import c": {"a"},
    "class A:\n    async def f(self):\n        f = lambda: 1 if x else 2\n        import a": {"a"},
    "%matplotlib inline\nimport seaborn": {"seaborn"},
    "!pip install x \\\n   y\nimport seaborn": {"seaborn"},
    "files = !ls\nimport os": {"os"},
    "frame.head?\nimport os": {"os"},
    "if True:\n    %time f()\nimport os": {"os"},
    "%%time\nimport os": {"os"},
    "%%bash\nimport nothing": set(),
    "text = '''\nimport nothing\n'''": set(),
    "# import nothing": set(),
    "from (\nimport": set(),
    "import pandas\nprint 'Python 2'": {"pandas"},
    "import é": {"é"},
}
R = {
    "library(dplyr)": {"dplyr"},
    'library("data.table"); require(ggplot2)': {"data.table", "ggplot2"},
    "suppressPackageStartupMessages({\n  library(tidyr)\n})": {"tidyr"},
    "readr::read_csv(f); xts:::internal(x)": {"readr", "xts"},
    "if (!requireNamespace('jsonlite', quietly = TRUE)) stop()": {"jsonlite"},
    "library(package = sf)": {"sf"},
    "for (p in ps) library(p, character.only = TRUE)": set(),
    "# library(nothing)": set(),
    "x <- 'library(nothing)'": set(),
    'x <- r"(library(nothing))"': set(),
    "requireNamespace(p)": set(),
    "my.library(nothing)": set(),
    "library()": set(),
}


def test_the_examples_are_true() -> None:
    assert doctest.testmod(imports).failed == 0


@pytest.mark.parametrize(("source", "found"), PYTHON.items())
def test_python(source: str, found: set[str]) -> None:
    assert imported_packages([source], "python") == found


@pytest.mark.parametrize(("source", "found"), R.items())
def test_r(source: str, found: set[str]) -> None:
    assert imported_packages([source], "r") == found


def test_julia_and_languages_that_we_cannot_read() -> None:
    assert imported_packages(["using Plots\nimport CSV"], "julia") == {"Plots", "CSV"}
    assert imported_packages(["import numpy"], "haskell") == set()


def test_an_authors_escapes_are_nobodys_warning() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        assert imported_packages(["import re\nre.compile('\\d')"], "python") == {"re"}
    assert heard == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("read('https://data.example.org/a.csv')", {"data.example.org"}),
        ("read('s3a://weather-2026/a.parquet')", {"weather-2026"}),
        ("connect('postgresql+psycopg://me:secret@db.example.org:5432/x')", {"db.example.org"}),
        ("spark.read.jdbc('jdbc:postgresql://db.example.org/x')", {"db.example.org"}),
        ("# see https://docs.example.org", set()),
        ("f'https://{host}/a'", set()),
        ("f'https://data.example.org/{year}'", {"data.example.org"}),
    ],
)
def test_sources_are_named_without_what_stands_beside_them(source: str, found: set[str]) -> None:
    assert named_sources([source], "python") == found


def test_sources_in_r_and_in_other_languages() -> None:
    assert named_sources(["read.csv('https://data.example.org/a') # https://no.example.org"], "r") == {
        "data.example.org"
    }
    assert named_sources(['download("https://data.example.org/a")'], "julia") == {"data.example.org"}
