"""Queries of a page, those while rendering apart: a page receives a finished thing, so there are none of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection
from django.template.backends.django import Template
from django.test.utils import CaptureQueriesContext


@dataclass
class Counts:
    """Queries of the view, and of rendering alone."""

    total: int = 0
    rendering: int = 0

    @property
    def view(self) -> int:
        """Queries before the template began."""
        return self.total - self.rendering


Counting = Callable[[], AbstractContextManager[Counts]]


@contextmanager
def count() -> Iterator[Counts]:
    """Count what is asked inside."""
    counts, render = Counts(), Template.render

    def watched(self: Template, *args: Any, **kwargs: Any) -> Any:
        before = len(connection.queries_log)
        try:
            return render(self, *args, **kwargs)
        finally:
            counts.rendering += len(connection.queries_log) - before

    with mock.patch.object(Template, "render", watched), CaptureQueriesContext(connection) as captured:
        yield counts
    counts.total = len(captured)
