"""Progress in words and as a bar: drawn once for each piece of work, and never in the way of the work."""

from types import SimpleNamespace
from typing import Any

import pytest
from commonplace.spark import progress
from commonplace.spark.progress import Teller


class Drawn:
    """Stands for the place in the notebook."""

    def __init__(self) -> None:
        self.shown: list[Any] = []

    def update(self, shown: Any) -> None:
        """As the notebook calls it."""
        self.shown.append(shown)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Everything is slow enough to be drawn, and drawn here."""
    place = Drawn()

    monkeypatch.setattr(progress, "QUICK", -1.0)
    monkeypatch.setattr(progress, "place", lambda: place)
    return place


def stage(done: int, tasks: int = 4) -> Any:
    """A stage as Spark tells of it."""
    return SimpleNamespace(num_tasks=tasks, num_completed_tasks=done, done=done == tasks)


def test_each_step_is_drawn_once_and_the_end_counts_what_was_done(drawn: Drawn) -> None:
    teller = Teller()
    for stages in ([stage(1), stage(0)], [stage(1), stage(0)], [stage(4), stage(0)]):
        teller(stages=stages, inflight_tasks=2, operation_id="one", done=False)
    teller(stages=[stage(4), stage(0)], inflight_tasks=0, operation_id="one", done=True)
    assert [repr(one) for one in drawn.shown] == [
        "Spark: 1 of 8 tasks done, 2 running; stage 1 of 2",
        "Spark: 4 of 8 tasks done, 2 running; stage 2 of 2",
        "Spark: done, 4 tasks in 1 stage",
    ]
    assert 'max="8" value="1"' in drawn.shown[0]._repr_html_()
    assert "1 of 8 tasks done" in drawn.shown[0]._repr_html_()


def test_what_is_over_at_once_is_not_drawn(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUICK", 3600.0)
    teller = Teller()
    teller(stages=[stage(1)], inflight_tasks=1, operation_id="one", done=False)
    teller(stages=[stage(4)], inflight_tasks=0, operation_id="one", done=True)
    assert drawn.shown == []


def test_a_drawing_that_fails_does_not_stop_the_work(monkeypatch: pytest.MonkeyPatch, drawn: Drawn) -> None:
    monkeypatch.setattr(progress, "place", None)
    Teller()(stages=[stage(1)], inflight_tasks=1, operation_id="one", done=False)
    assert drawn.shown == []
