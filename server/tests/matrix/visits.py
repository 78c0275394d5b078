"""How each actor comes in, and one request of theirs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import PersonalToken, User
from gallery.accounts.tokens import create_token
from gallery.lib.permissions import Permission
from gallery.provider.clients import ensure_first_party_client
from oauth2_provider.models import get_access_token_model, get_application_model

from server.tests.matrix.actors import ACTORS, Actor, Credential
from server.tests.matrix.admin_mode import enter_admin_mode
from server.tests.matrix.answers import Answer
from server.tests.matrix.world import World

PAST, LATER = timedelta(hours=-1), timedelta(hours=1)


@dataclass
class Questions:
    """Counts statements to the database, without their texts: writing those out takes as long as asking."""

    number: int = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Pass a statement on."""
        self.number += 1
        return execute(*statement)


@dataclass
class Visitor:
    """An actor with a browser or program of their own."""

    actor: Actor
    client: Client = field(default_factory=Client)
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        *,
        form: Mapping[str, Any] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request; redirects are not followed."""
        body: dict[str, Any] = {}
        if form is not None:
            body = {"data": form}
        elif data is not None:
            body = {"data": json.dumps(data), "content_type": "application/json"}
        sent = self.headers | dict(headers or {})
        asked = timezone.now().isoformat()[:26].lower()
        questions = Questions()
        with connection.execute_wrapper(questions):
            response = getattr(self.client, method.lower())(path, headers=sent, **body)
        return Answer.of(response, questions.number, asked)


def visitors(world: World) -> dict[str, Visitor]:
    """Everybody, by the name of the actor."""
    return {actor.name: visitor(world, actor) for actor in ACTORS}


def visitor(world: World, actor: Actor) -> Visitor:
    """One of them, with session or token, and with the cookies of a first visit."""
    made = Visitor(actor)
    person = world.people.get(actor.person)
    for shown in (actor.shows, actor.beside):
        _let_in(made, person, shown)
    made.ask("GET", "/help")
    made.ask("GET", "/api/v1/me")  # the gallery notes now and then that a token was used
    return made


def _let_in(made: Visitor, person: User | None, shown: Credential) -> None:
    if shown is Credential.NOTHING or person is None:
        return
    if shown in {Credential.SESSION, Credential.DEAD_SESSION, Credential.ADMIN_MODE}:
        made.client.force_login(person)
        if shown is Credential.ADMIN_MODE:
            enter_admin_mode(made.client)
        return
    made.headers["Authorization"] = f"Bearer {_token(made.actor, person, shown)}"


def _token(actor: Actor, person: User, shown: Credential) -> str:
    if shown in {Credential.CLIENT_TOKEN, Credential.EXPIRED_CLIENT_TOKEN}:
        return client_token(person, actor.scopes or frozenset(), expired=shown is Credential.EXPIRED_CLIENT_TOKEN)
    scopes = [scope for scope in Permission if actor.scopes is None or scope.value in actor.scopes]
    token, secret = create_token(owner=person, name=actor.name, scopes=scopes)
    ends = {
        Credential.REVOKED_TOKEN: {"revoked_at": timezone.now() + PAST},
        Credential.EXPIRED_TOKEN: {"expires_at": timezone.now() + PAST},
    }
    PersonalToken.objects.filter(pk=token.pk).update(**ends.get(shown, {}))
    return secret


def client_token(person: User, scopes: frozenset[str], *, expired: bool = False, client: str = "elsewhere") -> str:
    """An access token that a client of the OpenID provider received."""
    ensure_first_party_client(
        client_id=client, name=client, secret="s" * 40, redirect_uri=f"https://{client}.test/back"
    )
    application, tokens = get_application_model().objects.get(client_id=client), get_access_token_model()
    secret = f"token-{client}-{person.username}-{'-'.join(sorted(scopes))}-{expired}"
    expires = timezone.now() + (PAST if expired else LATER)
    tokens.objects.create(
        user=person, application=application, token=secret, expires=expires, scope=" ".join(sorted(scopes))
    )
    return secret
