"""Searches in vain: words are written down once several people made them, and before that nothing readable is kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.wanted import collecting
from gallery.wanted.collecting import forget_old
from gallery.wanted.models import Miss, Term, TermDay

Enter = Callable[[User | None], Client]
Crowd = Callable[[int], list[User]]
pytestmark = pytest.mark.usefixtures("_own_secrets")


def search(enter: Enter, person: User | None, words: str, **more: str) -> str:
    return enter(person).get("/notebooks/", {"q": words} | more).text


def kept() -> str:
    """Everything that is stored of searches, as text."""
    rows = [list(model.objects.values_list()) for model in (Miss, Term, TermDay)]
    return str(rows)


def test_the_third_person_makes_it_known(crowd: Crowd, admin: User, signed_in: Enter) -> None:
    first, second, third = crowd(3)
    search(signed_in, first, "zebra crossings")
    search(signed_in, first, "crossing zebra")  # the same question, in other words, by the same person
    search(signed_in, second, "the Zebra crossings")
    assert not re.search("zebra|cross", kept())
    assert "zebra" not in signed_in(third).get("/wanted").text + signed_in(admin).get("/admin/wanted/").text
    assert "1 more question" in signed_in(admin).get("/admin/wanted/").text
    search(signed_in, third, "Crossings zebra")
    assert (Term.objects.get().words, TermDay.objects.get().people) == ("crossings zebra", 3)
    assert "crossings zebra" in signed_in(first).get("/wanted").text
    assert "3 people" in signed_in(first).get("/wanted").text


def test_nobody_can_tell_from_the_database_who_asked_what(crowd: Crowd, signed_in: Enter) -> None:
    first, second = crowd(2)
    for person in (first, second):
        for words in ("zebra", "giraffe"):
            search(signed_in, person, words)
    marks = Miss.objects.values_list("person", flat=True)
    assert len(set(marks)) == 4  # the same person has another mark for each question
    assert {field.name for field in Miss._meta.get_fields()} == {"id", "season", "question", "person"}


def test_the_secret_of_a_season_is_thrown_away_with_its_marks(crowd: Crowd, signed_in: Enter) -> None:
    search(signed_in, crowd(1)[0], "zebra")
    folder = Path(live.CONFIG.home) / "secrets"
    assert len(list(folder.glob("missed-*"))) == 1
    forget_old()
    assert (Miss.objects.count(), len(list(folder.glob("missed-*")))) == (1, 1)
    forget_old(timezone.now().date() + timedelta(days=collecting.SEASON))
    assert (Miss.objects.count(), len(list(folder.glob("missed-*")))) == (0, 0)


def test_what_nobody_asks_any_more_is_forgotten_and_dismissed_words_stay_dismissed(
    crowd: Crowd, admin: User, signed_in: Enter
) -> None:
    people = crowd(3)
    for words in ("zebra", "giraffe"):
        for person in people:
            search(signed_in, person, words)
    pk = Term.objects.get(words="giraffe").pk
    assert signed_in(people[0]).post(f"/admin/wanted/{pk}/dismiss").status_code == 404
    signed_in(admin).post(f"/admin/wanted/{pk}/dismiss")
    assert "giraffe" not in signed_in(people[0]).get("/wanted").text
    forget_old(timezone.now().date() + timedelta(days=collecting.KEPT_DAYS + 1))
    assert list(Term.objects.values_list("words", "dismissed")) == [("giraffe", True)]


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("ada@example.org", {}), ("call 0441234567", {}), ("AKIAIOSFODNN7EXAMPLEWXYZABCDEF", {}),
        ("zebra", {"tag": "maps"}),
        ("zebra tag:maps", {}), ('"zebra crossing"', {}), ("https://intranet/zebra", {}), ("zebra", {"page": "2"}),
        ("?!", {}), ("a b c d e f g h i j k l m n o p zebra x y z q w", {}),
    ],
)  # fmt: skip
def test_what_is_no_plain_question_is_not_collected(
    otto: User, signed_in: Enter, words: str, more: dict[str, str]
) -> None:
    search(signed_in, otto, words, **more)
    assert not Miss.objects.exists()


def test_only_questions_without_an_answer_of_people_with_a_name(
    ada: User, otto: User, signed_in: Enter, bearer: Callable[..., dict[str, str]], write: Callable[..., Notebook]
) -> None:
    write(ada, title="Zebra", public=True)
    search(signed_in, otto, "zebra")
    search(signed_in, None, "giraffe")
    assert not Miss.objects.exists()
    Client().get("/api/v1/notebooks?q=giraffe", headers=bearer(otto))
    assert Miss.objects.count() == 1


def test_it_can_be_switched_off_and_is_bounded(
    otto: User, settings: object, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_MARKS", 2)
    for words in ("zebra", "giraffe", "lion"):
        search(signed_in, otto, words)
    last = Miss.objects.order_by("pk").last()
    forget_old()
    assert Miss.objects.count() == 2
    assert Miss.objects.order_by("pk").last() == last
    Miss.objects.all().delete()
    settings.CONFIG = replace(settings.CONFIG, wanted_people=0)  # type: ignore[attr-defined]
    search(signed_in, otto, "zebra")
    assert not Miss.objects.exists()


def test_a_search_works_even_where_it_cannot_be_counted(
    otto: User, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Miss.objects, "bulk_create", locked)
    assert "Nothing found" in search(signed_in, otto, "zebra")
