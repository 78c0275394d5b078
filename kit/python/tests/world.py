"""A small world of data sources: a catalogue, some plays, and a session for each test."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

COUNTRIES = ("DE", "FR", "IT")
ADA = {"COMMONPLACE_USER": "ada", "COMMONPLACE_GROUPS": "analysts, pricing", "COMMONPLACE_NOTEBOOK": "First look.ipynb"}


def give(patched: pytest.MonkeyPatch, name: str, **fields: str) -> None:
    """Put credentials into the environment."""
    for field, value in fields.items():
        patched.setenv(f"COMMONPLACE_CREDENTIAL_{name}_{field}".upper(), value)


def plays(rows: int = 12) -> pa.Table:
    """Plays by day, title and country; every fifth number is missing."""
    return pa.table(
        {
            "day": [dt.date(2026, 1, 1) + dt.timedelta(at // 4) for at in range(rows)],
            "title": list(range(rows)),
            "country": [COUNTRIES[at % 3] for at in range(rows)],
            "plays": [None if at % 5 == 4 and at != 4 else 10 + at for at in range(rows)],
        }
    )


def described(sources: Mapping[str, Mapping[str, Any]]) -> str:
    """A catalogue in TOML; what every source needs is filled in."""
    usual = {"description": "Plays", "owner": "Playback data, playback@example.org", "groups": ["analysts"]}
    lines: list[str] = []
    for name, table in sources.items():
        lines.append(f'[sources."{name}"]')
        lines += [f"{key} = {_toml(value)}" for key, value in {**usual, **table}.items() if value is not None]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{key}" = {_toml(inner)}' for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def parquet(folder: Path, table: pa.Table, group: int = 4) -> str:
    """The table as a Parquet file of small row groups; answers where."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "plays.parquet", row_group_size=group)
    return str(folder / "plays.parquet")
