"""A large gallery for comparing searches: made-up words as unevenly spread as real ones, prose, code, people, rights.

Rows go in by the thousand, in the shape that saving would give them; everything comes from one seed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import zstandard

PEOPLE, GROUPS, ORGANISATIONS, TAGS = 1_000, 100, 30, 300
VOCABULARY = 40_000
COMMON = 50  # words that nearly every text has, and for which nobody asks
CHUNK = 2_000
CELLS = (("markdown", 30), ("code", 0), ("markdown", 40), ("code", 0), ("markdown", 25), ("code", 0))
CODE_LINES = 5


@dataclass(frozen=True)
class Text:
    """What one notebook says."""

    title: str
    description: str
    tags: tuple[int, ...]
    cells: tuple[tuple[str, str], ...]  # kind, source


def vocabulary(chance: Random) -> list[str]:
    """Words of two to four syllables whose end no stemmer touches, so that all engines mean the same word."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = [
            chance.choice("bdfgklmnprtvz") + chance.choice("aou") for _ in range(chance.choice((2, 2, 3, 3, 4)))
        ]
        words["".join(syllables) + chance.choice("kpx")] = None
    return list(words)


class Writer:
    """Writes texts in which the word of rank r is as frequent as 1 / (r + 2.7)."""

    def __init__(self, seed: int) -> None:
        """A vocabulary and its frequencies."""
        self.words = np.array(vocabulary(Random(seed)), dtype=object)  # noqa: S311 — no secret
        self._chance = np.random.default_rng(seed)
        weights = 1 / (np.arange(VOCABULARY) + 2.7)
        self._sums = np.cumsum(weights / weights.sum())
        self._tags = 1 / (np.arange(TAGS) + 2.7)
        self._tags /= self._tags.sum()

    def _some(self, count: int, rarer_than: int = 0) -> Sequence[str]:
        least = self._sums[rarer_than - 1] if rarer_than else 0.0
        at = np.searchsorted(self._sums, self._chance.uniform(least, 1, count))
        return list(self.words[np.minimum(at, VOCABULARY - 1)])

    def texts(self, count: int) -> Iterator[Text]:
        """So many different texts."""
        titles, prose, names = self._some(5 * count, COMMON), self._some(110 * count), self._some(30 * count, COMMON)
        tags = self._chance.choice(TAGS, (count, 3), p=self._tags)
        for n in range(count):
            words, parts = prose[n * 110 : n * 110 + 110], names[n * 30 : n * 30 + 30]
            yield Text(
                title=" ".join(titles[n * 5 : n * 5 + 5]).capitalize(),
                description=" ".join(words[95:]),
                tags=tuple(set(map(int, tags[n]))),
                cells=tuple(_cells(words, parts)),
            )


