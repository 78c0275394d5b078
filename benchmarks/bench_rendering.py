"""Rendering a notebook: ours and nbconvert's, side by side on real notebooks.

For each notebook, outputs removed for both, they take turns in the same process:
- cold: every cell rendered by the worker process, placed, outlined and joined to a page;
- from the table: fragments by content hash out of SQLite by one query, then placed, outlined and joined;
- as kept: the placed cells that the gallery's process keeps of a revision that it has shown before, joined.
nbconvert is `HTMLExporter` with its `basic` template, warm and kept between notebooks, which favours it: no theme, no
page around the cells, no sanitising, formulas left to the browser. The gallery reads its table through Django,
which costs more than here. Prints ratios of times, and how much of the visible text both agree on.
"""

import gc
import hashlib
import itertools
import json
import logging
import os
import re
import sqlite3
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import zstandard
from commonplace_clean import NotebookRejected, clean_notebook
from gallery.lib.languages import language_of
from gallery.lib.rendering import RENDERER_VERSION, CellSource, outline_of, place, render_cells, sections_of
from nbconvert import HTMLExporter
from selectolax.lexbor import LexborHTMLParser

CORPUS = Path(os.environ.get("COMMONPLACE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
ROUNDS = 3
TURN = 0.02  # seconds
STEP = 4  # every fourth notebook; another step can be given as argument, 1 takes all of them
COLD_GOAL, TABLE_GOAL = 15, 300


@dataclass(frozen=True)
class Subject:
    """A notebook as both renderers take it."""

    path: str
    cells: list[CellSource]
    notebook: nbformat.NotebookNode


@dataclass(frozen=True)
class Times:
    """The best of some rounds, in seconds."""

    path: str
    theirs: float
    cold: float
    table: float
    kept: float


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are met."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    if not (CORPUS / "index.json").exists():
        print(f"There is no corpus at {CORPUS}; COMMONPLACE_CORPUS says where it is.", file=sys.stderr)
        return 1
    step = int(sys.argv[1]) if len(sys.argv) > 1 else STEP
    exporter = HTMLExporter(template_name="basic")  # type: ignore[no-untyped-call]
    taken = itertools.islice(_subjects(), 0, None, step)
    subjects = [subject for subject in taken if _both_can(subject, exporter)]
    cache = _Cache()
    all_times = [_measured(subject, exporter, cache) for subject in subjects]
    cells = sum(len(subject.cells) for subject in subjects)
    each = sum(times.theirs for times in all_times) / cells
    print(f"{len(subjects)} notebooks, {cells} cells, best of {ROUNDS} rounds; nbconvert {each * 1000:.2f} ms a cell")
    cold = _report("cold", all_times, lambda times: times.theirs / times.cold)
    table = _report("from the table", all_times, lambda times: times.theirs / times.table)
    _report("as kept", all_times, lambda times: times.theirs / times.kept)
    _report_agreement(subjects, exporter)
    return 0 if cold >= COLD_GOAL and table >= TABLE_GOAL else 1


def _subjects() -> Iterator[Subject]:
    """The notebooks of the corpus, cleaned as on their way in."""
    for entry in json.loads((CORPUS / "index.json").read_text()):
        try:
            cleaned = clean_notebook((CORPUS / entry["path"]).read_bytes()).notebook
        except NotebookRejected:
            continue
        language = language_of(cleaned)
        cells = [CellSource(cell["cell_type"], cell["source"], language) for cell in cleaned["cells"]]
        notebook = nbformat.from_dict(cleaned)  # type: ignore[no-untyped-call]
        yield Subject(entry["path"], cells, notebook)


def _both_can(subject: Subject, exporter: HTMLExporter) -> bool:
    """Whether nbconvert renders it at all: it gives up where an attachment is missing."""
    try:
        exporter.from_notebook_node(subject.notebook)
    except Exception as error:  # of whatever kind: it is left out for both, and named
        print(f"left out, nbconvert fails: {subject.path}: {type(error).__name__}")
        return False
    return True


def _measured(subject: Subject, exporter: HTMLExporter, cache: "_Cache") -> Times:
    """Each in turn, several times, so that a slow moment of the machine hits all alike."""
    cache.fill(subject.cells)
    kept = {subject.path: _placed(render_cells(subject.cells))}
    gc.collect()
    ways: list[Callable[[], object]] = [
        lambda: exporter.from_notebook_node(subject.notebook),
        lambda: _page(_placed(render_cells(subject.cells))),
        lambda: _page(_placed(cache.fragments(subject.cells))),
        lambda: _page(kept[subject.path]),
    ]
    best = [min(times) for times in zip(*([_timed(way) for way in ways] for _ in range(ROUNDS)), strict=True)]
    return Times(subject.path, *best)


def _timed(way: Callable[[], object]) -> float:
    """The mean of as many calls as fit into a turn, so that what is short is measured as warm as what is long."""
    calls, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < TURN:
        way()
        calls += 1
    return passed / calls


def _placed(fragments: list[str]) -> list[str]:
    """The fragments at their places, links between headings resolved."""
    sections = sections_of(outline_of(fragments))
    return [place(html, number, sections) for number, html in enumerate(fragments, start=1)]


def _page(placed: list[str]) -> str:
    """The cells of a page."""
    return "".join(
        f'<section class="cell" id="cell-{number}">{html}</section>' for number, html in enumerate(placed, start=1)
    )


class _Cache:
    """Fragments in a table, as the gallery keeps them."""

    def __init__(self) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute("CREATE TABLE rendered (key TEXT PRIMARY KEY, html BLOB NOT NULL)")
        self._unpack = zstandard.ZstdDecompressor().decompress

    def fill(self, cells: list[CellSource]) -> None:
        """Keep what these cells render to."""
        rows = zip(map(self._key, cells), render_cells(cells), strict=True)
        packed = [(key, zstandard.compress(html.encode())) for key, html in rows]
        self._table.executemany("INSERT OR IGNORE INTO rendered VALUES (?, ?)", packed)

    def fragments(self, cells: list[CellSource]) -> list[str]:
        """The cells' fragments by one query."""
        keys = [self._key(cell) for cell in cells]
        query = f"SELECT key, html FROM rendered WHERE key IN ({','.join('?' * len(keys))})"  # noqa: S608  # only marks
        found = {key: self._unpack(html).decode() for key, html in self._table.execute(query, keys)}
        return [found[key] for key in keys]

    @staticmethod
    def _key(cell: CellSource) -> str:
        text = "\0".join((RENDERER_VERSION, cell.kind, cell.language, cell.source))
        return hashlib.sha256(text.encode()).hexdigest()


def _report(name: str, all_times: list[Times], ratio: Callable[[Times], float]) -> float:
    """Print how many times as fast we are; the geometric mean."""
    ratios = sorted((ratio(times), times.path) for times in all_times)
    values = [value for value, _ in ratios]
    mean = statistics.geometric_mean(values)
    print(f"\n{name}: {mean:.1f} times as fast as nbconvert (geometric mean), median {statistics.median(values):.1f}")
    print(f"  slower than nbconvert: {sum(value < 1 for value in values)}; the five worst:")
    for value, path in ratios[:5]:
        print(f"  {value:7.1f}  {path}")
    return mean


_GAPS = re.compile(r"[\s\u00b6]+")


def _report_agreement(subjects: list[Subject], exporter: HTMLExporter) -> None:
    """How many cells show the same characters in both, formulas and images apart."""
    same: dict[str, list[bool]] = {}
    for subject in subjects[::2]:
        for cell, ours, theirs in zip(
            subject.cells, render_cells(subject.cells), _their_cells(subject.notebook, exporter), strict=True
        ):
            same.setdefault(_sort(cell), []).append(_visible(ours) == _visible(theirs))
    print("\nthe same visible text, without blanks and nbconvert's paragraph signs:")
    for sort, results in sorted(same.items()):
        print(f"  {sum(results) / len(results):7.1%}  of {len(results)} cells: {sort}")


def _sort(cell: CellSource) -> str:
    if cell.kind != "markdown":
        return cell.kind
    has_extra = "$" in cell.source or "\\begin" in cell.source or "![" in cell.source or "<img" in cell.source
    return "markdown with formulas or images" if has_extra else "markdown"


def _their_cells(notebook: nbformat.NotebookNode, exporter: HTMLExporter) -> Iterator[str]:
    for cell in notebook.cells:
        alone = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
            metadata=notebook.metadata, cells=[cell]
        )
        yield exporter.from_notebook_node(alone)[0]


def _visible(html: str) -> str:
    return _GAPS.sub("", LexborHTMLParser(html).text() or "").removeprefix("In[]:")


if __name__ == "__main__":
    sys.exit(main())
