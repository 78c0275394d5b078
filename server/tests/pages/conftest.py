"""What the tests of pages share: ada's public and private notebook, and numbers of queries."""

import shutil
from collections.abc import Callable

import pytest
from django.conf import settings
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.search.replica import let_go

from server.tests.pages.counting import Counting, count


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """Numbers of rows repeat between tests, so what the index took in from the last one goes."""
    let_go()
    shutil.rmtree(settings.CONFIG.home / "index", ignore_errors=True)


@pytest.fixture
def counting() -> Counting:
    """A context in which queries are counted."""
    return count


@pytest.fixture
def public(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A notebook that everybody may read."""
    return write(
        ada,
        "import pandas",
        "2 + 2",
        title="House prices",
        public=True,
        tags=["maps"],
        description="Where it became dear.",
    )


@pytest.fixture
def private(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A notebook that ada alone may read."""
    return write(ada, "secret_canary = 1", title="Hidden canary", tags=["canary-tag"], language="julia")
