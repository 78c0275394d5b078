"""What the tests of pages share: ada's public and private notebook, and numbers of queries."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection
from django.template.backends.django import Template
from django.test.utils import CaptureQueriesContext

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.search.replica import let_go


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """Numbers of rows repeat between tests, so what the index took in from the last one goes."""
    let_go()
    shutil.rmtree(settings.CONFIG.home / "index", ignore_errors=True)


@dataclass
class Counts:
    """Queries of the view, and of rendering alone."""

    total: int = 0
    rendering: int = 0

    @property
    def view(self) -> int:
        """Queries before the template began."""
        return self.total - self.rendering


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """A context in which queries are counted, those while rendering apart."""
    render = Template.render

    @contextmanager
    def count() -> Iterator[Counts]:
        counts = Counts()

        def watched(self: Template, *args: object, **kwargs: object) -> object:
            before = len(connection.queries_log)
            try:
                return render(self, *args, **kwargs)
            finally:
                counts.rendering += len(connection.queries_log) - before

        monkeypatch.setattr(Template, "render", watched)
        with CaptureQueriesContext(connection) as captured:
            yield counts
        counts.total = len(captured)

    return count


@pytest.fixture
def public(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A notebook that everybody may read."""
    return write(ada, "import pandas", "2 + 2", title="House prices", public=True, tags=["maps"], description="Where it became dear.")


@pytest.fixture
def private(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A notebook that ada alone may read."""
    return write(ada, "secret_canary = 1", title="Hidden canary", tags=["canary-tag"], language="julia")
