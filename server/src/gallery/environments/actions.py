"""Register and remove Jupyter servers."""

from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from gallery.accounts.models import User
from gallery.accounts.tokens import create_token, revoke_token
from gallery.audit.actions import record
from gallery.environments.models import Environment
from gallery.lib.errors import Invalid, NotThere
from gallery.lib.permissions import Permission

SCOPES = (Permission.NOTEBOOKS_READ, Permission.NOTEBOOKS_WRITE, Permission.EXECUTIONS_WRITE)


def server_address(typed: str) -> str:
    """The address of a Jupyter server as it is kept: scheme, host, path; no query, no token, no slash at the end."""
    parts = urlsplit(typed.strip())
    try:
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password or len(typed) > 300:
        raise Invalid("That is no address of a Jupyter server. Write it like http://localhost:8888.")
    path = parts.path.rstrip("/").removesuffix("/lab").removesuffix("/tree")
    return f"{parts.scheme}://{parts.netloc}{path}"


@transaction.atomic
def register(*, owner: User, name: str, url: str) -> tuple[Environment, str]:
    """Register a server; returns it and the token to paste into its Gallery panel, which is shown once."""
    name = " ".join(name.split())[:80] or "My Jupyter"
    if Environment.objects.filter(owner=owner, name=name).exists():
        raise Invalid(f"You have a Jupyter server called {name} already. Give this one another name.")
    token, secret = create_token(owner=owner, name=f"Jupyter: {name}"[:80], scopes=SCOPES)
    environment = Environment.objects.create(owner=owner, name=name, url=server_address(url), token=token)
    record(actor=owner.username, action="environment.registered", subject=f"environment:{environment.uuid}")
    return environment, secret


@transaction.atomic
def remove(*, owner: User, uuid: UUID) -> None:
    """Forget a server of one's own and end its token."""
    environment = Environment.objects.filter(owner=owner, uuid=uuid).select_related("token").first()
    if environment is None:
        raise NotThere
    if environment.token.revoked_at is None:
        revoke_token(owner=owner, pk=environment.token.pk)
    environment.delete()
    record(actor=owner.username, action="environment.removed", subject=f"environment:{uuid}")
