"""The Subscribe menu and the page of what one follows: feed tokens and subscriptions made, shown, ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from gallery.accounts.models import User
from gallery.accounts.tokens import create_token
from gallery.audit.models import AuditEvent
from gallery.feeds import actions, tokens
from gallery.feeds.models import DailyMail, FeedToken, Subscription
from gallery.feeds.tasks import send_digests
from gallery.feeds.tokens import create_feed_token
from gallery.notebooks.models import Notebook
from gallery.site.logs import OneLine

from server.tests.pages.counting import Counting, count

Enter = Callable[[User | None], Client]
PAGE, ADDRESSES, FOLLOW = "/account/feeds", "/account/feeds/addresses", "/account/feeds/subscriptions"
TAG = {"kind": "tag", "value": "sea", "next": "/tags/sea"}


@pytest.fixture(autouse=True)
def public(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A public notebook of ada's."""
    return write(ada, title="Tides", public=True, tags=["sea"])


@pytest.fixture
def browser(grace: User, signed_in: Enter) -> Client:
    """Grace's session."""
    return signed_in(grace)


def followed(person: User) -> list[tuple[str, str]]:
    """What somebody follows."""
    return list(Subscription.objects.filter(person=person).values_list("kind", "value"))


def secret_in(answer: Any) -> str:
    """The token that a page shows."""
    found = re.search(r"token=(cpf_[\w-]+)", answer.text)
    assert found is not None
    return found[1]


def test_a_private_address_is_shown_once_works_and_ends(browser: Client, grace: User) -> None:
    made = browser.post(ADDRESSES, {"name": "Office reader", "kind": "tag", "value": "sea"})
    secret = secret_in(made)
    assert f"/feeds/tags/sea.atom?token={secret}" in made.text
    assert Client().get(f"/feeds/tags/sea.atom?token={secret}").status_code == 200
    page = browser.get(PAGE).text
    assert secret not in page
    assert "Office reader" in page
    token = FeedToken.objects.get()
    assert secret not in str(vars(token))
    assert token.last_used_at is not None
    assert browser.post(f"{ADDRESSES}/{token.pk}/revoke")["Location"] == f"{PAGE}#addresses"
    assert Client().get(f"/feeds/tags/sea.atom?token={secret}").status_code == 404
    assert "Office reader" not in browser.get(PAGE).text
    assert browser.post(f"{ADDRESSES}/{token.pk}/revoke").status_code == 404
    said = [(one.action, one.subject) for one in AuditEvent.objects.filter(actor="grace")]
    assert ("feed-token.created", f"feed-token:{token.pk}") in said
    assert ("feed-token.revoked", f"feed-token:{token.pk}") in said


def test_an_address_of_a_search_keeps_the_question(browser: Client) -> None:
    made = browser.post(ADDRESSES, {"name": "x", "kind": "search", "value": "q=high tides&tag=sea"})
    assert f"/feeds/search.atom?q=high+tides&amp;tag=sea&amp;token={secret_in(made)}" in made.text


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_an_address_needs_a_name(browser: Client, name: str) -> None:
    answer = browser.post(ADDRESSES, {"name": name, "kind": "tag", "value": "sea"})
    assert answer.status_code == 422
    assert 'value="sea"' in answer.text
    assert not FeedToken.objects.exists()


def test_nobody_ends_what_is_not_theirs(browser: Client, ada: User, signed_in: Enter) -> None:
    token, secret = create_feed_token(owner=ada, name="mine")
    signed_in(ada).post(FOLLOW, TAG)
    mine = Subscription.objects.get(person=ada)
    assert browser.post(f"{ADDRESSES}/{token.pk}/revoke").status_code == 404
    assert browser.post(f"{FOLLOW}/{mine.pk}/remove").status_code == 404
    assert browser.post(f"{FOLLOW}/999999/remove").status_code == 404
    assert Client().get(f"/feeds/all.atom?token={secret}").status_code == 200
    assert followed(ada) == [("tag", "sea")]


