"""What each address shows, in one line each.

Every route of the gallery is declared exactly once, in the file of its room in the folder `rooms`; a file that is put
there is found by itself.

    content   about one notebook: whoever may not read it gets what they would get if it did not exist
    listing   a list of notebooks, words or numbers drawn from many notebooks
    change    changes one notebook, its shares or requests
    own       about the caller alone; may name notebooks that the caller may read
    open      the same for everybody: no notebook can appear
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from server.tests.matrix.states import State

Kind = Literal["content", "listing", "change", "own", "open"]
Among = Callable[[State], bool]


@dataclass(frozen=True)
class Ask:
    """One request to a list: its path, and which notebooks can be in the answer at all."""

    path: str
    among: Among = lambda _: True
    most: int = 1000  # how many a full answer holds
    reach: Literal["listed", "readable", "trash"] = "listed"


@dataclass(frozen=True)
class Surface:
    """One route and what is expected of it."""

    route: str
    kind: Kind
    needs: str = "read"  # the right without which a reader is refused
    granted: frozenset[int] = frozenset({200})
    scope: str = ""  # that the API asks of a bearer token
    people: bool = False  # guests are told to sign in, whatever is there
    fills: Mapping[str, str] = field(default_factory=dict)  # places in the pattern, as texts with {words}
    queries: tuple[str, ...] = ("",)  # one request for each, with {words}
    shows: str = "title"  # words that a granted answer holds
    listed: bool = False  # begins at what may be found, not at what may be read
    wants: str = ""  # what the notebook must have: a share, a request
    asks: tuple[Ask, ...] = ()  # requests of a listing
    form: Mapping[str, Any] | None = None
    json: Any = None
    still: bool = False  # a granted call changes nothing
    tells: str = ""  # places of words that it tells on purpose, whoever may read the notebook

    @property
    def method(self) -> str:
        """The method of its requests."""
        return self.route.split(" ")[0].replace("ANY", "GET")

    @property
    def pattern(self) -> str:
        """The pattern of its address."""
        return self.route.split(" ")[1] if " " in self.route else ""

    @property
    def api(self) -> bool:
        """Whether bearer tokens are looked at."""
        return self.pattern.startswith("api/")

    def __str__(self) -> str:
        """For messages and the names of tests."""
        return self.route


def content(route: str, **expected: Any) -> Surface:
    """A page or answer about one notebook."""
    return _surface(route, "content", "notebooks:read", expected)


def listing(route: str, *asks: Ask | str, **expected: Any) -> Surface:
    """A list; without `asks` there is one request, to the address itself."""
    path = "/" + route.split(" ")[1]
    made = tuple(Ask(one) if isinstance(one, str) else one for one in asks) or (Ask(path),)
    return _surface(route, "listing", "notebooks:read", expected | {"asks": made})


def change(route: str, needs: str, **expected: Any) -> Surface:
    """A call that changes one notebook, for those with this right; a page answers with a redirect by default."""
    api = " api/" in route
    usual = {"needs": needs, "people": True, "granted": 200 if api else 302}
    return _surface(route, "change", "notebooks:write", usual | expected)


def own(route: str, **expected: Any) -> Surface:
    """Something about the caller alone."""
    return _surface(route, "own", "", expected)


def open_to_all(*routes: str) -> tuple[Surface, ...]:
    """Addresses where no notebook can appear."""
    return tuple(Surface(route, "open") for route in routes)


def _surface(route: str, kind: Kind, scope: str, expected: dict[str, Any]) -> Surface:
    granted = expected.pop("granted", 200)
    statuses = frozenset({granted} if isinstance(granted, int) else granted)
    usual = {"scope": scope if " api/" in route else ""}
    return Surface(route=route, kind=kind, granted=statuses, **(usual | expected))


def every_surface() -> tuple[Surface, ...]:
    """All declarations of all rooms."""
    return tuple(surface for room in _rooms() for surface in room.SURFACES)


def every_probe() -> tuple[Surface, ...]:
    """Further questions about one notebook that go to addresses declared already: searches for its words."""
    return tuple(probe for room in _rooms() for probe in getattr(room, "PROBES", ()))


def _rooms() -> list[Any]:
    names = sorted(path.stem for path in (Path(__file__).parent / "rooms").glob("*.py"))
    return [import_module(f"server.tests.matrix.rooms.{name}") for name in names]


def of_kind(*kinds: Kind) -> tuple[Surface, ...]:
    """All declarations of these kinds."""
    return tuple(one for one in every_surface() if one.kind in kinds)


def surface(route: str) -> Surface:
    """The declaration of this route."""
    (found,) = [one for one in every_surface() if one.route == route]
    return found
