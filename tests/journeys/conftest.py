"""One Chromium for a module: while it runs, its event loop would be in the way of other modules."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without any session."""
    with chromium() as started:
        yield started
