"""What the tests of pages share: ada's public and private notebook, and numbers of queries."""

from collections.abc import Callable

import pytest
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook

from server.tests.pages.counting import Counting, count


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
