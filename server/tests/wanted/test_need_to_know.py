"""A request of a group is known to its members alone; an answer, to whoever may find the notebook."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import remove_member
from gallery.directory.models import Group, Membership
from gallery.notebooks.actions import set_visibility, trash
from gallery.notebooks.models import Notebook, Visibility
from gallery.notices.queries import notices_of
from gallery.wanted import access, actions
from gallery.wanted.models import Wanted

from server.tests.working import work_off

Enter = Callable[[User | None], Client]
Bearer = Callable[[User], dict[str, str]]
VERBS = ("second", "unsecond", "answer", "close", "reopen", "remove")


def everything_about(one: Wanted, person: User, enter: Enter, bearer: Bearer) -> list[Any]:
    """What somebody gets who tries everything with a request."""
    browser, program = enter(person), Client(headers=bearer(person))
    here, there = f"/wanted/{one.uuid}", f"/api/v1/wanted/{one.uuid}"
    answers = [browser.get("/wanted"), browser.get("/wanted?state=closed"), program.get("/api/v1/wanted")]
    answers += [
        browser.get(here),
        program.get(there),
        program.put(f"{there}/second"),
        program.delete(f"{there}/second"),
    ]
    answers += [browser.post(f"{here}/{verb}", {"because": "x", "notebook": "x"}) for verb in VERBS]
    return [*answers, program.post(f"{there}/close"), program.post(f"{there}/reopen"), browser.get("/notices")]


def test_a_stranger_finds_no_trace_of_it(
    otto: User, admin: User, whispered: Wanted, signed_in: Enter, bearer: Bearer
) -> None:
    absent = Wanted(uuid="00000000-0000-4000-8000-000000000000")
    for person in (otto, admin):
        here = everything_about(whispered, person, signed_in, bearer)
        nowhere = everything_about(absent, person, signed_in, bearer)
        assert [one.status_code for one in here] == [one.status_code for one in nowhere]
        assert [one.status_code for one in here[3:]].count(404) == len(here) - 4
        assert "canary" not in "".join(one.text for one in here)


def test_a_planted_leak_is_seen(
    otto: User, whispered: Wanted, signed_in: Enter, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Membership.objects, "filter", lambda **_: Membership.objects.all())
    assert "canary" in signed_in(otto).get("/wanted").text


def test_members_and_admin_mode_see_it(ada: User, admin: User, whispered: Wanted, signed_in: Enter) -> None:
    page = signed_in(ada).get("/wanted")
    assert "Whispered canary" in page.text
    assert "Explained canary" in signed_in(ada).get(whispered.get_absolute_url()).text
    admin.elevated = True
    assert access.seen_by(admin).count() == 1


def test_who_left_the_group_knows_it_no_longer(
    ada: User, grace: User, whispered: Wanted, desk: Group, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    grace.email = "grace@example.org"
    grace.save()
    actions.answer(wanted=whispered, by=ada, notebook=write(ada, title="Answer canary", public=True))
    remove_member(group=desk, person=grace, by=ada)
    work_off()
    assert mail.outbox == []
    assert notices_of(grace) == ()
    assert signed_in(grace).get(whispered.get_absolute_url()).status_code == 404


def to_private(notebook: Notebook, by: User) -> None:
    set_visibility(notebook=notebook, by=by, visibility=Visibility.PRIVATE)


def to_the_trash(notebook: Notebook, by: User) -> None:
    trash(notebook=notebook, by=by)


@pytest.mark.parametrize("hide", [to_private, to_the_trash])
def test_an_answer_that_is_hidden_again_was_never_there(
    ada: User, grace: User, wanted: Wanted, write: Callable[..., Notebook], signed_in: Enter, bearer: Bearer, hide: Any
) -> None:
    notebook = write(ada, title="Answer canary", public=True)
    actions.answer(wanted=wanted, by=ada, notebook=notebook)
    program = Client(headers=bearer(grace))
    assert "Answer canary" in signed_in(grace).get(wanted.get_absolute_url()).text
    assert program.get("/api/v1/wanted?state=answered").json()["total"] == 1
    hide(notebook, ada)
    told = program.get(f"/api/v1/wanted/{wanted.uuid}").json()
    assert (told["state"], told["answers"]) == ("open", [])
    assert program.get("/api/v1/wanted?state=answered").json()["total"] == 0
    assert program.get("/api/v1/wanted").json()["total"] == 1
    page = signed_in(grace).get(wanted.get_absolute_url()).text
    assert "Answer canary" not in page + signed_in(grace).get("/notices").text
    assert "0 answers" in page


def test_one_cannot_answer_with_what_one_may_not_read(
    ada: User, otto: User, wanted: Wanted, write: Callable[..., Notebook], signed_in: Enter, bearer: Bearer
) -> None:
    hidden = write(ada, title="Hidden canary").uuid
    absent = "00000000-0000-4000-8000-000000000000"
    texts, codes = set(), set()
    for number in (hidden, absent):
        page = signed_in(otto).post(f"{wanted.get_absolute_url()}/answer", {"notebook": f"/notebooks/{number}/x"})
        there = Client(headers=bearer(otto)).post(
            f"/api/v1/wanted/{wanted.uuid}/answers", {"notebook": str(number)}, content_type="application/json"
        )
        codes.add((page.status_code, there.status_code))
        texts.add(there.text + page.text.split("<h2", 2)[2].split('name="csrf', 1)[0])
        assert "canary" not in page.text
    assert codes == {(422, 404)}
    assert len(texts) == 1


def test_guests_are_asked_to_sign_in(wanted: Wanted, signed_in: Enter) -> None:
    for path in ("/wanted", "/wanted/ask", wanted.get_absolute_url()):
        assert signed_in(None).get(path)["Location"].startswith("/account/sign-in")
    assert Client().get("/api/v1/wanted").status_code == 401
