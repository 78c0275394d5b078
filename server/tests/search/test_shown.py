"""What a page shows is read by statements that are kept: the cards are the usual ones, and rights are asked anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_group
from gallery.directory.models import Belonging, Lineage, Organisation
from gallery.notebooks import sharing
from gallery.notebooks.cards import cards, with_card_data
from gallery.notebooks.models import HealthNote, Notebook, Share, Star
from gallery.notebooks.permissions import Role, listed_to
from gallery.notebooks.sharing import Wish
from gallery.notebooks.targets import Target
from gallery.search.shown import shown

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]


@pytest.fixture
def world(ada: User, otto: User, grace: User, admin: User, write: Write) -> None:
    """A notebook of each kind that cards tell apart."""
    house = Organisation.objects.create(slug="house", name="House")
    Lineage.objects.create(organisation=house, ancestor=house, distance=0)
    Belonging.objects.create(person=ada, organisation=house)
    group = create_group(name="Geologists", description="", by=ada)
    plain = write(ada, "findme", title="Plain", tags=["b", "a"], public=True, description="about it, <b>")
    owned = write(otto, "findme", title="History", public=True)
    write(ada, "findme", title="Private", description="findme here")
    tried = write(otto, "findme", title="Tried", public=True)
    Notebook.objects.filter(pk=plain.pk).update(group=group, health="healthy", stars=2, runs=3)
    Notebook.objects.filter(pk=owned.pk).update(health_note=HealthNote.PROMISING)
    Notebook.objects.filter(pk=tried.pk).update(health_score=0.25)
    Star.objects.create(person=otto, notebook=plain)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", ["ada", "otto", "grace", "", "elevated", "gone"])
@pytest.mark.parametrize("text", ["", "findme"])
def test_the_cards_are_those_of_every_other_list(name: str, text: str) -> None:
    person = User.objects.get(username=name) if name in {"ada", "otto", "grace"} else None
    if name in {"elevated", "gone"}:
        person = User.objects.get(username="grace")
        person.elevated, person.is_active = name == "elevated", name != "gone"
    usual = {card.uuid: card for card in cards(person, list(with_card_data(listed_to(person))))}
    found = {card.uuid: card for card in ask(person, text).items}
    assert len(found) == {"elevated": 4, "ada": 4, "gone": 0}.get(name, 3)
    assert found.keys() == usual.keys()
    for key, card in found.items():
        assert {**vars(card), "snippet": ""} == {**vars(usual[key]), "snippet": ""}
        assert text or card.snippet == usual[key].snippet


def test_one_statement_answers_each_person_for_themselves(ada: User, otto: User, grace: User, write: Write) -> None:
    of_ada, of_otto, public = write(ada, "1"), write(otto, "2"), write(grace, "3", public=True)
    keys = [of_ada.pk, of_otto.pk, public.pk]
    for _ in range(2):  # whoever asks first
        assert shown(ada, keys).keys() == {of_ada.pk, public.pk}
        assert shown(otto, keys).keys() == {of_otto.pk, public.pk}
        assert shown(None, keys).keys() == {public.pk}
    assert shown(ada, [of_otto.pk]) == shown(ada, []) == {}


def test_a_share_ends_at_its_time_though_the_statement_is_older(
    ada: User, otto: User, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write(ada, "findme")
    sharing.share(notebook=notebook, by=ada, wish=Wish(Target(person=otto), Role.READ))
    now = timezone.now()
    Share.objects.update(ends_at=now + timedelta(hours=1))
    assert shown(otto, [notebook.pk])
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    assert not shown(otto, [notebook.pk])