def _cells(words: Sequence[str], parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    read, code = 0, 0
    for kind, size in CELLS:
        if kind == "markdown":
            yield kind, f"## {' '.join(words[read : read + 4])}\n\n{' '.join(words[read + 4 : read + size])}."
            read += size
        else:
            at = range(code, code + 2 * CODE_LINES, 2)
            lines = [_line(parts[n], parts[n + 1], (n - code) // 2) for n in at]
            yield kind, "\n".join(lines)
            code += 2 * CODE_LINES


def _line(one: str, other: str, number: int) -> str:
    shapes = (
        f"import pandas as {one}",
        f'{one} = pandas.read_csv("{other}")',
        f"def {one}_{other}(table, column):",
        f"    return table[column].groupby({one}).sum() * {len(other)}",
        f"print({one}_{other}({other}, {one}))",
    )
    return shapes[number]


def fill(notebooks: int, writer: Writer) -> None:
    """The whole gallery, in one transaction."""
    from django.db import transaction  # noqa: PLC0415 — the gallery is set up only now

    chance = Random(7)  # noqa: S311
    with transaction.atomic():
        people = _people()
        groups = _belonging(people, chance)
        _tags(writer)
        for start in range(0, notebooks, CHUNK):
            _notebooks(range(start, min(start + CHUNK, notebooks)), writer, people, groups, chance)
        _rights(people, groups, chance)


def _people() -> list[Any]:
    from gallery.accounts.models import User  # noqa: PLC0415

    rows = [User(username=f"person{n}", full_name=f"Person {n}", password="!") for n in range(PEOPLE)]  # noqa: S106
    return User.objects.bulk_create(rows, batch_size=500)


def _belonging(people: list[Any], chance: Random) -> list[Any]:
    from gallery.directory.models import Belonging, Group, Lineage, Membership, Organisation  # noqa: PLC0415

    groups = Group.objects.bulk_create(Group(slug=f"group{n}", name=f"Group {n}") for n in range(GROUPS))
    members = [(one, group) for one in people for group in chance.sample(groups, chance.randint(1, 5))]
    Membership.objects.bulk_create(Membership(group=group, person=one, role=2) for one, group in members)
    houses = Organisation.objects.bulk_create(
        Organisation(slug=f"house{n}", name=f"House {n}") for n in range(ORGANISATIONS)
    )
    lines = [Lineage(organisation=one, ancestor=one, distance=0) for one in houses]
    lines += [Lineage(organisation=one, ancestor=houses[0], distance=1) for one in houses[1:]]
    Lineage.objects.bulk_create(lines)
    Belonging.objects.bulk_create(Belonging(person=one, organisation=chance.choice(houses)) for one in people)
    return groups


def _tags(writer: Writer) -> None:
    from gallery.notebooks.models import Tag  # noqa: PLC0415

    Tag.objects.bulk_create(Tag(pk=n + 1, name=str(word)) for n, word in enumerate(writer.words[100 : 100 + TAGS]))


def _notebooks(keys: range, writer: Writer, people: list[Any], groups: list[Any], chance: Random) -> None:
    from django.utils import timezone  # noqa: PLC0415
    from gallery.notebooks.models import ChangeCounter, Notebook, Revision  # noqa: PLC0415

    texts, now = list(writer.texts(len(keys))), timezone.now()
    rows = [
        Notebook(
            pk=key + 1,
            uuid=UUID(int=chance.getrandbits(128), version=4),
            owner=chance.choice(people),
            group=chance.choice(groups) if chance.random() < 0.3 else None,
            title=text.title,
            description=text.description,
            visibility=chance.choices(("private", "shared", "unlisted", "public"), (25, 20, 5, 50))[0],
            language=chance.choices(("python", "r", "julia"), (70, 20, 10))[0],
            health=chance.choices(("undetermined", "healthy", "unhealthy"), (62, 30, 8))[0],
            fingerprint=str(key),
            updated_at=now,
            changed=key + 1,
        )
        for key, text in zip(keys, texts, strict=True)
    ]
    Notebook.objects.bulk_create(rows, batch_size=400)
    Revision.objects.bulk_create(
        (Revision(pk=row.pk, notebook=row, number=1, author_id=row.owner_id, fingerprint="") for row in rows),
        batch_size=400,
    )
    Notebook.objects.filter(pk__in=[row.pk for row in rows]).update(head_id=_own_key())
    tagged = [
        Notebook.tags.through(notebook_id=row.pk, tag_id=one + 1)
        for row, text in _pairs(rows, texts)
        for one in text.tags
    ]
    Notebook.tags.through.objects.bulk_create(tagged, batch_size=400)
    _store([(row.pk, text.cells) for row, text in _pairs(rows, texts)])
    ChangeCounter.objects.update_or_create(pk=1, defaults={"value": keys.stop})


def _own_key() -> Any:
    from django.db.models import F  # noqa: PLC0415

    return F("pk")  # the first version of each has its notebook's number


def _pairs(rows: Sequence[Any], texts: Sequence[Text]) -> Iterator[tuple[Any, Text]]:
    return zip(rows, texts, strict=True)


def _store(texts: Sequence[tuple[int, tuple[tuple[str, str], ...]]]) -> None:
    """Cells and their places by the drivers' own means: there are six for each notebook."""
    from django.db import connection  # noqa: PLC0415

    packer, cells, places = zstandard.ZstdCompressor(3), [], []
    for version, pieces in texts:
        for position, (kind, source) in enumerate(pieces):
            digest = hashlib.sha256(f"{kind}\0{source}".encode()).hexdigest()
            body = packer.compress(source.encode())
            cells.append((digest, kind, digest, body, len(source)))
            places.append((version, position, digest, f"c{position}", json.dumps({})))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO notebooks_cell (digest, kind, source_hash, body, size) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            cells,
        )
        cursor.executemany(
            "INSERT INTO notebooks_revisioncell (revision_id, position, cell_id, name, metadata)"
            " VALUES (%s, %s, %s, %s, %s)",
            places,
        )


def _rights(people: list[Any], groups: list[Any], chance: Random) -> None:
    from gallery.directory.models import Attribute, Holding, Organisation  # noqa: PLC0415
    from gallery.notebooks.models import Notebook, Share  # noqa: PLC0415
    from gallery.notebooks.models.notebook import Demand  # noqa: PLC0415

    houses, shares = list(Organisation.objects.all()), []
    for key in Notebook.objects.filter(visibility="shared").order_by("pk").values_list("pk", flat=True):
        shares.append(Share(notebook_id=key, person=chance.choice(people), role=2))
        shares.append(Share(notebook_id=key, group=chance.choice(groups), role=2))
        if chance.random() < 0.1:
            shares.append(Share(notebook_id=key, organisation=chance.choice(houses), role=2))
    Share.objects.bulk_create(shares, batch_size=500)
    clearance = Attribute.objects.create(slug="clearance", name="Clearance")
    keys = list(Notebook.objects.order_by("pk").values_list("pk", flat=True))
    marked = chance.sample(keys, len(keys) // 20)
    Demand.objects.bulk_create((Demand(notebook_id=one, attribute=clearance) for one in marked), batch_size=500)
    holders = chance.sample(people, len(people) // 3)
    Holding.objects.bulk_create(Holding(attribute=clearance, person=one) for one in holders)


def questions(count: int, writer: Writer) -> list[str]:
    """One or two words that stand together in a public notebook: what people type who know what there is."""
    from gallery.notebooks.models import Notebook  # noqa: PLC0415
    from gallery.search.documents import cells_of  # noqa: PLC0415

    chance, known = Random(11), {str(word): rank for rank, word in enumerate(writer.words)}  # noqa: S311
    keys = list(Notebook.objects.filter(visibility="public", demands=None).order_by("pk").values_list("pk", flat=True))
    asked = []
    for cells in map(cells_of, ([key] for key in chance.choices(keys, k=count))):
        words = " ".join(cell.source for some in cells.values() for cell in some).replace(".", " ").split()
        telling = sorted({word for word in words if known.get(word, 0) >= COMMON})
        asked.append(" ".join(chance.sample(telling, chance.choice((1, 2)))))
    return asked
