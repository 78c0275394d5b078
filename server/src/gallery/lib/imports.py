"""What a notebook uses, read from its code without running it: packages and sources of data."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator

from gallery.lib import python_cells, r_cells

_PYTHON = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_JULIA = re.compile(r"^[ \t]*(?:using|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_SOURCE = re.compile(
    r"\b(?:https?|ftp|sftp|s3a?|gs|hdfs|abfss?|wasbs?|(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|oracle|sqlserver|mssql"
    r"|hive2|mongodb|redis|trino|presto|clickhouse)(?:\+\w+)?)://(?:[^\s/@'\"<>]*@)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"
)
_OF_R = frozenset(
    [
        "base",
        "compiler",
        "datasets",
        "graphics",
        "grDevices",
        "grid",
        "methods",
        "parallel",
        "splines",
        "stats",
        "stats4",
        "tcltk",
        "tools",
        "utils",
    ]
)


_OF_JULIA = frozenset(
    [
        "Base",
        "Core",
        "Main",
        "Base64",
        "Dates",
        "DelimitedFiles",
        "Distributed",
        "Downloads",
        "FileWatching",
        "InteractiveUtils",
        "LazyArtifacts",
        "LinearAlgebra",
        "Libdl",
        "Logging",
        "Markdown",
        "Mmap",
        "Pkg",
        "Printf",
        "Profile",
        "REPL",
        "Random",
        "SHA",
        "Serialization",
        "SharedArrays",
        "Sockets",
        "SparseArrays",
        "Statistics",
        "SuiteSparse",
        "TOML",
        "Tar",
        "Test",
        "UUIDs",
        "Unicode",
    ]
)


def imported_packages(sources: Iterable[str], language: str) -> set[str]:
    """Names of the top-level packages that the code imports; empty for languages we cannot read.

    >>> sorted(imported_packages(["import os, numpy.linalg", "%pip list\\nfrom pandas import read_csv"], "python"))
    ['numpy', 'os', 'pandas']
    >>> sorted(imported_packages(["suppressMessages(library(dplyr)); readr::read_csv(f)"], "r"))
    ['dplyr', 'readr']
    """
    reader = _READERS.get(language)
    return {name for source in sources for name in reader(source)} if reader else set()


def imported_modules(sources: Iterable[str], language: str) -> set[str]:
    """The same with what is imported of them: who imports `matplotlib.pyplot` may be looked for by that name.

    >>> sorted(imported_modules(["import matplotlib.pyplot as plt"], "python"))
    ['matplotlib', 'matplotlib.pyplot']
    >>> sorted(imported_modules(["library(data.table)"], "r"))
    ['data.table']
    """
    if language != "python":
        return imported_packages(sources, language)
    return {name for source in sources if "import" in source for name in _python_modules(source)}


def _python_modules(source: str) -> Iterable[str]:
    tree = python_cells.parsed(source)
    return _PYTHON.findall(source) if tree is None else python_cells.modules(tree)


def _python(source: str) -> Iterator[str]:
    if "import" not in source:
        return  # parsing is what takes time
    tree = python_cells.parsed(source)
    # A cell that does not parse still tells in its lines what it would import.
    yield from python_cells.imports(tree) if tree is not None else _PYTHON.findall(source)


_READERS: dict[str, Callable[[str], Iterable[str]]] = {
    "python": _python,
    "r": r_cells.imports,
    "julia": _JULIA.findall,
}


def names_used(sources: Iterable[str], language: str) -> set[str]:
    """Both at once: the packages that the code imports and the sources that it names."""
    if language != "python":
        together = list(sources)
        return imported_packages(together, language) | named_sources(together, language)
    found: set[str] = set()
    for source in sources:
        tree = python_cells.parsed(source)  # once: parsing is what takes time
        found |= set(_PYTHON.findall(source) if tree is None else python_cells.imports(tree))
        found |= _hosts([source] if tree is None else python_cells.texts(tree))
    return found


def comes_with(language: str, name: str) -> bool:
    """Whether a package comes with the language itself.

    >>> comes_with("python", "json"), comes_with("python", "pandas"), comes_with("r", "stats")
    (True, False, True)
    """
    known = {"python": sys.stdlib_module_names, "r": _OF_R, "julia": _OF_JULIA}
    return name in known.get(language, frozenset())


def named_sources(sources: Iterable[str], language: str) -> set[str]:
    """Hosts and buckets of the addresses in the code; never the name, password or path that stand beside them.

    >>> sorted(named_sources(["read('https://me:secret@Data.Example.org/a.csv')", "x = 's3://weather/26/'"], "python"))
    ['data.example.org', 'weather']
    """
    return {host for source in sources for host in _hosts(texts(source, language))}


def _hosts(pieces: Iterable[str]) -> set[str]:
    return {host.lower() for text in pieces for host in _SOURCE.findall(text)}


def texts(source: str, language: str) -> Iterable[str]:
    """Every text within the code; all of it where we cannot read the language."""
    if language == "r":
        return r_cells.texts(source)
    tree = python_cells.parsed(source) if language == "python" else None
    return [source] if tree is None else python_cells.texts(tree)
