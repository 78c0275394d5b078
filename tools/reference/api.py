"""Draws the page of the API from its OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from tools.reference.markdown import code, page, table
from tools.reference.openapi import document
from tools.reference.routes import routes

INTRO = (
    "What programs may ask. Send `Authorization: Bearer TOKEN`, or be signed in; "
    "[how to use it](../how-to/use-the-api.md) has examples. The same as a document for machines: "
    "`contracts/openapi.json`, or `/api/v1/openapi.json` of a running gallery; `/api/v1/docs` tries it out. "
    "A refusal is a [problem document](errors.md). What you may not read answers 404, exactly like what does "
    "not exist."
)
Json = dict[str, Any]


def draw() -> str:
    """The page."""
    known = document()
    scopes = {(route.method, route.path): [str(route.scope)] for route in routes()}
    blocks = [INTRO]
    for path, methods in sorted(known["paths"].items()):
        for method, operation in methods.items():
            call = (method.upper(), path)
            blocks += section(call, operation, scopes.get(call, []))
    return page("API", *blocks, "## Shapes", *shapes(known["components"]["schemas"]))


def section(call: tuple[str, str], operation: Json, scopes: list[str]) -> Iterator[str]:
    """What one call is for, takes and answers."""
    yield f"## {' '.join(call)}"
    summary, more = operation.get("summary", ""), operation.get("description", "")
    yield f"**{summary}.** {' '.join(more.split())}"
    needed = ", ".join(code(scope) for scope in scopes) or "none"
    yield "\n".join([f"- Scope: {needed}", *_taken(operation), *_answered(operation)])
    yield table(("Parameter", "In", "Type", "Meaning"), map(_parameter, operation.get("parameters", [])))


def _parameter(one: Json) -> tuple[str, str, str, str]:
    schema = one.get("schema", {})
    told = one.get("description") or schema.get("description", "")
    default = schema.get("default")
    default_words = f"by default {code(default)}" if default not in {None, ""} else ""
    return code(one["name"]), one["in"], shape(schema), "; ".join(filter(None, (told, default_words)))


def _taken(operation: Json) -> Iterator[str]:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"- Takes {code(kind)}: {shape(content.get('schema', {}))}"


def _answered(operation: Json) -> Iterator[str]:
    for status, answer in operation.get("responses", {}).items():
        contents = [shape(content.get("schema", {})) for content in answer.get("content", {}).values()]
        yield f"- Answers {status}: {' or '.join(contents) or 'nothing'}"


def shapes(schemas: dict[str, Json]) -> Iterator[str]:
    """A section with the fields of each named shape."""
    for name, schema in sorted(schemas.items()):
        yield f"### {name}"
        yield " ".join(schema.get("description", "").split())
        yield table(("Field", "Type"), _fields(schema))


def _fields(schema: Json) -> Iterator[tuple[str, str]]:
    needed = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield code(name), shape(field) + ("" if name in needed else ", optional")


def shape(schema: Json) -> str:
    """A schema in a few words; a named one as a link to its section."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(shape(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(code(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {shape(schema.get('items', {}))}"
    if schema.get("properties"):
        return ", ".join(name for name, _ in _fields(schema))
    return _plain(schema)


def _plain(schema: Json) -> str:
    words = {"date-time": "time", "uuid": "uuid", "null": "null"}
    kind = str(schema.get("format") or schema.get("type") or "anything")
    return words.get(kind, "object" if kind == "object" else str(schema.get("type", "anything")))
