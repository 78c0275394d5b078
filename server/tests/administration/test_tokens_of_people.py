"""Administrators see which tokens there are, never what they are, and end them."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import PersonalToken, User
from gallery.accounts.tokens import create_token, find_token
from gallery.audit.models import AuditEvent

Events = Callable[[str], Sequence[AuditEvent]]


@pytest.fixture
def tokens(ada: User, grace: User) -> dict[str, str]:
    """Three tokens, by what they are for."""
    made = {
        "laptop": create_token(owner=ada, name="laptop", days=30),
        "old": create_token(owner=ada, name="old", days=365),
        "endless": create_token(owner=grace, name="endless"),
    }
    long_ago = timezone.now() - timedelta(days=91)
    PersonalToken.objects.filter(name="old").update(created_at=long_ago)
    PersonalToken.objects.filter(name="endless").update(last_used_at=timezone.now(), created_at=long_ago)
    return {name: secret for name, (_, secret) in made.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"laptop", "old", "endless"}),
        ("?person=Ada", {"laptop", "old"}),
        ("?unused=yes", {"old"}),
        ("?endless=yes", {"endless"}),
        ("?person=nobody", set()),
    ],
)
def test_the_list(office: Client, tokens: dict[str, str], query: str, names: set[str]) -> None:
    answer = office.get(f"/admin/tokens/{query}")
    assert {one.name for one in answer.context["listing"].tokens} == names
    digests = PersonalToken.objects.values_list("digest", flat=True)
    assert not any(secret in answer.text for secret in (*tokens.values(), *digests))


def test_revoking_ends_a_token_at_once(office: Client, ada: User, tokens: dict[str, str], events: Events) -> None:
    token = PersonalToken.objects.get(name="laptop")
    answer = office.post(f"/admin/tokens/{token.pk}/revoke", {"next": "/admin/people/ada"})
    assert answer["Location"] == "/admin/people/ada"
    assert find_token(tokens["laptop"]) is None
    (event,) = events("token.revoked")
    assert (event.actor, event.detail) == ("admin", {"person": "ada"})
    assert office.post(f"/admin/tokens/{token.pk}/revoke").status_code == 404
