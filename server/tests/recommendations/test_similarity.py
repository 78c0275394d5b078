"""Which notebooks are alike: worked out slowly, kept, shown to those who may see, and nothing else."""

import math
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.recommendations import similarity
from gallery.recommendations.models import Similar
from gallery.recommendations.queries import similar_to
from gallery.recommendations.similarity import compute_similarity
from gallery.recommendations.tasks import compare_notebooks
from gallery.recommendations.texts import vectors
from gallery.site.chores import CHORES

from server.tests.working import work_off

Write = Callable[..., Notebook]

TOPICS = {
    "tides": "harbour water tide moon current",
    "bread": "dough flour oven yeast crust",
    "trains": "station delay timetable platform carriage",
}


@pytest.fixture
def shelf(ada: User, grace: User, write: Write) -> dict[str, list[Notebook]]:
    """Three topics of three notebooks each, by two people."""
    return {
        topic: [
            write(
                grace if number == 2 else ada,
                words,
                title=f"About {topic} {number}",
                kind="markdown",
                public=number != 1,
            )
            for number in range(3)
        ]
        for topic, words in TOPICS.items()
    }


def near(user: User | None, notebook: Notebook) -> set[str]:
    return {one.card.title for one in similar_to(user, notebook)}


def test_those_of_one_topic_are_alike(shelf: dict[str, list[Notebook]], ada: User) -> None:
    compute_similarity()
    for topic, notebooks in shelf.items():
        titles = {one.title for one in notebooks}
        for notebook in notebooks:
            assert near(ada, notebook) == titles - {notebook.title}, topic


def test_what_one_may_not_find_is_not_there_and_takes_no_place(shelf: dict[str, list[Notebook]], otto: User) -> None:
    compute_similarity()
    private = shelf["tides"][1]
    assert near(otto, shelf["tides"][0]) == near(None, shelf["tides"][0]) == {"About tides 2"}
    assert [one.card.title for one in similar_to(otto, shelf["tides"][0], 1)] == ["About tides 2"]
    assert private.title not in near(otto, shelf["tides"][2])


def test_a_right_that_is_lost_counts_at_once(shelf: dict[str, list[Notebook]], otto: User) -> None:
    compute_similarity()
    Notebook.objects.filter(pk=shelf["tides"][2].pk).update(visibility="private")
    assert near(otto, shelf["tides"][0]) == set()


def test_scores_and_reasons_are_those_of_the_definition(shelf: dict[str, list[Notebook]], ada: User) -> None:
    compute_similarity()
    first, second = shelf["bread"][0], shelf["bread"][1]
    found = next(one for one in similar_to(ada, first) if one.card.uuid == second.uuid)
    texts = {
        one.pk: Counter((f"{one.title} " * 3 + TOPICS[topic]).lower().split())
        for topic, notebooks in shelf.items()
        for one in notebooks
    }
    documents = Counter(word for text in texts.values() for word in text)

    def vector(key: int) -> dict[str, float]:
        weights = {
            word: (1 + math.log(count)) * math.log(len(texts) / documents[word])
            for word, count in texts[key].items()
            if 2 <= documents[word] <= 10 and len(word) >= 3
        }
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1
        return {word: weight / length for word, weight in weights.items()}

    one, other = vector(first.pk), vector(second.pk)
    assert one
    assert found.score == pytest.approx(0.7 * sum(one[w] * other.get(w, 0) for w in one), abs=1e-3)
    assert set(found.reason.removeprefix("Also about ").split(", ")) <= set(texts[first.pk]) & set(texts[second.pk])


def test_names_of_variables_do_not_decide(ada: User, write: Write) -> None:
    style = "my_peculiar_frame = 1\nmy_peculiar_axis = 2"
    for topic, words in TOPICS.items():
        write(ada, style, title=f"{topic} {words}", public=True)
        write(ada, "x = 1", title=f"{words} {topic}", public=True)
    compute_similarity()
    for notebook in Notebook.objects.filter(title__startswith="tides"):
        assert next(iter(similar_to(None, notebook))).card.title == "harbour water tide moon current tides"


def test_rows_are_no_longer_than_one_and_repeatable(shelf: dict[str, list[Notebook]]) -> None:
    keys = sorted(one.pk for notebooks in shelf.values() for one in notebooks)
    rows = vectors(keys).rows
    assert (rows.multiply(rows).sum(axis=1) <= 1 + 1e-5).all()
    compute_similarity()
    before = list(Similar.objects.order_by("notebook", "other").values_list("notebook", "other", "score"))
    compute_similarity()
    assert list(Similar.objects.order_by("notebook", "other").values_list("notebook", "other", "score")) == before


def test_stopped_in_the_middle_it_keeps_what_it_did(
    shelf: dict[str, list[Notebook]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similarity, "PORTION", 3)

    def stop(done: int, total: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_similarity(stop)
    kept = set(Similar.objects.values_list("notebook", flat=True))
    assert len(kept) == 6
    compute_similarity()
    assert len(set(Similar.objects.values_list("notebook", flat=True))) == 9


def test_the_trash_is_left_out_and_its_rows_go(shelf: dict[str, list[Notebook]], ada: User) -> None:
    compute_similarity()
    gone = shelf["trains"][0]
    Notebook.objects.filter(pk=gone.pk).update(trashed_at="2026-01-01T00:00:00Z")
    assert gone.title not in near(ada, shelf["trains"][1])
    compute_similarity()
    assert not Similar.objects.filter(notebook=gone).exists()
    assert not Similar.objects.filter(other=gone).exists()


def test_an_empty_gallery_and_empty_notebooks_are_no_trouble(ada: User, write: Write) -> None:
    assert compute_similarity() == 0
    write(ada, "", title="A")
    write(ada, "", title="B")
    assert compute_similarity() == 0


def test_the_api_gives_score_and_reason(shelf: dict[str, list[Notebook]], client: Client, ada: User) -> None:
    compute_similarity()
    client.force_login(ada)
    items = client.get(f"/api/v1/notebooks/{shelf['bread'][0].uuid}/similar?most=1").json()["items"]
    assert [set(one) >= {"uuid", "title", "score", "reason", "health"} for one in items] == [True]
    assert client.get(f"/api/v1/notebooks/{shelf['bread'][0].uuid}/similar?most=0").status_code == 422
    client.logout()
    assert client.get(f"/api/v1/notebooks/{shelf['bread'][1].uuid}/similar").status_code == 404


def test_the_page_says_why_and_its_part_is_small(shelf: dict[str, list[Notebook]], client: Client, ada: User) -> None:
    address = f"/notebooks/{shelf['bread'][0].uuid}/similar"
    assert "Nothing yet" in client.get(address).text
    assert client.get(address, headers={"HX-Request": "true"}).text.strip() == ""
    compute_similarity()
    client.force_login(ada)
    for page in (client.get(address).text, client.get(address, headers={"HX-Request": "true"}).text):
        assert "About bread 1" in page
        assert "Also about" in page
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).text
    assert client.post(address).status_code == 405


def test_a_notebook_leads_there(shelf: dict[str, list[Notebook]], client: Client) -> None:
    notebook = shelf["bread"][0]
    assert f'href="/notebooks/{notebook.uuid}/similar"' in client.get(notebook.get_absolute_url()).text


def test_the_worker_compares_once_a_day(shelf: dict[str, list[Notebook]], ada: User) -> None:
    chore = next(one for one in CHORES if one.do == compare_notebooks.enqueue)
    chore.do()
    assert not Similar.objects.exists()  # it takes too long for the process that does the chores
    work_off()
    assert near(ada, shelf["bread"][0])
