"""Known-item search: both ways are asked the same, ranks become figures, a wrong file is one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from gallery.accounts.models import User
from gallery.lib.errors import Invalid
from gallery.notebooks.models import Notebook
from gallery.search.evaluation import KnownItem, PlainBM25, evaluate_search, read_questions
from gallery.site.command_line import main

Write = Callable[..., Notebook]


@pytest.fixture
def shelf(write: Write, ada: User) -> dict[str, Notebook]:
    told = {
        "Tides": "When is high water in the harbour",
        "Bread": "How long dough has to rise",
        "Trains": "Delays of trains by station and hour",
    }
    return {title: write(ada, title=title, description=text) for title, text in told.items()}


def test_figures_follow_from_ranks(shelf: dict[str, Notebook]) -> None:
    asked = [
        KnownItem("high water harbour", "Tides"),
        KnownItem("rise of dough", "Bread"),
        KnownItem("zebra", "Trains"),
    ]
    found = evaluate_search([*asked, KnownItem("anything", "Not here")])
    assert (found["questions"], found["left out"]) == (3, 1)
    assert found["ours"] == {"MRR@10": 0.6667, "recall@10": 0.6667}
    assert found["bm25"] == {"MRR@10": 0.6667, "recall@10": 0.6667}


def test_a_second_place_counts_half(shelf: dict[str, Notebook], write: Write, ada: User) -> None:
    write(ada, title="Tides of the Tides", description="Tides tides tides")
    assert evaluate_search([KnownItem("tides", "Tides")])["ours"]["MRR@10"] in {0.5, 1.0}
    both = evaluate_search([KnownItem("tides", "Tides"), KnownItem("tides", "Tides of the Tides")])
    assert both["ours"]["MRR@10"] == 0.75
    assert both["ours"]["recall@10"] == 1


def test_private_notebooks_are_measured_and_those_in_the_trash_are_not(write: Write, ada: User) -> None:
    write(ada, title="Kept to myself")
    assert evaluate_search([KnownItem("kept to myself", "Kept to myself")])["ours"]["recall@10"] == 1
    Notebook.objects.update(trashed_at="2026-01-01T00:00:00Z")
    with pytest.raises(Invalid, match="import them first"):
        evaluate_search([KnownItem("kept to myself", "Kept to myself")])


def test_plain_bm25_takes_any_word_and_no_syntax(shelf: dict[str, Notebook]) -> None:
    plain = PlainBM25(sorted(one.pk for one in shelf.values()))
    assert list(plain.best('dough: "zebra) -rise')) == [shelf["Bread"].pk]
    assert list(plain.best("?!")) == []


def test_plain_bm25_reads_the_text_as_it_was_written(write: Write, ada: User) -> None:
    """What our index makes of it (identifiers taken apart, letters without accents, stems) must not help the other."""
    one = write(ada, "readCsv(path)", title="Müller", description="Reading tables", tags=["geo"])
    plain = PlainBM25([one.pk])
    assert [list(plain.best(text)) for text in ("readCsv", "Müller", "tables", "geo")] == [[one.pk]] * 4
    assert [list(plain.best(text)) for text in ("csv", "Muller", "table")] == [[]] * 3


def test_the_interval_tells_how_much_the_choice_of_questions_matters(shelf: dict[str, Notebook]) -> None:
    same = evaluate_search([KnownItem("dough", "Bread")] * 20)
    assert (same["ours / bm25"], same["ours / bm25, 95 %"]) == (1.0, [1.0, 1.0])
    # ours reduces words to their stems: of every second question the other finds nothing
    mixed = [KnownItem("dough", "Bread"), KnownItem("delayed", "Trains")] * 20
    found = evaluate_search(mixed)
    low, high = found["ours / bm25, 95 %"]
    assert 1.3 < low < found["ours / bm25"] == 2.0 < high < 4


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: this is no JSON"),
        ("[1]", "line 2: question and title must both be texts"),
        ('{"question": "a"}', "line 2: question and title must both be texts"),
        ('{"question": " ", "title": "b"}', "line 2: question and title must both be texts"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text(f"{json.dumps({'question': 'a', 'title': 'b'})}\n{line}\n")
    with pytest.raises(Invalid, match=sentence):
        read_questions(file)


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_json(
    shelf: dict[str, Notebook], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.site.commands.evaluate_command.open_gallery", lambda: None)
    file = tmp_path / "asked.jsonl"
    file.write_text(f"{json.dumps({'question': 'dough', 'title': 'Bread'})}\n\n")
    assert main(["evaluate", "search", "--questions", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["ours"]["MRR@10"] == 1
