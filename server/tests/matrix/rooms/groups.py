"""Pages of groups and organisations, with their notebooks."""

from server.tests.matrix.states import THE_TEAM, State
from server.tests.matrix.surfaces import Ask, listing, own


def of_the_group(state: State) -> bool:
    """Whether the group owns it."""
    return state.group


def of_the_team(state: State) -> bool:
    """Whether it is shared with the other group."""
    return any(name == THE_TEAM for name, _ in state.shares)


SURFACES = (
    listing("GET groups/", Ask("/groups/", most=0)),
    listing(
        "GET groups/<slug:slug>",
        Ask("/groups/the-group", among=of_the_group),
        Ask("/groups/the-team", among=of_the_team),
    ),
    own("POST groups/<slug:slug>/landing", fills={"slug": "the-group"}, form={"notebook": "{uuid}"}),
    listing("GET organisations/<slug:slug>", Ask("/organisations/the-house", most=0)),
)
