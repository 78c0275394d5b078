"""API: a person's own Jupyter server tells how cells fared, and asks what it shall tell at all."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status

from gallery.accounts.caller import caller
from gallery.executions.actions import receive
from gallery.executions.reports import read_batch, request_body

router = Router(tags=["health"])


class Received(Schema):
    """What became of a batch; the four numbers are as many as its items."""

    accepted: int
    duplicates: int
    unknown: int
    refused: int


class Recording(Schema):
    """Whether executions are recorded here, and whether with the coarse cause of a failure."""

    record: bool
    causes: bool


@router.post(
    "/executions",
    response={202: Received},
    summary="Tell how cells fared",
    openapi_extra={"requestBody": request_body()},
)
def tell(request: HttpRequest) -> Status[Received]:
    """Keeps each execution once, however often it is sent; accepted means durable.

    `unknown` counts those of notebooks that are not there for the caller, older than 40 days, or sent while recording
    is off: do not send them again. `refused` counts those beyond 1,000 of one notebook a day, or 20 runs of all its
    cells where that is more. Where one item cannot be used, nothing is kept, and `item` of the answer is its index.
    """
    receipt = receive(person=caller(request).person(), reports=read_batch(request.body))
    return Status(202, Received(**vars(receipt)))


@router.get("/recording", response=Recording, summary="Whether executions are recorded")
def recording(request: HttpRequest) -> Recording:
    """What the operator of this gallery has decided. Where nothing is recorded, send nothing."""
    caller(request).person()
    config = settings.CONFIG
    return Recording(record=config.record_executions, causes=config.record_executions and config.record_causes)
