"""What the browser's half may ask, below `/commonplace/`: always signed in to Jupyter, always with its XSRF check."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, cast

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from commonplace_lab import shelf
from commonplace_lab.copies import Arrival
from commonplace_lab.credentials import PastedCredentials
from commonplace_lab.errors import Trouble
from commonplace_lab.messages import _
from commonplace_lab.saving import cleaned, preview
from commonplace_lab.services import Services

Json = dict[str, Any]
NARROWING = ("language", "health")  # the filters of a search that the panel offers


class Handler(APIHandler):
    """Answers JSON; a `Trouble` becomes its sentence and reason."""

    auth_resource = "commonplace"

    @property
    def services(self) -> Services:
        """The parts of this server."""
        return cast("Services", self.settings["commonplace"])

    async def answer(self, work: Callable[[], Awaitable[Json]]) -> None:
        """Do the work and send its result."""
        try:
            body = await work()
        except Trouble as trouble:
            self.set_status(trouble.status)
            body = {"message": trouble.sentence, "reason": trouble.reason, **trouble.details}
        self.finish(body)

    def text(self, name: str, default: str | None = None) -> str:
        """A text in the request's body; raise `Trouble` if it is missing."""
        value = self.body().get(name, default)
        if not isinstance(value, str):
            raise incomplete(name)
        return value

    def number(self, name: str) -> int:
        """A whole number in the request's body; raise `Trouble` if it is missing."""
        value = self.body().get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise incomplete(name)
        return value

    def body(self) -> Json:
        """The request's body as an object."""
        body = self.get_json_body()
        if not isinstance(body, dict):
            raise incomplete("body")
        return body


class Asking(Handler):
    """A question: GET."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer it."""
        await self.answer(self.ask)

    def said(self, *names: str) -> Json:
        """Those of these arguments that say something."""
        values = {name: self.get_query_argument(name, "") for name in names}
        return {name: value for name, value in values.items() if value}

    async def ask(self) -> Json:
        """The answer."""
        raise NotImplementedError


class Doing(Handler):
    """Something that changes something: POST."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Do it."""
        await self.answer(self.do)

    async def do(self) -> Json:
        """What came of it."""
        raise NotImplementedError


class Status(Asking):
    """Who is signed in, and how long this server lives."""

    async def ask(self) -> Json:
        """Never fails: a gallery that cannot be reached is said in `problem`."""
        services = self.services
        facts: Json = {
            "signed_in": False,
            "user": None,
            "problem": None,
            "gallery_url": services.gallery.url,
            "can_sign_in": services.credentials.pasted,
            "ends_at": services.settings.ends_at,
            "idle_seconds": services.settings.idle_seconds,
            "now": time.time(),
        }
        try:
            return {**facts, "signed_in": True, "user": await services.gallery.me()}
        except Trouble as trouble:
            silent = trouble.reason == "not-signed-in" and services.credentials.pasted
            return {**facts, "problem": None if silent else trouble.sentence}


class SignIn(Doing):
    """A personal token is tried, then kept."""

    async def do(self) -> Json:
        """Answer whose token it is, and fill the folders of starred and recent notebooks."""
        services, token = self.services, self.text("token").strip()
        if not isinstance(services.credentials, PastedCredentials):
            raise Trouble(_("On this server the hub signs you in."), reason="bad-request")
        if not token or not token.isascii() or not token.isprintable():
            raise Trouble(_("That is not a token; copy it again from your settings."), reason="bad-token")
        user = await services.gallery.me(token)
        services.credentials.keep(token)
        services.sender.wake()
        await shelf.fill(services.gallery, services.copies)
        return {"user": user}


class SignOut(Doing):
    """The kept token is deleted."""

    async def do(self) -> Json:
        """On a hub there is nothing to delete. Records that wait are this person's: they are sent now, or never."""
        services = self.services
        if isinstance(services.credentials, PastedCredentials):
            await services.sender.last_call()
            await services.recorder.forget_all()
            services.credentials.forget()
            services.policy.forget()
        return {}


class Redeem(Doing):
    """A ticket becomes a file."""

    async def do(self) -> Json:
        """Answer what became of it."""
        arrival = Arrival.read(await self.services.gallery.redeem(self.text("ticket")))
        return asdict(self.services.copies.place(arrival))


