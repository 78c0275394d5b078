"""Providers as the operator would configure them, pointing at real ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from gallery.identity.discovery import forget_all
from gallery.identity.providers import ClaimNames, Creation, OpenIdProvider, Provider

from server.tests.identity.provider_world import SECRET, Browser, Corporate, corporate_world

NAMES = ClaimNames("preferred_username", "name", "email", "groups", "department", "clearances")
Offer = Callable[..., tuple[Provider, ...]]


@pytest.fixture(scope="session")
def corporate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corporate]:
    """Two companies' providers, running."""
    with corporate_world(tmp_path_factory.mktemp("provider"), settings.CONFIG.url) as made:
        yield made


@pytest.fixture
def openid(corporate: Corporate) -> OpenIdProvider:
    """The first company, as configured."""
    forget_all()
    return OpenIdProvider(
        key="corporate",
        title="Example Corp",
        issuer=corporate.issuer,
        names=NAMES,
        allowed_groups=frozenset(),
        admin_group="",
        create=Creation.YES,
        client_id="commonplace",
        client_secret=SECRET,
        scopes=("openid", "profile", "email", "groups"),
        hub_client_id="commonplace-hub",
    )


@pytest.fixture
def partner(openid: OpenIdProvider, corporate: Corporate) -> OpenIdProvider:
    """The second company."""
    return replace(openid, key="partner", title="Partner Ltd", issuer=corporate.other)


@pytest.fixture
def offer(settings: Any) -> Offer:
    """Configure these providers."""

    def set_them(*providers: Provider) -> tuple[Provider, ...]:
        settings.SIGN_IN = providers
        return providers

    return set_them


@pytest.fixture
def browser(db: None) -> Iterator[Callable[[], Browser]]:
    """A new browser each time."""
    opened: list[Browser] = []

    def fresh(**more: Any) -> Browser:
        opened.append(Browser(**more))
        return opened[-1]

    yield fresh
    for one in opened:
        one.close()
