"""What somebody's own server may tell of an executed cell: read strictly, so that nothing else can come with it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from gallery.lib.errors import Invalid, TooLarge

MOST = 1_000  # items in one batch
MOST_BYTES = 1_000 * MOST
LARGEST = 2**31 - 1  # what the database's integers hold

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]
CauseName = Literal["right", "package", "source", "memory", "input", "other"]


class Report(BaseModel):
    """One executed cell. The id is made by the sender: whatever arrives with it a second time counts once."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: UUID
    notebook: UUID
    revision: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    cell_hash: Hash
    success: bool
    runtime_ms: Annotated[int, Field(ge=0, le=LARGEST)]
    started_at: AwareDatetime
    cause: CauseName | None = None


class Batch(BaseModel):
    """What is sent at once."""

    model_config = ConfigDict(extra="forbid", strict=True)

    items: Annotated[list[Report], Field(max_length=MOST)]


_READER = TypeAdapter(Batch)
# Field: what is expected of it, in words
_EXPECTED = {
    "id": "a UUID made for this execution alone",
    "notebook": "the notebook's UUID",
    "revision": f"the number of the version, from 1 to {LARGEST}",
    "cell_hash": "the SHA-256 of the cell's source: 64 digits from 0-9 and a-f",
    "success": "true or false",
    "runtime_ms": f"whole milliseconds from 0 to {LARGEST}",
    "started_at": "a time with its zone, as in 2030-01-31T18:00:00Z",
    "cause": "one of right, package, source, memory, input, other",
}


def read_batch(body: bytes) -> list[Report]:
    """The reports of a request, or the end of it with one sentence on the first that cannot be used."""
    if len(body) > MOST_BYTES:
        raise TooLarge(f"A batch may have {MOST_BYTES} bytes. Nothing was kept; send fewer items at once.")
    try:
        return _READER.validate_json(body).items
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False, include_context=False, include_input=False)[0]) from None


def _refusal(fault: Any) -> Invalid:
    """One sentence; `item` tells programs which one to leave out when they try again."""
    place = fault["loc"]
    if fault["type"] == "too_long" and place == ("items",):
        return Invalid(f"A batch may have {MOST} items. Nothing was kept; send the rest in another batch.")
    if len(place) < 2 or not isinstance(place[1], int):
        return Invalid(
            "The body must be a JSON object with `items`, a list of executions, and nothing else. Nothing was kept."
        )
    return Invalid(f"items[{place[1]}]: {_wrong(fault)} Nothing was kept.", item=place[1])


def _wrong(fault: Any) -> str:
    field = str(fault["loc"][2]) if len(fault["loc"]) > 2 else ""
    if field not in _EXPECTED:  # a name that is not ours is not repeated: it may be anything
        return f"it must be an object with these fields alone: {', '.join(_EXPECTED)}."
    if fault["type"] == "missing":
        return f"{field} is missing; it is {_EXPECTED[field]}."
    return f"{field} is not {_EXPECTED[field]}."


def request_body() -> dict[str, Any]:
    """How the API's document describes the body."""
    schema = Batch.model_json_schema()
    report = schema.pop("$defs")["Report"]
    schema["properties"]["items"]["items"] = report
    return {"required": True, "content": {"application/json": {"schema": schema}}}
