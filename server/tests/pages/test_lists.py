"""Home, browse and search, tags, languages, people: what is hidden leaves no trace in any of them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.launches.models import Launch
from gallery.notebooks.actions import star
from gallery.notebooks.counted_pages import PAGE_SIZE
from gallery.notebooks.deprecation import deprecate
from gallery.notebooks.models import Notebook
from gallery.notebooks.tags import tag_rows

from server.tests.pages.counting import Counting

Enter = Callable[[User | None], Client]
LISTS = [
    "/", "/notebooks/", "/notebooks/?q=prices", "/notebooks/?q=canary", "/tags/", "/languages/", "/people/",
    "/people/ada", "/tags/maps", "/languages/python",
]  # fmt: skip
ODD = [
    "page=0", "page=-1", "page=x", "page=99999999999999", "page=7", "sort=evil", "q=%00", "q=" + "a" * 5000,
    "owner=%F0%9F", "tag=a&tag=b", "language=%ED%A0%80",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("who", ["guest", "grace"])
def test_lists_show_what_is_public_and_no_trace_of_the_rest(
    public: Notebook, private: Notebook, grace: User, signed_in: Enter, path: str, who: str
) -> None:
    page = signed_in(grace if who == "grace" else None).get(path)
    assert page.status_code == 200
    assert "Hidden canary" not in page.text
    assert "canary-tag" not in page.text
    assert "Julia" not in page.text


def test_the_owner_finds_the_private_one(private: Notebook, ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    for path in ("/", "/notebooks/", "/tags/canary-tag", "/languages/julia", "/people/ada"):
        assert "Hidden canary" in browser.get(path).text, path


@pytest.mark.parametrize(
    "path", ["/tags/canary-tag", "/languages/julia", "/tags/none", "/languages/none", "/people/nobody"]
)
def test_groups_of_hidden_or_absent_things_do_not_exist(
    private: Notebook, grace: User, signed_in: Enter, path: str
) -> None:
    assert signed_in(grace).get(path).status_code == 404


def test_guests_do_not_learn_who_has_an_account(otto: User, grace: User, signed_in: Enter) -> None:
    assert signed_in(None).get("/people/otto").status_code == 404
    assert signed_in(grace).get("/people/otto").status_code == 200


def test_shelves_of_the_home_page(
    public: Notebook, ada: User, grace: User, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    first = write(ada, title="First steps", public=True, tags=["newcomers"])
    home = signed_in(grace).get("/").text
    assert "Pick a notebook" in home
    assert "For newcomers" in home
    assert "Recently run" not in home
    star(notebook=public, by=grace)
    Launch.objects.create(person=grace, notebook=first, revision=1, environment="hub")
    home = signed_in(grace).get("/").text
    assert "Pick a notebook" not in home
    assert "Recently run" in home
    assert 'id="shelf-starred"' in home


def test_the_home_page_brings_nothing_that_is_deprecated(
    ada: User, grace: User, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    write(ada, title="Still good", public=True, tags=["newcomers"])
    deprecate(notebook=write(ada, title="Long gone", public=True, tags=["newcomers"]), by=ada)
    for person in (None, grace):
        home = signed_in(person).get("/").text
        assert "Still good" in home
        assert "Long gone" not in home


def test_authors_are_counted_within_what_was_found(
    public: Notebook, private: Notebook, grace: User, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    write(grace, "prices of gold", title="Gold", public=True)
    write(grace, "prices of silver", title="Silver", public=True)
    page = " ".join(signed_in(None).get("/notebooks/?q=prices").text.split())
    author = page.partition("<h2>Author</h2>")[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]*)" ?><span>([^<]*)</span><span class="count">(\d+)', author) == [
        ("/notebooks/?q=prices&amp;owner=grace", "Grace Okoye", "2"),
        ("/notebooks/?q=prices&amp;owner=ada", "Ada Brandt", "1"),
    ]


def test_where_nothing_has_all_words_one_can_ask_for_it(public: Notebook, grace: User, signed_in: Enter) -> None:
    asking = '<a href="/wanted/ask?q=prices%20zebra">'
    assert asking in signed_in(grace).get("/notebooks/?q=prices+zebra").text
    assert asking not in signed_in(None).get("/notebooks/?q=prices+zebra").text  # guests cannot ask
    assert "/wanted/ask" not in signed_in(grace).get("/notebooks/?q=prices").text


def test_empty_pages_teach(grace: User, signed_in: Enter) -> None:
    browser = signed_in(grace)
    assert "Upload the first notebook" in browser.get("/").text
    assert "Your notebooks will stand here" in browser.get("/people/grace").text
    assert "Upload a notebook" in browser.get("/notebooks/").text
    assert "Nothing here yet" in browser.get("/tags/").text


def test_filters_show_as_chips_that_can_be_taken_away(public: Notebook, signed_in: Enter) -> None:
    page = signed_in(None).get("/notebooks/?q=prices&tag=maps&language=python&sort=stars&page=1").text
    assert "House prices" in page
    assert 'href="/notebooks/?q=prices&amp;language=python&amp;sort=stars"' in page
    assert "Tag: maps" in page
    assert "Language: Python" in page


def test_nothing_found_helps(public: Notebook, signed_in: Enter) -> None:
    page = signed_in(None).get("/notebooks/?q=zebra&tag=none").text
    assert "Nothing found" in page
    assert "Search without the filters" in page
    assert '<details class="facet-fold">' not in page, "nothing is there to choose from"


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered(public: Notebook, signed_in: Enter, query: str) -> None:
    assert signed_in(None).get(f"/notebooks/?{query}").status_code == 200
    assert signed_in(None).get(f"/people/ada?{query}").status_code == 200


def test_pages_of_a_long_list(ada: User, write: Callable[..., Notebook], signed_in: Enter) -> None:
    for number in range(25):
        write(ada, str(number), title=f"Number {number}", public=True)
    first = signed_in(None).get("/notebooks/?sort=newest").text
    assert "Page 1 of 2" in first
    assert 'href="?sort=newest&amp;page=2"' in first
    assert "Number 0<" in signed_in(None).get("/notebooks/?sort=newest&page=2").text
    assert "There is no such page" in signed_in(None).get("/notebooks/?page=9").text


def test_suggestions_are_a_piece_of_html(public: Notebook, private: Notebook, signed_in: Enter) -> None:
    piece = signed_in(None).get("/suggest?q=hou").text
    assert 'role="option"' in piece
    assert public.get_absolute_url() in piece
    assert signed_in(None).get("/suggest").text.strip() == ""
    assert "canary" not in signed_in(None).get("/suggest?q=hidden").text


@pytest.mark.parametrize("path", ["/", "/notebooks/", "/suggest", "/tags/", "/people/ada", "/help", "/terms"])
def test_lists_are_read_only(public: Notebook, signed_in: Enter, path: str) -> None:
    assert signed_in(None).post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/notebooks/", "/tags/", "/languages/", "/people/", "/people/ada", "/tags/maps"])
def test_the_number_of_questions_does_not_grow_with_the_list(
    public: Notebook, ada: User, write: Callable[..., Notebook], signed_in: Enter, counting: Counting, path: str
) -> None:
    browser = signed_in(ada)

    def asked() -> int:
        with counting() as counts:
            assert browser.get(path).status_code == 200
        assert counts.rendering == 0
        return int(counts.view)

    asked()  # caches of the process are warm from here on
    few = asked()
    for number in range(6):
        write(ada, str(number), title=f"More {number}", public=True, tags=["maps", f"t{number}"])
    asked()
    assert asked() == few
    assert few <= 16


def test_a_long_list_is_shown_in_parts_and_narrowed_by_a_name(public: Notebook, signed_in: Enter) -> None:
    public.tags.set(tag_rows([f"tag-{number:03}" for number in range(PAGE_SIZE + 5)]))
    browser = signed_in(None)
    first, second = (browser.get(f"/tags/?page={page}").text for page in (1, 2))
    assert (first.count('class="tile"'), second.count('class="tile"')) == (PAGE_SIZE, 5)
    assert "Page 1 of 2" in first
    narrowed = browser.get("/tags/?q=TAG-12").text
    assert narrowed.count('class="tile"') == 5
    assert 'value="TAG-12"' in narrowed
    assert "Nothing with this name" in browser.get("/tags/?q=%3Cscript%3E").text
    assert 'name="q"' not in browser.get("/languages/").text.partition("<main")[2]
