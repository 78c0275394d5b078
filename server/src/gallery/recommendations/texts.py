"""Notebooks as vectors of words: what is said of them, and what their code uses."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from gallery.lib.text import identifier_parts, identifiers
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Notebook, RevisionCell
from gallery.recommendations.algorithms.scorer import strongest
from gallery.recommendations.algorithms.similar_users import unit_rows
from gallery.recommendations.interactions import Matrix

AT_A_TIME = 500  # notebooks whose text is in memory
MOST_CHARACTERS = 200_000  # of one notebook's prose and code each
SHORTEST, LONGEST = 3, 40  # characters of a word
COMMONEST = 0.1  # a word of more notebooks than this part tells nothing, unless they are few
FEW = 10
RAREST = 2  # a word of one notebook alone makes it like no other
TELLING = 100  # words of each notebook that are kept
_COMMAND = re.compile(r"\\[A-Za-z]+")
PROSE, CODE = 0.7, 0.3  # how much each may weigh: what names an author gives to variables must not decide


@dataclass(frozen=True)
class Vectors:
    """Rows of length at most one, a notebook each, in the order of `keys`; the words are those of the columns."""

    keys: tuple[int, ...]
    words: tuple[str, ...]
    rows: Matrix


def vectors(keys: Sequence[int]) -> Vectors:
    """TF-IDF vectors of these notebooks: prose and code each made one long, then put together by their weights."""
    prose, code = _Bags(), _Bags()
    for at in range(0, len(keys), AT_A_TIME):
        for said, used in _texts(keys[at : at + AT_A_TIME]):
            prose.add(said)
            code.add(used)
    parts = [(prose, PROSE), (code, CODE)]
    rows = sparse.hstack([np.sqrt(weight) * bags.weighed() for bags, weight in parts])
    return Vectors(tuple(keys), (*prose.words(), *code.words()), sparse.csr_array(rows, dtype=np.float32))


class _Bags:
    """Bags of words, one after the other."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._columns: list[int] = []
        self._counts: list[int] = []
        self._ends = [0]

    def add(self, counted: Counter[str]) -> None:
        """Take the next bag."""
        self._columns.extend(self._places.setdefault(word, len(self._places)) for word in counted)
        self._counts.extend(counted.values())
        self._ends.append(len(self._columns))

    def words(self) -> tuple[str, ...]:
        """The word of each column."""
        return tuple(self._places)

    def weighed(self) -> Matrix:
        """(1 + log tf) * log(n / df), the most telling words of each row kept, rows of length one."""
        size = (len(self._ends) - 1, len(self._places))
        bags = sparse.csr_array((np.array(self._counts, np.float32), self._columns, self._ends), shape=size)
        documents = np.bincount(bags.indices, minlength=size[1])
        most = max(FEW, COMMONEST * size[0])
        usable = (documents >= RAREST) & (documents <= most)
        rarity = np.where(usable, np.log(size[0] / np.maximum(1, documents)), 0).astype(np.float32)
        bags.data = (1 + np.log(bags.data)) * rarity[bags.indices]
        bags.eliminate_zeros()
        return unit_rows(strongest(bags, TELLING))


def _texts(keys: Sequence[int]) -> Iterable[tuple[Counter[str], Counter[str]]]:
    """What is said of each notebook, and what its code uses: two queries for all of them."""
    notebooks = Notebook.objects.in_bulk(list(keys))
    cells: dict[int, dict[bool, list[str]]] = {}
    heads = [one.head_id for one in notebooks.values() if one.head_id is not None]
    places = RevisionCell.objects.filter(revision__in=heads).order_by("revision_id", "position")
    for head, kind, body in places.values_list("revision_id", "cell__kind", "cell__body"):
        cells.setdefault(head, {True: [], False: []})[kind == "code"].append(unpacked(body))
    for key in keys:
        notebook = notebooks[key]
        found = cells.get(notebook.head_id or 0, {True: [], False: []})
        said = "\n".join([*[notebook.title, notebook.question] * 3, *[notebook.description] * 2, *found[False]])
        yield _words_of(said), _parts_of("\n".join(found[True]))


def _words_of(prose: str) -> Counter[str]:
    """Words as they are said, without the commands of formulas."""
    return _counted(identifiers(_COMMAND.sub(" ", prose[:MOST_CHARACTERS])))


def _parts_of(code: str) -> Counter[str]:
    """The parts of identifiers: `read_csv` gives read and csv."""
    return _counted(part for name in identifiers(code[:MOST_CHARACTERS]) for part in identifier_parts(name))


def _counted(words: Iterable[str]) -> Counter[str]:
    return Counter(word.lower() for word in words if SHORTEST <= len(word) <= LONGEST and not word.isdigit())
