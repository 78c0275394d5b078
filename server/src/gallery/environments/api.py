"""API: registered Jupyter servers."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from gallery.accounts.caller import caller
from gallery.environments.actions import register, remove
from gallery.environments.models import Environment
from gallery.environments.queries import environments_of

router = Router(tags=["environments"])


class EnvironmentIn(Schema):
    """A server to register."""

    name: str
    url: str


class EnvironmentOut(Schema):
    """A registered server."""

    uuid: str
    name: str
    url: str


class Registered(EnvironmentOut):
    """A fresh server with its token, shown this once."""

    token: str


def _out(environment: Environment) -> dict[str, str]:
    return {"uuid": str(environment.uuid), "name": environment.name, "url": environment.url}


@router.get("/environments", response=list[EnvironmentOut], summary="Your Jupyter servers")
def list_environments(request: HttpRequest) -> list[EnvironmentOut]:
    """Servers that the caller registered, beside the hub."""
    principal = caller(request)
    return [EnvironmentOut(**_out(one)) for one in environments_of(principal.person())]


@router.post("/environments", response={201: Registered}, summary="Register a Jupyter server")
def add_environment(request: HttpRequest, body: EnvironmentIn) -> Status[Registered]:
    """Register a server of one's own; answers the token for its Gallery panel once."""
    principal = caller(request)
    environment, token = register(owner=principal.person(), name=body.name, url=body.url)
    return Status(201, Registered(**_out(environment), token=token))


@router.delete("/environments/{uuid}", response={204: None}, summary="Remove a Jupyter server")
def delete_environment(request: HttpRequest, uuid: UUID) -> Status[None]:
    """Forget a server and end its token."""
    principal = caller(request)
    remove(owner=principal.person(), uuid=uuid)
    return Status(204, None)
