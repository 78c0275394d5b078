"""The whole measurement on an organisation with a known structure, and the command around it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gallery.lib.errors import Invalid
from gallery.recommendations.evaluation import OURS, PUBLISHED, SERVED, evaluate
from gallery.recommendations.interactions import from_rows
from gallery.site.command_line import main

from server.tests.recommendations.world import organisation


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return evaluate(organisation(), seeds=(0, 1))


@pytest.mark.parametrize("split", ["random", "time"])
def test_structure_is_found(figures: dict[str, Any], split: str) -> None:
    by_name = figures["splits"][split]["algorithms"]
    popular = by_name["popularity"]["ndcg@20"]
    assert {name for name, one in by_name.items() if one["ndcg@20"] > 1.1 * popular} >= {PUBLISHED, "ease", "als", OURS}


@pytest.mark.parametrize("split", ["random", "time"])
def test_the_blend_is_no_worse_than_the_best_of_the_others(figures: dict[str, Any], split: str) -> None:
    gap = figures["splits"][split]["algorithms"][OURS]["ndcg minus"]["best single"]
    assert gap["mean"] >= -2 * gap["standard error"]


@pytest.mark.parametrize("split", ["random", "time"])
def test_what_is_served_is_no_worse_than_the_published_way(figures: dict[str, Any], split: str) -> None:
    gap = figures["splits"][split]["algorithms"][SERVED]["ndcg minus"]["published"]
    assert gap["mean"] >= -2 * gap["standard error"]


def test_figures_have_the_promised_names(figures: dict[str, Any]) -> None:
    names = {"popularity", PUBLISHED, "item-item", "ease", "als", "bpr", "fields", SERVED, OURS}
    assert set(figures["algorithms"]) == names
    assert all(0 <= one[key] <= 1 for one in figures["algorithms"].values() for key in ("recall@20", "ndcg@20"))
    assert all(np.isclose(sum(weights.values()), 1) for weights in figures["splits"]["random"]["weights"])


def test_a_log_without_anybody_to_guess_for_is_refused() -> None:
    with pytest.raises(Invalid, match="five items or more"):
        evaluate(from_rows([("u", "a", 1), ("v", "b", 2)]))


def test_nothing_of_what_is_hidden_is_learned_from() -> None:
    """Everybody uses items 0 to 5 in a shuffled world: if hidden events leaked, guessing would be perfect."""
    rng = np.random.default_rng(2)
    rows = [(f"u{user}", f"i{item}", 0.0) for user in range(120) for item in rng.choice(300, 10, replace=False)]
    figures = evaluate(from_rows(rows), seeds=(0,))
    assert max(one["recall@20"] for one in figures["splits"]["random"]["algorithms"].values()) < 0.2


def test_the_command_prints_json_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = organisation(people=40, notebooks=40)
    rows = zip(log.user, log.item, log.at, strict=True)
    file = tmp_path / "log.csv"
    file.write_text("user,item,timestamp\n" + "".join(f"{log.users[u]},{log.items[i]},{at}\n" for u, i, at in rows))
    assert main(["evaluate", "recommender", "--interactions", str(file), "--seeds", "1"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"events", "users", "items", "algorithms", "splits"}


def test_a_missing_or_wrong_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    for file in (tmp_path / "none.csv", wrong):
        assert main(["evaluate", "recommender", "--interactions", str(file)]) == 1
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert file.name in error
