"""Single cells of code that answer a question: building blocks, from notebooks that the asker may find."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from gallery.accounts.models import User
from gallery.notebooks.cards import Card
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import RevisionCell
from gallery.search.queries import find
from gallery.search.question import Question
from gallery.search.snippets import Highlighter

NOTEBOOKS, EACH, MOST = 12, 2, 12  # the best notebooks are looked into; of each at most so many cells, so many in all
LONGEST = 8_000  # characters: what is longer is no building block
MOST_READ = 1_000_000  # characters of code that are looked at for one question


@dataclass(frozen=True)
class FoundCell:
    """A code cell, its notebook, its number on the notebook's page; `words` of those asked for stand in it."""

    card: Card
    number: int
    source: str
    words: int


def find_cells(user: User | None, text: str, *, language: str = "", health: str = "") -> tuple[FoundCell, ...]:
    """The cells with most of the words, those of better notebooks first where they have equally many."""
    question = Question(text=text, language=language, health=health, page_size=NOTEBOOKS)
    if not question.asked.words and not question.asked.phrases:
        return ()
    cards = find(user, question).items
    finder = Highlighter(question.asked, thorough=True)
    cells = _cells_of(cards)
    best = [cell for card in cards for cell in _best(finder, card, cells.get(card.uuid, ()))]
    return tuple(sorted(best, key=lambda cell: -cell.words)[:MOST])


def _cells_of(cards: Iterable[Card]) -> dict[object, list[tuple[int, str]]]:
    """Number and source of the code cells of these notebooks, by the notebook."""
    at_head = RevisionCell.objects.filter(revision=F("revision__notebook__head"), cell__kind="code")
    mine = at_head.filter(revision__notebook__uuid__in=[card.uuid for card in cards], cell__size__lte=LONGEST)
    rows = mine.order_by("position").values_list("revision__notebook__uuid", "position", "cell__body", "cell__size")
    found: dict[object, list[tuple[int, str]]] = {}
    read = 0
    for uuid, position, body, size in rows:
        read += size
        if read > MOST_READ:
            break
        found.setdefault(uuid, []).append((position + 1, unpacked(body)))
    return found


def _best(finder: Highlighter, card: Card, cells: Iterable[tuple[int, str]]) -> list[FoundCell]:
    """The cells of one notebook that have any of the words, the best first."""
    told = [
        FoundCell(card, number, source, len({mark.word for mark in finder.marks(source)})) for number, source in cells
    ]
    return sorted((cell for cell in told if cell.words), key=lambda cell: -cell.words)[:EACH]
