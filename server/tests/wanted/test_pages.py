"""The pages of the board and its API: what they show, what they cost, what a wrong form keeps."""

from collections.abc import Callable

from django.test import Client
from gallery.accounts.models import User
from gallery.directory.models import Group
from gallery.notebooks.models import Notebook
from gallery.wanted.actions import answer, ask, second
from gallery.wanted.models import Wanted

from server.tests.pages.counting import count

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]
Bearer = Callable[..., dict[str, str]]


def test_from_a_search_in_vain_to_the_form(otto: User, signed_in: Enter) -> None:
    browser = signed_in(otto)
    page = browser.get("/notebooks/?q=late trains").text
    assert 'href="/wanted/ask?q=late%20trains"' in page
    assert 'value="late trains"' in browser.get("/wanted/ask?q=late%20trains").text
    assert "/wanted/ask" not in signed_in(None).get("/notebooks/?q=late trains").text


def test_asking_on_the_page(grace: User, desk: Group, otto: User, signed_in: Enter) -> None:
    browser = signed_in(grace)
    kept = browser.post("/wanted/ask", {"question": "", "explanation": "Kept words", "audience": desk.slug})
    assert kept.status_code == 422
    assert "Kept words" in kept.text
    made = browser.post("/wanted/ask", {"question": "Where?", "explanation": "For desk", "audience": desk.slug})
    wanted = Wanted.objects.get()
    assert (wanted.group, wanted.asker, made["Location"]) == (desk, grace, wanted.get_absolute_url())
    assert signed_in(otto).post("/wanted/ask", {"question": "Where?", "audience": desk.slug}).status_code == 422
    assert Wanted.objects.count() == 1


def test_answering_on_the_page(ada: User, grace: User, wanted: Wanted, write: Write, signed_in: Enter) -> None:
    notebook, hidden = write(ada, title="Late trains", public=True), write(ada, title="Not yet")
    browser, here = signed_in(ada), wanted.get_absolute_url()
    form = browser.get(here).text
    assert f'<option value="{notebook.get_absolute_url()}">' in form
    assert "Not yet" not in form
    refused = browser.post(f"{here}/answer", {"notebook": hidden.get_absolute_url()})
    assert refused.status_code == 422
    assert "Share it with them first" in refused.text
    assert browser.post(f"{here}/answer", {"notebook": f"http://x/notebooks/{notebook.uuid}"}).status_code == 302
    page = signed_in(grace).get(here).text
    assert "That is it, thank you" in page
    assert "That is it, thank you" not in browser.get(here).text
    assert signed_in(grace).post(f"{here}/close").status_code == 302
    assert "Open it again" in signed_in(grace).get(here).text


def test_the_most_needed_come_first(ada: User, grace: User, otto: User, wanted: Wanted, signed_in: Enter) -> None:
    ask(by=grace, question="Which is newer?")
    second(wanted=wanted, by=ada)
    page = signed_in(otto).get("/wanted").text
    assert page.index("Where do trains run late?") < page.index("Which is newer?")
    assert "2 people need it" in page


def test_what_the_pages_cost(ada: User, otto: User, wanted: Wanted, write: Write, signed_in: Enter) -> None:
    for number in range(12):
        ask(by=ada, question=f"Question {number}?")
        answer(wanted=wanted, by=ada, notebook=write(ada, title=f"N {number}", public=True))
    browser = signed_in(otto)
    browser.get("/wanted")
    for path, most in (("/wanted", 7), (wanted.get_absolute_url(), 11)):
        with count() as counts:
            assert browser.get(path).status_code == 200
        assert (counts.view <= most, counts.rendering) == (True, 0), (path, counts)


def test_the_api_from_question_to_answer(ada: User, grace: User, otto: User, write: Write, bearer: Bearer) -> None:
    asker, other, author = (Client(headers=bearer(person)) for person in (grace, otto, ada))
    made = asker.post("/api/v1/wanted", {"question": "Where?"}, content_type="application/json")
    assert made.status_code == 201
    here = f"/api/v1/wanted/{made.json()['uuid']}"
    assert other.put(f"{here}/second").json()["needed"] == 2
    assert other.delete(f"{here}/second").json()["needed"] == 1
    notebook = write(ada, title="There", public=True)
    told = author.post(f"{here}/answers", {"notebook": str(notebook.uuid)}, content_type="application/json")
    assert (told.status_code, told.json()["state"]) == (201, "answered")
    assert [one["title"] for one in asker.get(here).json()["answers"]] == ["There"]
    assert other.post(f"{here}/close").status_code == 403
    assert asker.post(f"{here}/close").json()["state"] == "closed"
    assert asker.get("/api/v1/wanted?state=closed").json()["total"] == 1
    assert asker.post(f"{here}/reopen").json()["state"] == "open"
    assert asker.post("/api/v1/wanted", {"question": " "}, content_type="application/json").status_code == 422
