"""The contract gallery: answers what the real gallery's API promises, over real HTTP, and nothing more.

The journeys of the whole product run against the real gallery; this one lets the extension's own tests say which
notebooks exist and which failures come.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
TOKEN = "token-of-ada"
TERMS = "I wrote this myself."
STRIPPED = dict.fromkeys(("outputs", "execution_counts", "metadata_keys", "widgets", "attachments", "bytes"), 0)


class Refused(Exception):
    """A problem document."""

    def __init__(self, status: int, kind: str, detail: str, **more: Any) -> None:
        """Keep what is sent."""
        super().__init__(detail)
        self.status = status
        self.body = {"type": kind, "title": "Refused", "detail": detail, "status": status, **more}


@dataclass
class Published:
    """A notebook in the gallery."""

    title: str
    versions: list[Json]
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))
    author: str = "Grace Hopper"
    message: str = "Corrected the units"
    language: str = "python"
    health: str = "undetermined"
    deprecated: bool = False

    @property
    def slug(self) -> str:
        return self.title.lower().replace(" ", "-")


def notebook(*sources: str) -> Json:
    """A clean notebook of code cells."""
    cells: list[Json] = [
        {
            "cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source,
            "outputs": [], "execution_count": None,
        }
        for number, source in enumerate(sources)
    ]  # fmt: skip
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


@dataclass
class ContractGallery:
    """What it holds, and what it was sent."""

    url: str = ""
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    notebooks: dict[str, Published] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)
    starred: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    recommended: dict[str, str] | None = None  # the reason for each; an older gallery recommends nothing
    received: list[Json] = field(default_factory=list)
    broken: bool = False
    terms_number: int = 1
    rules: Json | None = None  # of recording; without them it is a gallery from before there were records
    executions: dict[str, Json] = field(default_factory=dict)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    batches: list[int] = field(default_factory=list)
    unfit: set[str] = field(default_factory=set)  # ids of records that it refuses
    health: Json = field(default_factory=lambda: {"outage": None, "others": None})
    reports: list[tuple[str, str]] = field(default_factory=list)
    alike: list[Json] | None = None  # an older gallery compares nothing
    compared: list[Json] = field(default_factory=list)
    meant: str = ""  # what it takes every question for
    finds_cells: bool = True  # an older gallery finds whole notebooks only

    def publish(self, title: str, *sources: str) -> Published:
        """A new notebook with one version."""
        made = Published(title, [notebook(*sources)])
        self.notebooks[made.uuid] = made
        return made

    def ticket(self, published: Published) -> str:
        """A one-time ticket."""
        secret = f"ticket-{uuid.uuid4()}"
        self.tickets[secret] = published.uuid
        return secret

    def await_records(self, ids: set[str], patience: float = 90) -> None:
        """Return once records of these ids are here; fail if they do not come in time."""
        with self.arrived:
            self.arrived.wait_for(lambda: ids <= set(self.executions), patience)
        missing = ids - set(self.executions)
        assert not missing, f"waited in vain for {len(missing)} of {len(ids)} records"

    def page(self, published: Published) -> str:
        return f"{self.url}/notebooks/{published.uuid}/{published.slug}"

    def answer(self, method: str, path: str, query: dict[str, str], token: str, body: Json) -> tuple[int, Json]:
        """One call."""
        if token not in self.tokens:
            raise Refused(401, "not-authenticated", "Sign in.")
        if self.broken:
            raise Refused(500, "out-of-order", "Something broke on our side.")
        parts = path.removeprefix("/api/v1/").split("/")
        return (200, self._read(parts, query)) if method == "GET" else self._write(parts, body)

    def _read(self, parts: list[str], query: dict[str, str]) -> Json:
        match parts:
            case ["me"]:
                return {
                    "name": "ada", "full_name": "Ada Lovelace", "url": f"{self.url}/people/ada", "terms": TERMS,
                    "terms_number": self.terms_number,
                }  # fmt: skip
            case ["shelf"]:
                kinds = {"starred": self.starred, "recent": self.recent}
                return {kind: [self._item(one) for one in ids] for kind, ids in kinds.items()}
            case ["notebooks"]:
                return self._search(query)
            case ["notebooks", one]:
                return self._about(self._find(one))
            case ["notebooks", one, "content"]:
                return self._find(one).versions[int(query["revision"]) - 1]
        return self._read_more(parts, query)

    def _search(self, query: dict[str, str]) -> Json:
        found = [one for one in self.notebooks.values() if query["q"] in one.title.lower()]
        for name in ("language", "health"):
            found = [one for one in found if query.get(name, "") in ("", getattr(one, name))]
        shown = [one for one in found if query.get("deprecated") == "show" or not one.deprecated]
        first = shown[: int(query["page_size"])]
        total, hidden = len(shown), len(found) - len(shown)
        about = {"total": total, "page": 1, "deprecated": hidden, "did_you_mean": self.meant}
        return {"items": [self._about(one) for one in first], **about}

    def _read_more(self, parts: list[str], query: dict[str, str]) -> Json:
        if parts == ["cells"] and self.finds_cells:
            return {"items": [cell for one in self.notebooks.values() for cell in self._cells(one, query["q"])]}
        if parts == ["recommendations"] and self.recommended is not None:
            found = [(self._find(one), reason) for one, reason in self.recommended.items()]
            return {"items": [{**self._about(one), "score": 0.5, "reason": reason} for one, reason in found]}
        if parts == ["recording"] and self.rules is not None:
            return self.rules
        if parts[0] == "notebooks" and parts[-1] == "health":
            return {**self.health, "score": 1.0, "cells": []}
        raise Refused(404, "not-found", "There is nothing at this address.")

    def _write(self, parts: list[str], body: Json) -> tuple[int, Json]:
        match parts:
            case ["tickets", "redeem"]:
                return 200, self._redeem(body["ticket"])
            case ["notebooks"]:
                return 201, self._create(body)
            case ["similar"] if self.alike is not None:
                self.compared.append(body)
                return 200, {"items": self.alike, "total": len(self.alike)}
            case ["executions"] if self.rules is not None:
                return 202, self._record(body["items"])
            case ["notebooks", one, "reports"]:
                self.reports.append((one, body["cell_hash"]))
                return 202, {"reported": True}
            case ["notebooks", one, "revisions"]:
                return 201, self._add(self._find(one), body)
        raise Refused(404, "not-found", "There is nothing at this address.")

    def _find(self, one: str) -> Published:
        if one not in self.notebooks:
            raise Refused(404, "not-found", "There is nothing at this address.")
        return self.notebooks[one]

    def _item(self, one: str) -> Json:
        published = self._find(one)
        return {
            "notebook": one, "title": published.title, "revision": len(published.versions),
            "filename": f"{published.slug}.ipynb", "url": self.page(published),
        }  # fmt: skip

    def _cells(self, published: Published, words: str) -> list[Json]:
        return [
            {
                "notebook": published.uuid, "title": published.title, "owner": "grace", "language": "python",
                "health": "undetermined", "number": number, "source": cell["source"],
                "url": f"{self.page(published)}#cell-{number}",
            }
            for number, cell in enumerate(published.versions[-1]["cells"], start=1)
            if words in cell["source"]
        ]  # fmt: skip

    def _about(self, published: Published) -> Json:
        return {
            "uuid": published.uuid, "title": published.title, "owner": "grace", "language": published.language,
            "tags": [],
            "snippet": f"All about <mark>{published.title}</mark> &amp; more", "health": published.health, "stars": 0,
            "runs": 0, "updated": "2026-11-21T08:00:00Z", "revision": len(published.versions),
            "url": self.page(published), "deprecated": published.deprecated,
        }  # fmt: skip

    def _redeem(self, ticket: str) -> Json:
        if ticket not in self.tickets:
            raise Refused(404, "ticket-not-valid", "This link was used already or is too old.")
        one = self.tickets.pop(ticket)
        return {**self._item(one), "content": self._find(one).versions[-1]}

    def _record(self, items: list[Json]) -> Json:
        if any(item["id"] in self.unfit for item in items):
            raise Refused(422, "bad-request", "One of them cannot be used.")
        self.batches.append(len(items))
        fresh = {item["id"]: item for item in items if item["id"] not in self.executions}
        with self.arrived:
            self.executions |= fresh
            self.arrived.notify_all()
        return {"accepted": len(fresh), "duplicates": len(items) - len(fresh), "unknown": 0, "refused": 0}

    def _create(self, body: Json) -> Json:
        self.received.append(body)
        if body.get("terms", self.terms_number) != self.terms_number:
            raise Refused(409, "conflict", "The terms for authors have changed meanwhile.")
        made = Published(body["title"], [body["content"]])
        self.notebooks[made.uuid] = made
        return self._saved(made)

    def _add(self, published: Published, body: Json) -> Json:
        self.received.append(body)
        current = len(published.versions)
        if body["base_revision"] != current:
            raise Refused(
                409, "revision-conflict", "Somebody saved in between.",
                current_revision=current, current_author=published.author,
                current_message=published.message, current_saved_at="2026-11-21T08:00:00Z",
            )  # fmt: skip
        published.versions.append(body["content"])
        return self._saved(published)

    def _saved(self, published: Published) -> Json:
        return {
            "uuid": published.uuid, "revision": len(published.versions), "url": self.page(published),
            "stripped": STRIPPED, "warnings": [],
        }  # fmt: skip


def _handler(gallery: ContractGallery) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._respond()

        def do_POST(self) -> None:
            self._respond()

        def _respond(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            try:
                body = json.loads(raw) if raw else {}
                status, answer = gallery.answer(self.command, address.path, query, token, body)
            except Refused as refused:
                status, answer = refused.status, refused.body
            self._send(status, answer)

        def _send(self, status: int, answer: Json) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            kind = "application/json" if status < 400 else "application/problem+json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Say nothing."""

    return Handler


@contextmanager
def contract_gallery() -> Iterator[ContractGallery]:
    """Serve one on a free port."""
    gallery = ContractGallery()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(gallery)) as server:
        server.daemon_threads = True
        gallery.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield gallery
        finally:
            server.shutdown()
            thread.join()
