"""API: tell the owner that a cell fails. Nobody's name, nothing of the code, the output or the error is sent."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from gallery.accounts.caller import caller
from gallery.health.telling import report
from gallery.notebooks.access import readable

router = Router(tags=["health"])


class ReportIn(Schema):
    """Which cell fails."""

    cell_hash: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the cell's source, in lower-case hexadecimal figures",
    )


class Reported(Schema):
    """The owner will read it, once."""

    reported: bool = True


@router.post("/notebooks/{uuid}/reports", response={202: Reported}, summary="Report to the owner that a cell fails")
def report_failure(request: HttpRequest, uuid: UUID, body: ReportIn) -> Status[Reported]:
    """Tell the owners of a notebook that you may read; they are told once, however many people report."""
    person = caller(request).person()
    report(notebook=readable(person, uuid), source_hash=body.cell_hash, by=person)
    return Status(202, Reported())
