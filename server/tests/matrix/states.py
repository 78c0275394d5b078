"""The states that a notebook can be in, in plain words; the world is built from them and the rule reads them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A notebook as somebody would describe it. Shares name a person, a group or an organisation, and a right."""

    name: str
    owner: str = "owner"
    group: bool = False  # owned by the group
    visibility: str = "private"
    shares: tuple[tuple[str, str], ...] = ()
    ended: tuple[tuple[str, str], ...] = ()  # shares whose last day is over
    taken_back: tuple[str, ...] = ()
    demanding: bool = False
    trashed: bool = False
    once_public: bool = False
    python: bool = False  # in Python, of which imports are read; otherwise in a language of its own

    @property
    def responsible(self) -> str:
        """The person who answers for it: the owner, or who gave it to the group."""
        return "group owner" if self.group else self.owner

    def __str__(self) -> str:
        """For messages."""
        return self.name


THE_TEAM, THE_HOUSE = "the team", "the house"

STATES = (
    State("public", visibility="public"),
    State("private", python=True),
    State(
        "private, shared for reading",
        python=True,
        shares=(("reader", "read"), (THE_TEAM, "run"), (THE_HOUSE, "comment")),
    ),
    State("private, shared for editing", shares=(("writer", "edit"),)),
    State("private, shared with another owner", shares=(("second owner", "own"),)),
    State("of the group", python=True, group=True, shares=(("bystander", "read"),)),
    State("of the group, public", group=True, visibility="public"),
    State(
        "in the trash",
        python=True,
        visibility="public",
        shares=(("reader", "read"), ("second owner", "own")),
        trashed=True,
    ),
    State("in the trash of the group", group=True, trashed=True),
    State("private now, public earlier", once_public=True),
    State("unlisted", python=True, visibility="unlisted"),
    State("public, demanding", python=True, visibility="public", demanding=True),
    State("shared, demanding", shares=(("lacking", "edit"), ("holder", "read")), demanding=True),
    State("of the group, demanding", group=True, demanding=True),
    State("share ended", ended=(("late", "edit"),)),
    State("share taken back", taken_back=("revoked",)),
    State("left behind", owner="leaver", shares=(("writer", "edit"),)),
    State("left behind, public", python=True, owner="leaver", visibility="public"),
)
