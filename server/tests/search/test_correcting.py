"""What was mistyped is put right, with words of notebooks that the person may find and no others."""

from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.search.correcting import corrected
from gallery.search.queries import Question, find

Write = Callable[..., Notebook]


@pytest.fixture
def world(ada: User, write: Write) -> None:
    """Prose about charts."""
    write(ada, "Draw a histogram of lengths", title="Chart", kind="markdown", public=True)
    write(ada, "A clean table, drawn twice", title="Clean tables", kind="markdown", public=True)
    for number in range(4):
        write(ada, "len(glen)", title=f"Len, len {number}", public=True)


def meant(user: User | None, text: str, **more: str) -> str:
    """What is proposed."""
    question = Question(text=text, **more)  # type: ignore[arg-type]
    return corrected(user, question, find(user, question))


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("hisogram", "histogram"),
        ("How do I draw a hisogram?", "How do I draw a histogram?"),
        ("histogarm lenghts", "histogram lengths"),
        ("clen", "clean"),  # rather than `len` or `glen`
        ("hisogram owner:ada", "histogram owner:ada"),
        ('hisogram "draw a"', 'histogram "draw a"'),
        ("hisogram -tables", "histogram -tables"),
        ("histogram", ""),
        ("histograms drawn", ""),
        ("zzzzzz", ""),
        ('"hisogram of"', ""),
        ("", ""),
        ("'", ""),
    ],
)
def test_slips_are_put_right(world: None, otto: User, typed: str, proposed: str) -> None:
    assert meant(otto, typed) == proposed


def test_what_one_may_not_find_is_never_proposed(ada: User, otto: User, write: Write) -> None:
    write(ada, "quokka", title="Mine", kind="markdown")
    write(ada, "something else", title="Ours", kind="markdown", public=True)
    assert meant(ada, "quoka") == "quokka"
    assert (meant(otto, "quoka"), meant(None, "quoka")) == ("", "")


def test_filters_count_for_what_is_proposed(world: None, otto: User) -> None:
    assert meant(otto, "hisogram", language="r") == ""


def test_page_and_api_propose_it(world: None) -> None:
    page = Client().get("/notebooks/?q=hisogram&language=python").text
    assert 'Did you mean <a href="/notebooks/?q=histogram&amp;language=python">' in page
    assert Client().get("/api/v1/notebooks?q=hisogram").json()["did_you_mean"] == "histogram"
    assert "Did you mean" not in Client().get("/notebooks/?q=histogram").text
    assert Client().get("/api/v1/notebooks?q=histogram").json()["did_you_mean"] == ""
