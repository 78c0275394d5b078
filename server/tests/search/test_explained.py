"""What the explanation says of search, held against the code."""

import re
from pathlib import Path

import pytest
from gallery.search import candidates, matching, periods, postings, ranking, replica
from gallery.search.matching import Strictness

PAGE = Path(__file__).parents[3] / "docs/explanation/search.md"
SAID = " ".join(PAGE.read_text(encoding="utf-8").split())
ROWS = dict(re.findall(r"\| ([^|]+) \| ([\d.]+) \|", SAID))


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5, 8])
def test_how_many_words_have_to_be_there(words: int) -> None:
    assert int(ROWS[str(words)]) == matching.needed(words)


def test_where_a_word_counts_how_much() -> None:
    told = {name: float(times) for name, times in ROWS.items() if not name.isdecimal()}
    assert told == {
        "anywhere in the notebook": 1,
        "also in the title": matching.WEIGHTS["title"],
        "also in the question of the card": matching.WEIGHTS["question"],
        "also in a tag": matching.WEIGHTS["tags"],
        "also in the description": matching.WEIGHTS["description"],
        "written just as it was asked for": matching.WEIGHT_OF_NAMES,
    }


@pytest.mark.parametrize(
    "sentence",
    [
        f"a question of {matching.SENTENCE} words or more",
        f"fewer than {matching.enough(matching.SENTENCE, Strictness.MOST)} notebooks have most of them",
        f"words of {matching.SHORTEST_FUZZY} letters or more may be one slip",
        f"The best {candidates.LOOKED_AT_AGAIN} are then looked at",
        f"a heading counts {matching.WEIGHT_OF_HEADINGS} times more",
        f"written as one, {matching.WEIGHT_OF_NEIGHBOURS} times",
        f"each by {1 - ranking.MOST} to {1 + ranking.MOST}",
        f"{replica.SETTLING:.0f} seconds later, or as soon as {replica.AT_ONCE // 2} notebooks wait",
        f"After more than {replica.AT_ONCE} changes at once",
        f"waits for at most {replica.PATIENCE:.0f} seconds",
        *(f"`changed:{period}`" for period in periods.DAYS),
        "the last {week}, {month} and {year} days".format_map(periods.DAYS),
        f"{8 * postings.MOST_PLACES // 1_000_000} MB of memory for the places of common words",
        f"which {postings.COMMON:,} notebooks or more have",
    ],
)
def test_figures_of_the_prose(sentence: str) -> None:
    assert sentence in SAID