def test_a_personal_token_opens_no_feed(ada: User, client: Client) -> None:
    _, secret = create_token(owner=ada, name="script")
    assert client.get(f"/feeds/all.atom?token={secret}").status_code == 404


def test_a_token_counts_alone_beside_a_session(browser: Client, ada: User, write: Callable[..., Notebook]) -> None:
    write(ada, title="Hidden canary")
    _, secret = create_feed_token(owner=ada, name="mine")
    assert "Hidden canary" not in browser.get("/feeds/all.atom").text
    assert "Hidden canary" in browser.get(f"/feeds/all.atom?token={secret}").text
    assert browser.get("/feeds/all.atom?token=cpf_wrong").status_code == 404


def test_there_is_a_limit(browser: Client, grace: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    monkeypatch.setattr(actions, "MOST", 1)
    create_feed_token(owner=grace, name="one")
    assert browser.post(ADDRESSES, {"name": "two"}).status_code == 422
    assert browser.post(FOLLOW, TAG).status_code == 302
    assert browser.post(FOLLOW, TAG).status_code == 302
    assert browser.post(FOLLOW, {"kind": "all"}).status_code == 422
    assert followed(grace) == [("tag", "sea")]


def test_only_addresses_that_work_without_a_token_are_offered_without_one(
    ada: User, signed_in: Enter, write: Callable[..., Notebook]
) -> None:
    write(ada, title="Hidden", tags=["mine-alone"])
    offered = "Give it this address; it shows what is public."
    assert offered in signed_in(ada).get("/tags/sea").text
    menu = signed_in(ada).get("/tags/mine-alone").text
    assert offered not in menu
    assert "It needs a private address of yours." in menu


def test_follow_and_stop_following_from_the_menu(browser: Client, grace: User) -> None:
    assert "Mail me once a day" in browser.get("/tags/sea").text
    assert browser.post(FOLLOW, TAG)["Location"] == "/tags/sea"
    browser.post(FOLLOW, TAG)
    assert followed(grace) == [("tag", "sea")]
    menu = browser.get("/tags/sea").text
    assert "Mail me once a day" not in menu
    remove = re.search(rf"{FOLLOW}/\d+/remove", menu)
    assert remove is not None
    assert browser.post(remove[0], {"next": "/tags/sea"})["Location"] == "/tags/sea"
    assert followed(grace) == []
    assert [one.action for one in AuditEvent.objects.filter(actor="grace").order_by("at")] == [
        "subscription.created", "subscription.removed"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"kind": "all"}, ("all", "")),
        ({"kind": "language", "value": "python"}, ("language", "python")),
        ({"kind": "person", "value": "ada"}, ("person", "ada")),
        ({"kind": "search", "value": "sort=stars&q= high  tides &page=3"}, ("search", "q=high+tides")),
        ({"kind": "search", "value": "page=3"}, ("all", "")),
    ],
)
def test_each_kind_of_list_can_be_followed(
    browser: Client, grace: User, form: dict[str, str], kept: tuple[str, str]
) -> None:
    assert browser.post(FOLLOW, form)["Location"] == PAGE
    assert followed(grace) == [kept]
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert "You have stopped" not in page.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "tag", "value": "canary-tag"}, 404),
        ({"kind": "tag", "value": "none"}, 404),
        ({"kind": "person", "value": "nobody"}, 404),
        ({"kind": "group", "value": "none"}, 404),
        ({"kind": "tag"}, 422),
        ({"kind": "evil", "value": "x"}, 422),
        ({}, 422),
        ({"kind": "tag", "value": "x" * 20_000}, 422),
        ({"kind": "search", "value": "q=" + "%E2%82%AC" * 300}, 422),
    ],
)
def test_what_is_not_there_cannot_be_followed(
    browser: Client, grace: User, ada: User, write: Callable[..., Notebook], form: dict[str, str], status: int
) -> None:
    write(ada, title="Hidden", tags=["canary-tag"])
    assert browser.post(FOLLOW, form).status_code == status
    assert followed(grace) == []


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_following_leads_nowhere_else(browser: Client, path: str) -> None:
    assert browser.post(FOLLOW, TAG | {"next": path})["Location"] == PAGE


