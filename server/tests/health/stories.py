"""Stories of a notebook: who saved what, who ran what, when it was heard of, and what the worker did in between."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

BEGIN = datetime(2026, 3, 20, tzinfo=UTC)
PEOPLE = ("ada", "grace", "otto", "nina")
SOURCES = ("a = 1", "b = 2", "c = 3", "d = 4", "e = 5", "  ")
NOT_THERE = "edited = 1"
TAGS = ("", "", "", "", "", "optional", "raises-exception")
EDGES = (0, 1, -1, 1000, -1000, 43_200_000)  # milliseconds around a midnight


@dataclass(frozen=True)
class Report:
    """What a person's own server says of one executed cell."""

    name: int
    person: str
    source: str
    success: bool
    at: datetime
    ms: int


@dataclass(frozen=True)
class Step:
    """Something that happens: `save`, `hear`, `work`, `excuse` or `flood`."""

    at: datetime
    kind: str
    cells: tuple[tuple[str, str], ...] = ()  # of a version: source and tag
    heard: tuple[int, ...] = ()  # places of reports, some of them again, in any order
    person: str = ""


@dataclass(frozen=True)
class Story:
    """The reports that exist, what happens, and the moment at which somebody looks."""

    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    end: datetime
    author_weight: float = 1.0
    excusing: frozenset[int] = field(default_factory=frozenset)


def moments(first_day: int, last_day: int) -> st.SearchStrategy[datetime]:
    """Moments of days counted from the beginning, many of them at midnight or next to it."""
    edge = st.sampled_from(EDGES) | st.integers(0, 86_399_999)
    return st.builds(
        lambda day, ms: BEGIN + timedelta(days=day, milliseconds=ms), st.integers(first_day, last_day), edge
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A story of some weeks; most of it lies within the window, some of it at its edge and beyond."""
    count = draw(st.integers(0, 24))
    days = st.sampled_from([(-3, 0), (-8, 1), (-31, -28), (-41, 2)])
    reports = tuple(_report(draw, name, draw(days)) for name in range(count))
    first = Step(BEGIN - timedelta(days=45), "save", cells=draw(_cells()))
    later = draw(st.lists(_step(count), max_size=9))
    everything = Step(BEGIN + timedelta(days=3), "hear", heard=tuple(draw(st.permutations(range(count)))))
    steps = tuple(sorted((first, *later, everything), key=lambda step: step.at))
    return Story(
        reports=reports,
        steps=steps,
        end=max(steps[-1].at, draw(moments(3, 12))),
        author_weight=draw(st.sampled_from([1.0, 1.0, 1.0, 0.5, 0.0])),
        excusing=frozenset(draw(st.sets(st.integers(0, max(0, count - 1)), max_size=4))),
    )


def _report(draw: st.DrawFn, name: int, days: tuple[int, int]) -> Report:
    return Report(
        name=name,
        person=draw(st.sampled_from(PEOPLE)),
        source=draw(st.sampled_from((*SOURCES[:-1], *SOURCES[:-1], NOT_THERE))),
        success=draw(st.sampled_from([True, True, False])),
        at=draw(moments(*days)),
        ms=draw(st.integers(0, 5000)),
    )


def _cells() -> st.SearchStrategy[Any]:
    return st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(TAGS)), max_size=7).map(tuple)


def _step(reports: int) -> st.SearchStrategy[Step]:
    when = moments(-12, 2)
    heard = st.lists(st.integers(0, max(0, reports - 1)), max_size=12 if reports else 0).map(tuple)
    return st.one_of(
        st.builds(Step, when, st.just("save"), cells=_cells()),
        st.builds(Step, when, st.just("save"), cells=_cells()),
        st.builds(Step, when, st.just("hear"), heard=heard),
        st.builds(Step, when, st.just("hear"), heard=heard),
        st.builds(Step, when, st.just("work")),
        st.builds(Step, when, st.just("excuse")),
        st.builds(Step, when, st.just("flood"), person=st.sampled_from(PEOPLE)),
    )
