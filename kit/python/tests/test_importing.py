"""Importing the kit is light: nothing heavy comes with it, and everything public is found later."""

import subprocess
import sys

import commonplace
import pytest

NOT_AT_ONCE = """
aiobotocore altair anywidget django duckdb fsspec google ipywidgets narwhals numpy pandas polars pyarrow pymongo pyspark
requests s3fs sqlalchemy
"""
HEAVY = set(NOT_AT_ONCE.split())


def imported_by(statement: str) -> set[str]:
    """The modules that are there after a statement in a fresh Python."""
    code = f"{statement}\nimport sys\nsys.stdout.write('\\n'.join(sys.modules))"
    ended = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


def test_importing_brings_nothing_heavy() -> None:
    assert imported_by("import commonplace as cp\ndir(cp)") & HEAVY == set()


def test_naming_a_condition_brings_nothing_heavy() -> None:
    assert imported_by("import commonplace as cp\ncp.col('a') == 1\ncp.source") & HEAVY == set()


def test_something_heavy_would_be_seen() -> None:
    assert "pandas" in imported_by("import commonplace as cp\ncp.sample_of")


@pytest.mark.parametrize("name", commonplace.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(commonplace, name) is not None
    assert name in dir(commonplace)


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(AttributeError, match="no “sorces”; it has sources"):
        commonplace.sorces  # noqa: B018
