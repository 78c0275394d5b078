"""Calls to the gallery; each failure becomes one sentence."""

import uuid
from typing import Any

import httpx

from commonplace_lab.credentials import Credentials
from commonplace_lab.errors import Trouble
from commonplace_lab.http import connection
from commonplace_lab.messages import _

Json = dict[str, Any]


class GalleryClient:
    """The gallery's API, as far as a Jupyter server needs it. Every call may raise `Trouble`."""

    def __init__(self, url: str, credentials: Credentials) -> None:
        """`url` has no slash at its end."""
        self.url = url
        self._credentials = credentials

    async def me(self, token: str | None = None) -> Json:
        """Who is signed in; with `token`, whose token that is."""
        return await (self._call("GET", "/me") if token is None else self._once("GET", "/me", token))

    async def redeem(self, ticket: str) -> Json:
        """Use up a one-time ticket."""
        return await self._call("POST", "/tickets/redeem", json={"ticket": ticket})

    async def shelf(self) -> Json:
        """Starred and recently run notebooks."""
        return await self._call("GET", "/shelf")

    async def recommendations(self) -> Json:
        """A few notebooks for the person, each with one reason; an older gallery has none."""
        return await self._call("GET", "/recommendations", params={"most": "5"})

    async def search(self, words: str, narrowed: dict[str, str]) -> Json:
        """The first notebooks that answer a question, narrowed by the names that the gallery gives its filters."""
        return await self._call("GET", "/notebooks", params={"q": words, "page_size": "20", **narrowed})

    async def cells(self, words: str, narrowed: dict[str, str]) -> Json:
        """Single cells that answer a question."""
        return await self._call("GET", "/cells", params={"q": words, **narrowed})

    async def notebook(self, notebook: str) -> Json:
        """About one notebook."""
        return await self._call("GET", _path(notebook))

    async def content(self, notebook: str, revision: int) -> Json:
        """The notebook file of one version."""
        return await self._call("GET", f"{_path(notebook)}/content", params={"revision": str(revision)})

    async def create(self, body: Json) -> Json:
        """Save a new notebook."""
        return await self._call("POST", "/notebooks", json=body)

    async def similar(self, body: Json) -> Json:
        """What says almost the same as a notebook that is about to be saved; an older gallery cannot tell."""
        return await self._call("POST", "/similar", json=body)

    async def add_revision(self, notebook: str, body: Json) -> Json:
        """Save a new version; raises `Trouble` with reason `revision-conflict` if somebody saved in between."""
        return await self._call("POST", f"{_path(notebook)}/revisions", json=body)

    async def recording(self) -> Json:
        """What may be recorded; a gallery that takes no records has nothing at this address."""
        return await self._call("GET", "/recording")

    async def send_executions(self, items: list[Json]) -> Json:
        """Hand over records of executed cells; returns once the gallery has kept them."""
        return await self._call("POST", "/executions", json={"items": items})

    async def health(self, notebook: str, cell_hash: str) -> Json:
        """How a notebook fares, and that cell with everybody else."""
        return await self._call("GET", f"{_path(notebook)}/health", params={"cell": cell_hash})

    async def report(self, notebook: str, cell_hash: str) -> Json:
        """Tell the owner that a cell fails."""
        return await self._call("POST", f"{_path(notebook)}/reports", json={"cell_hash": cell_hash})

    async def _call(self, method: str, path: str, **parts: Any) -> Json:
        try:
            return await self._once(method, path, await self._credentials.token(), **parts)
        except Trouble as trouble:
            if trouble.reason != "sign-in-refused" or not self._credentials.renew():
                raise
        return await self._once(method, path, await self._credentials.token(), **parts)

    async def _once(self, method: str, path: str, token: str, **parts: Any) -> Json:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        try:
            async with connection() as client:
                answer = await client.request(method, f"{self.url}/api/v1{path}", headers=headers, **parts)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreachable() from error
        return self._read(answer)

    def _unreachable(self) -> Trouble:
        sentence = _("The gallery at {url} cannot be reached. Your work here is kept; try again in a moment.").format(
            url=self.url
        )
        return Trouble(sentence, reason="gallery-unreachable", status=502)

    def _read(self, answer: httpx.Response) -> Json:
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            sentence = _(
                "The gallery does not accept this sign-in (any more). Your work is kept; sign in or connect again."
            )
            raise Trouble(sentence, reason="sign-in-refused", status=403)
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.is_success and isinstance(body, dict):
            return body
        raise _problem(answer.status_code, body if isinstance(body, dict) and not answer.is_success else {})


def _problem(status: int, body: Json) -> Trouble:
    """From a problem document (RFC 9457); without one, from the status alone."""
    sentence = body.get("detail") or body.get("title")
    if not isinstance(sentence, str):
        sentence = _(
            "The gallery gave an answer that cannot be understood here ({status}). Your work is kept; try again later."
        ).format(status=status)
    reason = str(body.get("type") or "gallery-error").rstrip("/").rsplit("/", 1)[-1]
    known = {"type", "title", "detail", "status", "instance"}
    details = {key: value for key, value in body.items() if key not in known}
    # A server of ours that passes on a gallery's fault is a gateway; the rest is the request's fault.
    return Trouble(sentence, reason=reason, status=status if 400 <= status < 500 else 502, details=details)


def _path(notebook: str) -> str:
    try:
        return f"/notebooks/{uuid.UUID(notebook)}"
    except ValueError:
        sentence = _("This is not the address of a gallery notebook.")
        raise Trouble(sentence, reason="bad-request", status=400) from None
