"""Lets a story happen twice: in the gallery through its own verbs, and as plain data for the slow computation."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from unittest.mock import patch

from commonplace_clean import Cleaned, cell_hash, clean_notebook
from django.conf import settings
from gallery.accounts.models import User
from gallery.executions import reports as received
from gallery.executions.actions import receive
from gallery.executions.hooks import tell
from gallery.executions.models import Execution, Flood
from gallery.executions.summing import sum_up
from gallery.health.refreshing import refresh
from gallery.health.stale import sweep
from gallery.notebooks.actions import Description, create_notebook, save_revision
from gallery.notebooks.models import Notebook, Visibility

from server.tests.conftest import notebook_json
from server.tests.health.slow import Code, Record, Version, World
from server.tests.health.stories import Report, Step, Story


class Telling:
    """One story as it happens."""

    def __init__(self, story: Story, people: dict[str, User]) -> None:
        self.story, self.people = story, people
        self.notebook: Notebook | None = None
        self.space = uuid.uuid4()  # so that ids of reports are new in each story
        self.versions: list[Version] = []
        self.kept: dict[int, Record] = {}
        self.floods: list[tuple[str, datetime]] = []
        self.authors = {"ada"}

    def happen(self) -> Notebook:
        """Everything that the story tells, and at its end what the worker does."""
        with author_weight(self.story.author_weight):
            for step in self.story.steps:
                with clock(step.at):
                    getattr(self, f"_{step.kind}")(step)
            with clock(self.story.end):
                work(self.story.end)
        assert self.notebook is not None
        return self.notebook

    def world(self) -> World:
        """The same as plain data."""
        return World(
            versions=self.versions,
            records=list(self.kept.values()),
            floods=[(who, at.astimezone(UTC).date()) for who, at in self.floods],
            authors=frozenset(self.authors),
            author_weight=Fraction(self.story.author_weight),
        )

    def _save(self, step: Step) -> None:
        ada, cleaned = self.people["ada"], _document(step)
        if self.notebook is None:
            about = Description(title="A story")
            self.notebook = create_notebook(
                owner=ada, by=ada, cleaned=cleaned, about=about, visibility=Visibility.PUBLIC
            )
        else:
            head = self.notebook.head
            assert head is not None
            if save_revision(notebook=self.notebook, by=ada, cleaned=cleaned, base=head.number) == head:
                return  # nothing changed, so there is no new version
            self.notebook = Notebook.objects.select_related("head").get(pk=self.notebook.pk)
        codes = (_code(place, *cell) for place, cell in enumerate(step.cells))
        self.versions.append(Version(step.at, tuple(codes)))

    def _hear(self, step: Step) -> None:
        assert self.notebook is not None
        told = [self.story.reports[place] for place in step.heard]
        for name, person in self.people.items():
            mine = [self._sent(report) for report in told if report.person == name]
            receive(person=person, reports=mine)
        known = {cell.hash for version in self.versions for cell in version.cells}
        for report in told:
            if report.name not in self.kept and step.at - report.at <= timedelta(days=40):
                hash_ = cell_hash(report.source)
                at = report.at if report.at <= step.at + timedelta(minutes=10) else step.at
                hash_ = hash_ if hash_ in known else ""
                self.kept[report.name] = Record(report.person, hash_, report.success, at, report.ms)

    def _sent(self, report: Report) -> received.Report:
        assert self.notebook is not None
        return received.Report(
            id=uuid.uuid5(self.space, str(report.name)),
            notebook=self.notebook.uuid,
            cell_hash=cell_hash(report.source),
            success=report.success,
            runtime_ms=report.ms,
            started_at=report.at,
        )

    def _work(self, step: Step) -> None:
        work(step.at)

    def _excuse(self, step: Step) -> None:
        names = [name for name in self.story.excusing if name in self.kept and not self.kept[name].success]
        keys = [uuid.uuid5(self.space, str(name)) for name in names]
        Execution.objects.filter(key__in=keys).update(excused=True, summed=False)
        for name in names:
            self.kept[name].excused = True

    def _flood(self, step: Step) -> None:
        assert self.notebook is not None
        person = self.people[step.person]
        Flood.objects.get_or_create(person=person, notebook=self.notebook, day=step.at.date())
        tell({self.notebook.pk})
        self.floods.append((step.person, step.at))


def _document(step: Step) -> Cleaned:
    document = notebook_json(*(source for source, _ in step.cells))
    document["cells"] = document["cells"][: len(step.cells)]
    for cell, (_, tag) in zip(document["cells"], step.cells, strict=True):
        cell["metadata"] = {"tags": [tag]} if tag else {}
    return clean_notebook(json.dumps(document).encode())


def _code(place: int, source: str, tag: str) -> Code:
    return Code(place + 1, cell_hash(source), not source.strip(), tag == "optional", tag == "raises-exception")


def work(now: datetime) -> None:
    """What the worker does all the time."""
    sum_up()
    sweep(now)
    refresh(now)


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    """Everything happens at this moment."""
    with patch("django.utils.timezone.now", return_value=at):
        yield


@contextmanager
def author_weight(weight: float) -> Iterator[None]:
    """Authors' own runs weigh so much."""
    before = settings.CONFIG.author_weight
    object.__setattr__(settings.CONFIG, "author_weight", weight)
    try:
        yield
    finally:
        object.__setattr__(settings.CONFIG, "author_weight", before)
