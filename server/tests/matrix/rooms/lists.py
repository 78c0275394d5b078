"""Lists of notebooks and of the words on them: home, tags, languages, people."""

from collections.abc import Callable

from server.tests.matrix.states import STATES, State
from server.tests.matrix.surfaces import Ask, content, listing
from server.tests.matrix.world import username

OWNERS = sorted({state.responsible for state in STATES})


def in_other_languages(state: State) -> bool:
    """Whether its language is one of its own."""
    return not state.python


def in_python(state: State) -> bool:
    """Whether its imports are read."""
    return state.python


def of(name: str) -> Callable[[State], bool]:
    """Whether this person answers for it."""
    return lambda state: state.responsible == name


SURFACES = (
    listing("GET ", Ask("/", reach="readable", most=0), shows=""),
    listing("GET tags/"),
    content("GET tags/<str:name>", queries=("", "?sort=title"), fills={"name": "{tag}"}, shows="title", listed=True),
    listing("GET languages/", Ask("/languages/", among=in_other_languages)),
    content("GET languages/<str:name>", fills={"name": "{language}"}, listed=True, wants="language"),
    listing("GET packages/", Ask("/packages/", among=in_python)),
    content("GET packages/<str:name>", fills={"name": "{package}"}, listed=True, wants="package"),
    listing("GET people/", Ask("/people/", most=0)),
    listing(
        "GET people/<str:name>",
        *(Ask(f"/people/{username(one)}", among=of(one)) for one in OWNERS),
    ),
)