class Pull(Doing):
    """A notebook of the gallery becomes a file; with `beside`, even if there is a copy already."""

    async def do(self) -> Json:
        """Answer what became of it."""
        gallery, copies = self.services.gallery, self.services.copies
        about = await gallery.notebook(self.text("notebook"))
        revision = self.number("revision") if "revision" in self.body() else about["revision"]
        content = await gallery.content(about["uuid"], revision)
        filename = f"{about['url'].rsplit('/', 1)[-1]}.ipynb"
        found = {**about, "notebook": about["uuid"], "revision": revision}
        arrival = Arrival.read({**found, "filename": filename, "content": content})
        return asdict(copies.place_beside(arrival) if self.body().get("beside") else copies.place(arrival))


class Preview(Doing):
    """What would leave; nothing does."""

    async def do(self) -> Json:
        """Answer it as sentences."""
        return preview(self.body().get("content"), self.text("path", ""))


class Similar(Doing):
    """What is like a notebook already: asked once its author has decided to save, since it sends what saving sends."""

    async def do(self) -> Json:
        """The nearest ones, and how many there are; none from a gallery that knows no such question yet."""
        notebook = cleaned(self.body().get("content")).notebook
        try:
            return await self.services.gallery.similar({"content": notebook})
        except Trouble as trouble:
            if trouble.reason != "not-found":
                raise
            return {"items": [], "total": 0}


class SaveNew(Doing):
    """A new notebook in the gallery."""

    async def do(self) -> Json:
        """Answer where it is; the file here becomes a copy of it."""
        notebook = cleaned(self.body().get("content")).notebook
        wanted = {name: self.text(name) for name in ("title", "description", "visibility")}
        tags = [str(tag) for tag in self.body().get("tags", [])]
        shown = self.body().get("terms")  # the edition that the author saw; an older gallery told none
        told = {"terms": shown} if isinstance(shown, int) else {}
        card = {"card": {"question": question}} if (question := self.text("question", "")) else {}
        saved = await self.services.gallery.create({**wanted, **told, **card, "tags": tags, "content": notebook})
        return _remembered(self, saved, notebook)


class SaveVersion(Doing):
    """A new version of a notebook in the gallery."""

    async def do(self) -> Json:
        """Answer where it is, or who saved in between."""
        notebook = cleaned(self.body().get("content")).notebook
        body = {"content": notebook, "base_revision": self.number("base_revision"), "message": self.text("message")}
        saved = await self.services.gallery.add_revision(self.text("notebook"), body)
        return _remembered(self, saved, notebook)


class Search(Asking):
    """Notebooks that answer a question."""

    async def ask(self) -> Json:
        """The first page."""
        return await self.services.gallery.search(self.get_query_argument("q", ""), self.said(*NARROWING, "deprecated"))


class Cells(Asking):
    """Single cells that answer a question."""

    async def ask(self) -> Json:
        """The best ones; none from a gallery that knows no such question yet."""
        try:
            return await self.services.gallery.cells(self.get_query_argument("q", ""), self.said(*NARROWING))
        except Trouble as trouble:
            if trouble.reason != "not-found":
                raise
            return {"items": []}


class Shelf(Asking):
    """Starred, recently run and recommended notebooks."""

    async def ask(self) -> Json:
        """As the gallery has them now."""
        return {**await self.services.gallery.shelf(), "recommended": await self._recommended()}

    async def _recommended(self) -> list[Json]:
        """None from a gallery that recommends nothing yet."""
        try:
            items = (await self.services.gallery.recommendations())["items"]
        except Trouble as trouble:
            if trouble.reason != "not-found":
                raise
            return []
        return [{"notebook": one["uuid"], "title": one["title"], "reason": one["reason"]} for one in items]


def _remembered(handler: Handler, saved: Json, notebook: Json) -> Json:
    path = handler.text("path", "")
    if path:
        handler.services.copies.remember(path, saved["uuid"], saved["revision"], notebook)
    return {"notebook": saved["uuid"], "revision": saved["revision"], "url": saved["url"]}


def incomplete(name: str) -> Trouble:
    """Return the error of a request that lacks something."""
    sentence = _("The request lacks “{name}”. Reload the page and try again; your work is kept.")
    return Trouble(sentence.format(name=name), reason="bad-request")


ROUTES: list[tuple[str, type[Handler]]] = [
    ("status", Status),
    ("sign-in", SignIn),
    ("sign-out", SignOut),
    ("redeem", Redeem),
    ("pull", Pull),
    ("preview", Preview),
    ("similar", Similar),
    ("save-new", SaveNew),
    ("save-version", SaveVersion),
    ("search", Search),
    ("cells", Cells),
    ("shelf", Shelf),
]
