"""Every way to lose a right counts from the next request on: in caches, in the index, in what is queued."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from gallery.accounts import actions as accounts
from gallery.accounts.bearer import Principal
from gallery.accounts.models import PersonalToken, User
from gallery.accounts.tokens import revoke_token
from gallery.directory import actions as directory
from gallery.directory.claims import Claims
from gallery.directory.models import Group, GroupRole, Organisation
from gallery.environments.models import HUB
from gallery.launches.actions import issue_ticket, redeem_ticket
from gallery.lib.errors import NotThere
from gallery.notebooks import actions, ownership, sharing
from gallery.notebooks.models import Share, Visibility
from gallery.notebooks.permissions import Role
from gallery.notebooks.sharing import SHARED, Wish
from gallery.notebooks.targets import Target
from gallery.notices.models import Notice
from gallery.notices.tasks import mail_notice

from server.tests.matrix.actors import Actor, Credential
from server.tests.matrix.admin_mode import leave_admin_mode
from server.tests.matrix.checks import Matrix, kept_back
from server.tests.matrix.choosing import ON_POSTGRESQL
from server.tests.matrix.requests import requests_for
from server.tests.matrix.states import STATES, State
from server.tests.matrix.surfaces import Surface, every_probe, of_kind, surface
from server.tests.matrix.visits import Visitor, client_token, visitor
from server.tests.matrix.world import World

Verb = Callable[[World, Visitor], None]
SOURCE = "house-sign-in"
IN_TURN = 3  # ways, after which every address had its turn
ONE_OF_EACH_SORT = (
    "GET notebooks/<uuid:uuid>/<slug:slug>",
    "GET api/v1/notebooks/<uuid>/content",
    "GET api/v1/notebooks",
    "GET notebooks/",
    "GET groups/<slug:slug>",
    "GET feeds/all.atom",
    "GET notices",
)


def _nothing(world: World, visitor: Visitor) -> None:
    """The world is ready as it is."""


@dataclass(frozen=True)
class Way:
    """Somebody who may read a notebook, and how that ends."""

    state: str
    person: str
    lose: Verb
    prepare: Verb = _nothing
    shows: Credential = Credential.SESSION


def _by(world: World, state: str) -> User:
    return world.people["group owner" if "group" in state else "owner"]


def _unshare(world: World, visitor: Visitor) -> None:
    notebook = world.notebook("private, shared for reading")
    found = Share.objects.get(notebook=notebook, person=world.people["reader"])
    sharing.unshare(notebook=notebook, by=world.people["owner"], pk=found.pk)


def _others_set(world: World, visitor: Visitor) -> None:
    wishes = [Wish(Target(person=world.people["bystander"]), Role.EDIT)]
    notebook = world.notebook("private, shared for reading")
    sharing.set_shares(notebook=notebook, by=world.people["owner"], wishes=wishes)


def _day_is_over(world: World, visitor: Visitor) -> None:
    Share.objects.filter(person=world.people["reader"]).update(ends_at=timezone.now() - timedelta(seconds=1))


def _leave(world: World, visitor: Visitor) -> None:
    directory.remove_member(group=world.group, person=world.people["viewer"], by=world.people["viewer"])


def _delete_team(world: World, visitor: Visitor) -> None:
    directory.delete_group(group=world.team, by=world.people["team member"])


def _move(world: World, visitor: Visitor) -> None:
    desk = Organisation.objects.get(slug="the-desk")
    directory.move_organisation(organisation=desk, parent=None, by=world.people["administrator"])


def _place_elsewhere(world: World, visitor: Visitor) -> None:
    directory.place(person=world.people["colleague"], organisation=None, by=world.people["administrator"])


def _withdraw(world: World, visitor: Visitor) -> None:
    directory.withdraw(attribute=world.clearance, person=world.people["holder"], by=world.people["administrator"])


def _demand(world: World, visitor: Visitor) -> None:
    notebook = world.notebook("public")
    ownership.set_demands(notebook=notebook, by=world.people["owner"], attributes=[world.clearance])


def _narrow(state: str, to: Visibility = Visibility.PRIVATE) -> Verb:
    def verb(world: World, visitor: Visitor) -> None:
        actions.set_visibility(notebook=world.notebook(state), by=_by(world, state), visibility=to)

    return verb


def _trash(state: str) -> Verb:
    def verb(world: World, visitor: Visitor) -> None:
        actions.trash(notebook=world.notebook(state), by=_by(world, state))

    return verb


def _give_away(state: str) -> Verb:
    def verb(world: World, visitor: Visitor) -> None:
        bystander = world.people["bystander"]
        ownership.give_to_person(notebook=world.notebook(state), by=_by(world, state), person=bystander)

    return verb


def _deactivate(world: World, visitor: Visitor) -> None:
    accounts.deactivate(person=world.people["owner"], by="administrator")


def _revoke(world: World, visitor: Visitor) -> None:
    owner = world.people["owner"]
    revoke_token(owner=owner, pk=PersonalToken.objects.get(owner=owner, name="theirs").pk)


def _claim(claims: Claims) -> Verb:
    def verb(world: World, visitor: Visitor) -> None:
        directory.apply_claims(person=world.people["stranger"], source=SOURCE, claims=claims)

    return verb


def _claimed_group(world: World, visitor: Visitor) -> None:
    _claim(Claims(groups=frozenset({"Claimed"})))(world, visitor)
    wish = Wish(Target(group=Group.objects.get(name="Claimed")), Role.COMMENT)
    sharing.share(notebook=world.notebook("private"), by=world.people["owner"], wish=wish)


def _claimed_house(world: World, visitor: Visitor) -> None:
    _claim(Claims(organisation="Claimed"))(world, visitor)
    wish = Wish(Target(organisation=Organisation.objects.get(name="Claimed")), Role.COMMENT)
    sharing.share(notebook=world.notebook("private"), by=world.people["owner"], wish=wish)


def _leave_admin_mode(world: World, visitor: Visitor) -> None:
    leave_admin_mode(visitor.client)


def _no_administrator(world: World, visitor: Visitor) -> None:
    User.objects.filter(pk=world.people["administrator"].pk).update(is_superuser=False, is_staff=False)


SHARED_WITH = "private, shared for reading"
WAYS = {
    "a share is taken back": Way(SHARED_WITH, "reader", _unshare),
    "shares are set anew": Way(SHARED_WITH, "team member", _others_set),
    "the last day of a share is over": Way(SHARED_WITH, "reader", _day_is_over),
    "somebody leaves the group": Way("of the group", "viewer", _leave),
    "the group of a share is deleted": Way(SHARED_WITH, "team member", _delete_team),
    "the organisation moves": Way(SHARED_WITH, "colleague", _move),
    "somebody is placed elsewhere": Way(SHARED_WITH, "colleague", _place_elsewhere),
    "an attribute is withdrawn": Way("public, demanding", "holder", _withdraw),
    "an attribute is demanded": Way("public", "stranger", _demand),
    "public becomes private": Way("public", "stranger", _narrow("public")),
    "public becomes private, to guests": Way("public", "", _narrow("public"), shows=Credential.NOTHING),
    "unlisted becomes private": Way("unlisted", "stranger", _narrow("unlisted")),
    "public becomes unlisted, to guests": Way(
        "public", "", _narrow("public", Visibility.UNLISTED), shows=Credential.NOTHING
    ),
    "it goes to the trash": Way("public", "stranger", _trash("public")),
    "it goes to the trash of the group": Way("of the group", "editor", _trash("of the group")),
    "it is given away": Way("private", "owner", _give_away("private")),
    "it is given away by the group": Way("of the group", "editor", _give_away("of the group")),
    "its owner is deactivated": Way("private", "owner", _deactivate),
    "a token is revoked": Way("private", "owner", _revoke, shows=Credential.TOKEN),
    "the owner of a token is deactivated": Way("private", "owner", _deactivate, shows=Credential.TOKEN),
    "the owner of a client's token is deactivated": Way("private", "owner", _deactivate, shows=Credential.CLIENT_TOKEN),
    "a sign-in names a group no more": Way("private", "stranger", _claim(Claims(groups=frozenset())), _claimed_group),
    "a sign-in names an organisation no more": Way(
        "private", "stranger", _claim(Claims(organisation="")), _claimed_house
    ),
    "a sign-in names an attribute no more": Way(
        "public, demanding",
        "stranger",
        _claim(Claims(attributes=frozenset())),
        _claim(Claims(attributes=frozenset({"clearance"}))),
    ),
    "admin mode ends": Way("private", "administrator", _leave_admin_mode, shows=Credential.ADMIN_MODE),
    "an administrator is one no more": Way("private", "administrator", _no_administrator, shows=Credential.ADMIN_MODE),
}


def state_named(name: str) -> State:
    """The state of this name."""
    (found,) = [state for state in STATES if state.name == name]
    return found


def places(turn: int) -> list[Surface]:
    """One address of each sort, and of all others a part, in turn; on PostgreSQL without those."""
    some = [surface(route) for route in ONE_OF_EACH_SORT]
    if ON_POSTGRESQL:
        return some
    rest = [*of_kind("content", "listing", "own"), *every_probe()]
    return some + [one for one in rest[turn % IN_TURN :: IN_TURN] if one.method == "GET" and one not in some]


def seen(matrix: Matrix, who: Visitor, state: State, surfaces: Iterable[Surface]) -> Iterator[str]:
    """Every request whose answer has a word of this notebook that the request itself did not say."""
    written = matrix.world.written[state]
    for one in surfaces:
        words = kept_back(written, one)
        paths = [request.path for request in requests_for(one, written)] + [asked.path for asked in one.asks]
        for path in paths:
            answer = who.ask("GET", path)
            if any(word in answer.everything and word not in path for word in words):
                yield f"{one}: {path}"


def _visitor(matrix: Matrix, way: Way) -> Visitor:
    scopes = frozenset({"notebooks:read"}) if way.shows is Credential.CLIENT_TOKEN else None
    return visitor(matrix.world, Actor("theirs", way.person, way.shows, scopes))


@pytest.mark.parametrize("how", WAYS)
def test_from_the_next_request_on_nothing_is_found(matrix: Matrix, how: str) -> None:
    way, world = WAYS[how], matrix.world
    state, who = state_named(way.state), _visitor(matrix, way)
    way.prepare(world, who)
    surfaces = places(list(WAYS).index(how))
    before = list(seen(matrix, who, state, surfaces))
    assert any(one.startswith("GET api/v1/notebooks/<uuid>/content") for one in before)
    assert any(one.startswith("GET api/v1/notebooks:") for one in before) is (state.visibility != "unlisted")
    way.lose(world, who)
    assert list(seen(matrix, who, state, surfaces)) == []


@pytest.mark.parametrize("how", [name for name, way in WAYS.items() if way.shows is Credential.SESSION])
def test_what_is_queued_is_not_sent(matrix: Matrix, how: str) -> None:
    way, world = WAYS[how], matrix.world
    who, person = _visitor(matrix, way), world.people[way.person]
    way.prepare(world, who)
    words, subject = world.written[state_named(way.state)].words, f"notebook:{world.notebook(way.state).uuid}"
    waiting = Notice.objects.create(person=person, kind=SHARED, subject=subject, detail={"by": "writer"})
    with transaction.atomic():  # it would be sent …
        mail_notice.call(waiting.pk)
        transaction.set_rollback(True)
    assert any(words.title in sent.body for sent in mail.outbox)
    mail.outbox.clear()
    way.lose(world, who)
    mail_notice.call(waiting.pk)  # … but now says nothing any more
    assert [sent.body for sent in mail.outbox if any(word in sent.body for word in words.all())] == []


@pytest.mark.parametrize("how", [name for name, way in WAYS.items() if way.shows is Credential.SESSION])
def test_a_ticket_opens_nothing_any_more(matrix: Matrix, how: str) -> None:
    way, world = WAYS[how], matrix.world
    who, person = _visitor(matrix, way), User.objects.get(pk=world.people[way.person].pk)
    way.prepare(world, who)
    _let_run(world, way)
    server = Visitor(who.actor)
    token = client_token(person, frozenset({"notebooks:read"}), client="commonplace-hub")
    server.headers["Authorization"] = f"Bearer {token}"
    secret = issue_ticket(person=person, notebook=world.notebook(way.state), environment=HUB)
    way.lose(world, who)
    answer = server.ask("POST", "/api/v1/tickets/redeem", data={"ticket": secret})
    assert answer.status in {401, 404}
    assert not any(answer.has(word) for word in world.written[state_named(way.state)].words.all())


def _let_run(world: World, way: Way) -> None:
    Share.objects.filter(notebook=world.notebook(way.state), person=world.people[way.person]).update(role=Role.RUN)


def test_a_lower_role_in_the_group_counts_at_once(matrix: Matrix) -> None:
    world, editor = matrix.world, matrix.visitors["editor"]
    path = f"/notebooks/{world.notebook('of the group').uuid}/edit"
    assert editor.ask("GET", path).status == 200
    by = world.people["group owner"]
    directory.set_member(group=world.group, person=world.people["editor"], role=GroupRole.VIEWER, by=by)
    assert editor.ask("GET", path).status == 403
    assert editor.ask("POST", path, form={"title": "Changed"}).status == 403


def test_a_lower_right_of_a_share_counts_at_once(matrix: Matrix) -> None:
    world, writer = matrix.world, matrix.visitors["writer"]
    notebook = world.notebook("private, shared for editing")
    wish = Wish(Target(person=world.people["writer"]), Role.READ)
    sharing.share(notebook=notebook, by=world.people["owner"], wish=wish)
    assert writer.ask("GET", f"/notebooks/{notebook.uuid}/edit").status == 403
    assert writer.ask("GET", f"/run/{notebook.uuid}?in=choose").status == 403


def test_tickets_of_others_open_nothing(matrix: Matrix) -> None:
    world = matrix.world
    secret = issue_ticket(person=world.people["owner"], notebook=world.notebook("private"), environment=HUB)
    thief = Principal(user=world.people["stranger"], scopes=frozenset({"notebooks:read"}), client="commonplace-hub")
    with pytest.raises(NotThere):
        redeem_ticket(principal=thief, secret=secret)
