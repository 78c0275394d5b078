"""Whatever is typed: no error, nothing that one may not see, and exactly what slow reading finds."""

from collections.abc import Callable

import pytest
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import visible_to
from gallery.search.queries import Question, find, suggest
from gallery.search.replica import Replica
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.tests.search.conftest import aged
from server.tests.search.reference import answers, strict

KNOWN = ["read", "csv", "read_csv", "readCsv", "alpha", "beta", "Müller", "plot", "plotting", "geo", "数组", "pandas"]
PHRASES = [f'"{one} {other}"' for one in KNOWN for other in KNOWN]
SIGNS = ["-", '"', ":", "(", ")", "*", "~", "^", "\\", "AND", "OR"]
FIELDS = ["tag:", "-tag:", "lang:", "-lang:", "owner:", "-owner:", "owner:ada", "import:", "-import:", "changed:"]
LATELY = ["changed:day", "changed:week", "-changed:month", "-changed:year", "changed:2026-02-31", "changed:2025-01-01"]
WORDS = st.sampled_from(KNOWN) | st.sampled_from(SIGNS) | st.sampled_from(FIELDS + LATELY) | st.sampled_from(PHRASES)
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=6).map(" ".join),
    st.lists(WORDS, max_size=6).map("".join),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["every word from the index", "every word from memory"])
def world(
    request: pytest.FixtureRequest,
    ada: User,
    otto: User,
    write: Callable[..., Notebook],
    own: Callable[..., Replica],
) -> tuple[User, User]:
    """Eight notebooks, half of them private."""
    texts = ["read_csv alpha", "readCsv beta", "read the csv", "plot(alpha)", "plotting beta", "Müller", "数组和字典"]
    texts.append("import pandas")
    for number, text in enumerate(texts):
        kind, owner = ("code" if number % 3 else "markdown"), (ada if number % 2 else otto)
        tags = ["geo", "alpha"][: number % 3]
        notebook = write(owner, text, title=f"{text} {number}", kind=kind, tags=tags, public=number % 4 < 2)
        aged(notebook, days=(0, 3, 20, 200, 2000)[number % 5])
    if request.param == "every word from memory":
        own(common=1).settle()
    return ada, otto


@QUICK
@given(text=TYPED, tag=st.sampled_from(["", "geo", "\0"]), sort=st.sampled_from(["", "title", "relevance"]))
@example(text='"', tag="", sort="")
@example(text="\0\ud800", tag="\ud800", sort="")
@example(text="a" * 10_000, tag="", sort="")
@example(text="a_" * 10_000, tag="", sort="")
@example(text='-"-"- tag: tag:"" lang:"', tag="", sort="")
@example(text="owner:\0", tag="", sort="")
@example(text="alpha changed:month -changed:day", tag="", sort="")
@example(text="changed:week changed:year", tag="", sort="title")
def test_answers_are_those_of_slow_reading(world: tuple[User, User], text: str, tag: str, sort: str) -> None:
    for person in (*world, None):
        question = Question(text=text, tag=tag, sort=sort, page_size=100)
        found = find(person, question)
        expected, exact = answers(person, question)
        seen = set(visible_to(person).values_list("uuid", flat=True))
        assert {card.uuid for card in found.items} <= seen
        assert found.total == len(found.items)
        if exact or strict(found.strictness):
            assert {card.uuid for card in found.items} == expected


@QUICK
@given(text=TYPED)
@example(text="\0\ud800")
@example(text="a" * 10_000)
@example(text="a_" * 10_000)
def test_suggestions_are_visible_and_few(world: tuple[User, User], text: str) -> None:
    for person in (*world, None):
        suggestions = suggest(person, text)
        assert len(suggestions) <= 8
        seen = {row.get_absolute_url() for row in visible_to(person)}
        assert {one.url for one in suggestions if one.kind == "notebook"} <= seen
