"""What a page promises by naming it: each function answers a sentence for each promise that does not hold."""

import importlib.util
import re
import shlex
from collections.abc import Iterator
from functools import cache

from django.urls import Resolver404, resolve
from gallery.lib.permissions import Permission
from gallery.search.question import QUERY_WORDS
from gallery.site.command_line import parser

from tests.docs.pages import commands, spans
from tools.fences.tree import tree
from tools.reference.events import events
from tools.reference.gallery import modules
from tools.reference.routes import PREFIX, routes
from tools.reference.settings import names
from tools.surroundings import ROOT

# `commonplace` where a command can stand: at the beginning, after settings, or within $( … )
COMMAND = re.compile(r"(?:^|\$\(|&&|;|\|)\s*(?:[A-Z_]+=\S*\s+)*(?:\.venv/bin/)?commonplace +([^)|;&#\n]+)")
MODULE = re.compile(r"\bpython3? -m ([\w.]+)")
FILES = (".log", ".csv")  # look like an event, and are none
SETTING = re.compile(r"(COMMONPLACE_[A-Z_]+|DATABASE_URL|PORT)(=.*)?")
SCOPE = re.compile(r"[a-z]+:[a-z]+")
CALL = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/\S+)")
ADDRESS = re.compile(r"/[A-Za-z0-9/_.{}<>-]*")
SOURCE = re.compile(r"[\w./-]+/[\w-]+\.(?:py|json|md|toml)")
PLACEHOLDER = re.compile(r"UUID|\{uuid\}|<uuid>")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
# {% translate "…" %} in templates, _("…") and gettext_lazy("…") in Python, trans.__('…') in TypeScript
TRANSLATED = re.compile(r"""(?:translate |gettext_lazy\(|\b_\(|\.__\()\s*["']([^"'\n]+)["']""")
JUPYTERLAB = {"Run", "Run All Cells", "Kernel", "Restart Kernel and Run All Cells", "Download"}  # not ours
SOME_UUID = "00000000-0000-4000-8000-000000000000"
SOURCES = (ROOT, ROOT / "server/src", ROOT / "hub/src", ROOT / "clean/src", ROOT / "lab")


@cache
def known_events() -> frozenset[str]:
    """Every audit event."""
    return frozenset(event.action for event in events(modules()))


@cache
def known_calls() -> frozenset[tuple[str, str]]:
    """Method and path of every call of the API."""
    return frozenset((route.method, route.path) for route in routes())


@cache
def known_settings() -> frozenset[str]:
    """Every setting."""
    return frozenset(names())


def wrong_commands(text: str) -> Iterator[str]:
    """Command lines that the real parser refuses, and modules that are not there."""
    for line in commands(text):
        for words in COMMAND.findall(line):
            if not _parses(words):
                yield f"`commonplace {words.strip()}` is refused by the command itself"
        for name in MODULE.findall(line):
            if not _is_module(name):
                yield f"`python -m {name}` names no module"


def _parses(words: str) -> bool:
    try:
        parser().parse_args(shlex.split(words.replace("…", "x")))
    except SystemExit as ended:
        return ended.code == 0
    return True


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def wrong_names(text: str) -> Iterator[str]:
    """Settings, scopes, calls, addresses, audit events and files in backticks that do not exist."""
    for span in spans(text):
        for kind, exists in KINDS:
            answer = exists(span)
            if answer is not None:
                if not answer:
                    yield f"`{span}` is no {kind}"
                break


def is_setting(span: str) -> bool | None:
    """Whether a setting exists; None for what is none."""
    found = SETTING.fullmatch(span)
    return found and found.group(1) in known_settings()


def is_scope(span: str) -> bool | None:
    """Whether a scope exists; None for what is none, such as `group:pricing` in a search."""
    if not SCOPE.fullmatch(span) or span.partition(":")[0] in QUERY_WORDS:
        return None
    return span in set(Permission)


def is_call(span: str) -> bool | None:
    """Whether a call of the API exists; None for what is none."""
    found = CALL.fullmatch(span)
    if not found:
        return None
    method, path = found.groups()
    full = path.partition("?")[0] if path.startswith(PREFIX) else PREFIX + path.partition("?")[0]
    return (method, PLACEHOLDER.sub("{uuid}", full)) in known_calls()


def is_address(span: str) -> bool | None:
    """Whether the gallery answers at an address; None for what is none."""
    if not ADDRESS.fullmatch(span):
        return None
    if span == "/o":  # the issuer: a prefix of addresses
        return True
    try:
        resolve(PLACEHOLDER.sub(SOME_UUID, span))
    except Resolver404:
        return False
    return True


def is_event(span: str) -> bool | None:
    """Whether an audit event exists; None for what does not begin like one."""
    if span.endswith(FILES):
        return None
    rooms = {action.partition(".")[0] for action in known_events()}
    return span in known_events() if span.count(".") == 1 and span.partition(".")[0] in rooms else None


def is_file(span: str) -> bool | None:
    """Whether a source or document exists; None for what is none."""
    return any((folder / span).exists() for folder in SOURCES) if SOURCE.fullmatch(span) else None


KINDS = (
    ("setting", is_setting),
    ("scope", is_scope),
    ("call of the API", is_call),
    ("address of the gallery", is_address),
    ("audit event", is_event),
    ("file", is_file),
)


def wrong_labels(text: str) -> Iterator[str]:
    """Words in bold, as in **Gallery → Save as new**, that no page, dialog or menu shows."""
    for bold in LABEL.findall(text):
        for words in re.split(r"\s*→\s*", " ".join(bold.split()).rstrip(".")):
            if words not in JUPYTERLAB and words not in shown_labels():
                yield f"**{words}** is shown nowhere"


@cache
def shown_labels() -> frozenset[str]:
    """Every text that pages, dialogs and menus offer for translation, without the dots of a menu."""
    files = (path for path in tree(ROOT).named(".html", ".py", ".ts", ".tsx") if "tests" not in path.parts)
    return frozenset(words.rstrip("…") for path in files for words in TRANSLATED.findall((ROOT / path).read_text()))
