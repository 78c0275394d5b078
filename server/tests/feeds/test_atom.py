"""The feed itself: what an entry says, that any text survives as text, and how much is asked of the database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.feeds.plain import plain
from gallery.notebooks.models import Notebook

from server.tests.feeds.asking import parsed
from server.tests.pages.counting import count

Write = Callable[..., Notebook]
HOSTILE = {
    "end of CDATA": "a ]]> b",
    "tags": "<script>alert(1)</script></title></entry>",
    "entities": "&lt;b&gt; & &amp; &unknown; &#0;",
    "quotes": "\"double\" 'single' `back`",
    "comment": "<!-- x --> <?php ?> <!DOCTYPE x [<!ENTITY a 'b'>]>",
    "emoji": "family 👩‍👩‍👧 flag 🇩🇰 tides 🌊",
    "languages": "価格 цены أسعار",
    "very long": "word " * 40,
}
REMOVED = {
    "control characters": ("a\x01b\x0bc\x1fd\x7fe\x85f", "a b c d e f"),
    "turned direction": ("safe \u202egpj.exe\u202c \u2066x\u2069", "safe gpj.exe x"),
    "lines": ("one\r\ntwo\tthree", "one two three"),
    "no characters": ("a\ufffeb\uffffc", "a b c"),
}


def set_text(notebook: Notebook, text: str) -> None:
    """Whatever the verbs would have refused or changed."""
    Notebook.objects.filter(pk=notebook.pk).update(title=text[:200], description=text)


@pytest.fixture
def public(ada: User, write: Write) -> Notebook:
    """A public notebook with everything that a feed tells."""
    return write(ada, "secret_source", title="Tides", public=True, tags=["sea", "c++"], description="How *high* it is.")


def test_an_entry_says_who_what_when_and_where(public: Notebook, client: Client, settings: object) -> None:
    feed = parsed(client.get("/feeds/tags/sea.atom"))
    url = "http://127.0.0.1:8000" if not hasattr(settings, "CONFIG") else settings.CONFIG.url
    assert feed.feed.title == "Notebooks with the tag sea · Commonplace"
    assert feed.feed.id == f"{url}/feeds/tags/sea.atom"
    assert {one.rel: one.href for one in feed.feed.links} == {
        "alternate": f"{url}/tags/sea", "self": f"{url}/feeds/tags/sea.atom"
    }  # fmt: skip
    (entry,) = feed.entries
    public.refresh_from_db()
    assert (entry.title, entry.id) == ("Tides", f"urn:uuid:{public.uuid}")
    assert entry.link == url + public.get_absolute_url()
    assert (entry.author, entry.author_detail.href) == ("Ada Brandt", f"{url}/people/ada")
    assert entry.updated[:19] == public.updated_at.isoformat()[:19]
    assert entry.published[:19] == public.created_at.isoformat()[:19]
    assert [tag.term for tag in entry.tags] == ["c++", "sea"]
    assert (entry.summary, entry.summary_detail.type) == ("How high it is.", "text/plain")
    assert "secret_source" not in client.get("/feeds/all.atom").text


def test_the_id_stays_when_everything_else_changes(public: Notebook, client: Client) -> None:
    before = parsed(client.get("/feeds/all.atom")).entries[0]
    set_text(public, "Quite another name")
    after = parsed(client.get("/feeds/all.atom")).entries[0]
    assert before.id == after.id
    assert before.link != after.link


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_stays_text(public: Notebook, client: Client, kind: str) -> None:
    text = HOSTILE[kind]
    set_text(public, text)
    answer = client.get("/feeds/all.atom")
    (entry,) = parsed(answer).entries
    assert entry.title == " ".join(text[:200].split())
    assert entry.title_detail.type == "text/plain"
    assert b"<script" not in answer.content


@pytest.mark.parametrize("kind", REMOVED)
def test_what_is_no_text_is_taken_out(public: Notebook, ada: User, client: Client, kind: str) -> None:
    text, left = REMOVED[kind]
    set_text(public, text)
    User.objects.filter(pk=ada.pk).update(full_name=text)
    (entry,) = parsed(client.get("/feeds/all.atom")).entries
    assert (entry.title, entry.author, entry.summary) == (left, left, left)
    assert plain("\ud800x") == "x"


@pytest.mark.parametrize("title", ["\x01", "\u202e"])
def test_a_title_of_nothing_is_replaced_by_the_number(public: Notebook, client: Client, title: str) -> None:
    set_text(public, title)
    (entry,) = parsed(client.get("/feeds/all.atom")).entries
    assert entry.title == str(public.uuid)


def test_odd_tags_have_addresses_that_work(ada: User, write: Write, client: Client) -> None:
    for tag in ("c++", "c#", "über-tag", "v1.atom", "日本"):
        write(ada, title=f"About {tag}", public=True, tags=[tag])
        page = client.get("/tags/" + {"c++": "c++", "c#": "c%23"}.get(tag, tag))
        assert page.status_code == 200
        led = client.get(page.wsgi_request.get_full_path(), headers={"Accept": "application/atom+xml"}, follow=True)
        assert [entry.title for entry in parsed(led).entries] == [f"About {tag}"]


def test_the_newest_fifty_latest_change_first(ada: User, write: Write, client: Client) -> None:
    first = write(ada, title="Oldest", public=True)
    Notebook.objects.filter(pk=first.pk).update(updated_at=timezone.now() - timedelta(days=9))
    for number in range(52):
        write(ada, str(number), title=f"Number {number}", public=True)
    found = [entry.title for entry in parsed(client.get("/feeds/all.atom")).entries]
    assert found == [f"Number {number}" for number in range(51, 1, -1)]
    Notebook.objects.filter(pk=first.pk).update(updated_at=timezone.now())
    assert parsed(client.get("/feeds/all.atom")).entries[0].title == "Oldest"


def test_an_empty_gallery_has_an_empty_feed(db: None, client: Client) -> None:
    assert parsed(client.get("/feeds/all.atom")).entries == []


@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds/tags/sea.atom", "/feeds/search.atom?q=tides"])
def test_the_number_of_questions_does_not_grow(
    public: Notebook, ada: User, write: Write, client: Client, path: str
) -> None:
    client.force_login(ada)

    def asked() -> int:
        with count() as counts:
            assert client.get(path).status_code == 200
        return counts.total

    asked()
    few = asked()
    for number in range(7):
        write(ada, str(number), title=f"More tides {number}", public=True, tags=["sea", f"t{number}"])
    asked()
    assert asked() == few
    assert few <= 9


@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds/tags/sea.atom", "/feeds/search.atom"])
@pytest.mark.parametrize("token", ["", "?token=", "?token=cpf_x", "?token=%00"])
def test_every_answer_is_inert_and_no_page_repeats_the_token(
    public: Notebook, client: Client, path: str, token: str
) -> None:
    answer = client.get(path + token)
    assert answer.status_code == (404 if token else 200)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "cpf_x" not in answer.text
    assert client.post(path).status_code == 405
    assert client.head(path + token).status_code == answer.status_code


ODD = ["q=%00", "q=%ED%A0%80", "q=" + "a" * 5000, "tag=a&tag=b", "q=%22", "page=7&sort=evil", "%=%", "owner=%F0%9F"]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered(public: Notebook, client: Client, query: str) -> None:
    parsed(client.get(f"/feeds/search.atom?{query}"))


@pytest.mark.parametrize(
    "path", ["/feeds/tags/%00.atom", "/feeds/people/%F0%9F.atom", "/feeds/groups/.atom", "/feeds/"]
)
def test_odd_addresses_are_not_found(public: Notebook, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