def test_guests_are_asked_to_sign_in(client: Client, ada: User) -> None:
    assert client.get(PAGE)["Location"] == "/account/sign-in?next=/account/feeds"
    for path in (ADDRESSES, FOLLOW, f"{FOLLOW}/1/remove", f"{ADDRESSES}/1/revoke", "/account/feeds/mail"):
        assert client.post(path, TAG).status_code == 401
        assert client.get(path).status_code == 405
    menu = client.get("/tags/sea").text
    assert "Sign in</a> to be told by mail" in menu
    assert "/feeds/tags/sea.atom" in menu
    assert "Make a private address" not in menu
    assert not Subscription.objects.exists()


def test_forms_need_their_token(grace: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(grace)
    for path in (ADDRESSES, FOLLOW, "/account/feeds/mail"):
        assert browser.post(path, TAG | {"name": "x"}).status_code == 403
    assert not Subscription.objects.exists()


def test_stop_and_resume(browser: Client, grace: User) -> None:
    grace.email = "grace@example.org"
    grace.save()
    browser.post(FOLLOW, TAG)
    browser.post("/account/feeds/mail", {"wanted": "no"})
    assert "You have stopped the daily mail" in browser.get(PAGE).text
    assert followed(grace) == [("tag", "sea")]
    browser.post("/account/feeds/mail", {"wanted": "yes"})
    assert "grace@example.org" in browser.get(PAGE).text
    browser.post("/account/feeds/mail", {"wanted": "no"})
    browser.post(FOLLOW, {"kind": "all"})
    assert DailyMail.objects.get(person=grace).stopped_at is None


def test_who_has_no_address_is_told(browser: Client) -> None:
    browser.post(FOLLOW, TAG)
    assert "has no mail address" in browser.get(PAGE).text


def test_a_gallery_without_a_mail_server_promises_no_mail(browser: Client, grace: User, settings: Any) -> None:
    browser.post(FOLLOW, TAG)
    grace.email = "grace@example.org"
    grace.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "By mail" not in browser.get("/tags/sea").text
    assert "This gallery sends no mail" in browser.get(PAGE).text
    send_digests.call()
    assert not DBTaskResult.objects.exclude(task_path__contains="notebooks").exists()


def test_the_account_page_leads_here(browser: Client) -> None:
    assert 'href="/account/feeds"' in browser.get("/account/").text


def test_the_database_keeps_its_promises(grace: User) -> None:
    Subscription.objects.create(person=grace, kind="tag", value="sea")
    for kind, value in (("tag", "sea"), ("evil", "x"), ("tag", ""), ("all", "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(person=grace, kind=kind, value=value)
    FeedToken.objects.create(owner=grace, name="a", digest="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedToken.objects.create(owner=grace, name="b", digest="same")


def test_the_page_asks_a_fixed_number_of_questions(browser: Client, grace: User, counting: Counting) -> None:
    browser.get(PAGE)
    for number in range(5):
        create_feed_token(owner=grace, name=f"t{number}")
        Subscription.objects.create(person=grace, kind="search", value=f"q=tides{number}")
    with counting() as counts:
        assert browser.get(PAGE).status_code == 200
    assert (counts.view, counts.rendering) == (5, 0)


def test_the_menu_asks_one_question_and_none_while_rendering(browser: Client, grace: User, counting: Counting) -> None:
    browser.get("/tags/sea")
    with counting() as counts:
        assert "Subscribe" in browser.get("/tags/sea").text
    about_us = counts.view
    assert counts.rendering == 0
    assert about_us <= 8


def test_secrets_are_blanked_in_logs() -> None:
    import logging

    record = logging.LogRecord(
        "x", logging.ERROR, "x.py", 1, "GET /feeds/all.atom?token=cpf_abc-def and cpf_ghi", (), None
    )
    line = OneLine().format(record)
    assert "abc" not in line
    assert "ghi" not in line


@pytest.fixture
def counting() -> Counting:
    """A context in which queries are counted."""
    return count
