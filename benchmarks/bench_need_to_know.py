"""What the reading rule costs: searches and pages with it, and with everybody allowed to see everything, in turns.

10,000 notebooks, 10,000 people, 500 groups, shares, owning groups and demanded attributes, on the default database;
real searches with totals, facets and snippets for different people. What differs is `visible_to` and `listed_to`
alone: without the rule they answer every notebook outside the trash, so that it finds more and has more to count;
a second figure therefore compares searches that find the same.
Goals: at most 20 % on a search; at most 2 queries on a page.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest import mock

import numpy as np

NOTEBOOKS, PEOPLE, GROUPS, ORGANISATIONS = 10_000, 10_000, 500, 60
ASKED, ROUNDS = 60, 5
WORDS = [
    "prices", "rents", "bicycles", "parcels", "stations", "budget", "weather", "flights", "hospitals", "schools",
    "traffic", "energy", "water", "forest", "orders", "invoices", "visitors", "clicks", "plays", "episodes",
    "channels", "regions", "seasons", "forecasts", "outliers", "clusters", "surveys", "maps",
]  # fmt: skip


def prepare() -> None:
    """A data folder of our own before anything of the gallery is loaded."""
    os.environ.update(COMMONPLACE_HOME=tempfile.mkdtemp(prefix="commonplace-bench-"), COMMONPLACE_HUB="false")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gallery.site.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def fill(chance: Random) -> None:
    """The organisation: rows in bulk, the same every time."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        people = _people()
        groups = _belonging(people, chance)
        _share(_notebooks(people, groups, chance), people, groups, chance)


def _people() -> list[Any]:
    from gallery.accounts.models import User  # noqa: PLC0415

    rows = [User(username=f"person{n}", full_name=f"Person {n}", password="!") for n in range(PEOPLE)]  # noqa: S106
    return User.objects.bulk_create(rows, batch_size=500)


def _belonging(people: list[Any], chance: Random) -> list[Any]:
    from gallery.directory.models import Belonging, Group, Lineage, Membership, Organisation  # noqa: PLC0415

    groups = Group.objects.bulk_create(Group(slug=f"group{n}", name=f"Group {n}") for n in range(GROUPS))
    members = [
        Membership(group=group, person=person, role=chance.choice((1, 2, 2, 3)))
        for person in people
        for group in chance.sample(groups, chance.randint(1, 8))
    ]
    Membership.objects.bulk_create(members, batch_size=500)
    houses = Organisation.objects.bulk_create(
        Organisation(slug=f"house{n}", name=f"House {n}") for n in range(ORGANISATIONS)
    )
    lines = [Lineage(organisation=one, ancestor=one, distance=0) for one in houses]
    lines += [Lineage(organisation=one, ancestor=houses[0], distance=1) for one in houses[1:]]
    Lineage.objects.bulk_create(lines)
    Belonging.objects.bulk_create(
        (Belonging(person=person, organisation=chance.choice(houses)) for person in people), batch_size=500
    )
    return groups


def _notebooks(people: list[Any], groups: list[Any], chance: Random) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415
    from gallery.directory.models import Attribute, Holding  # noqa: PLC0415
    from gallery.notebooks.models import ChangeCounter, Notebook, Revision  # noqa: PLC0415
    from gallery.notebooks.models.notebook import Demand  # noqa: PLC0415

    now = timezone.now()
    rows = [
        Notebook(
            owner=chance.choice(people),
            group=chance.choice(groups) if chance.random() < 0.3 else None,
            title=" ".join(chance.sample(WORDS, 4)).capitalize(),
            description=" ".join(chance.choices(WORDS, k=30)),
            visibility=chance.choices(("private", "shared", "unlisted", "public"), (25, 20, 5, 50))[0],
            language=chance.choice(("python", "r")),
            fingerprint=str(n),
            updated_at=now,
            changed=n + 1,
        )
        for n in range(NOTEBOOKS)
    ]
    notebooks = Notebook.objects.bulk_create(rows, batch_size=500)
    revisions = Revision.objects.bulk_create(
        (Revision(notebook=one, number=1, author_id=one.owner_id, fingerprint=one.fingerprint) for one in notebooks),
        batch_size=500,
    )
    for one, revision in zip(notebooks, revisions, strict=True):
        one.head = revision
    Notebook.objects.bulk_update(notebooks, ["head"], batch_size=500)
    _cells(revisions, chance)
    clearance = Attribute.objects.create(slug="clearance", name="Clearance")
    Demand.objects.bulk_create(Demand(notebook=one, attribute=clearance) for one in chance.sample(notebooks, 500))
    Holding.objects.bulk_create(Holding(attribute=clearance, person=one) for one in chance.sample(people, 1000))
    ChangeCounter.objects.create(pk=1, value=NOTEBOOKS)
    return notebooks


def _cells(revisions: list[Any], chance: Random) -> None:
    from gallery.notebooks.content import store_cells  # noqa: PLC0415

    for revision in revisions:
        text = [" ".join(chance.choices(WORDS, k=25)) for _ in range(3)]
        cells: list[dict[str, Any]] = [
            {"cell_type": "markdown" if n else "code", "source": source, "id": f"c{n}", "metadata": {}}
            for n, source in enumerate(text)
        ]
        store_cells(revision, cells)


def _share(notebooks: list[Any], people: list[Any], groups: list[Any], chance: Random) -> None:
    from gallery.directory.models import Organisation  # noqa: PLC0415
    from gallery.notebooks.models import Share  # noqa: PLC0415

    houses = list(Organisation.objects.all())
    rows = []
    for one in (one for one in notebooks if one.visibility == "shared"):
        rows.append(Share(notebook=one, person=chance.choice(people), role=chance.randint(1, 4)))
        rows.append(Share(notebook=one, group=chance.choice(groups), role=chance.randint(1, 4)))
        if chance.random() < 0.1:
            rows.append(Share(notebook=one, organisation=chance.choice(houses), role=2))
    Share.objects.bulk_create(rows, batch_size=500)


@contextmanager
def everybody_sees_everything() -> Iterator[None]:
    """Without the rule: every notebook outside the trash."""
    from gallery.notebooks.models import Notebook  # noqa: PLC0415
    from gallery.search import queries  # noqa: PLC0415

    def all_of_them(user: object) -> Any:
        return Notebook.objects.filter(trashed_at=None)

    def everywhere(user: object, columns: Any) -> Any:
        return columns.alive.copy()

    with mock.patch.object(queries, "listed_to", all_of_them), mock.patch.object(queries, "findable", everywhere):
        yield


@contextmanager
def only_what_was_found(keys: set[int]) -> Iterator[None]:
    """Without the rule, but the same notebooks: chosen by a list of keys that was made beforehand."""
    from gallery.notebooks.models import Notebook  # noqa: PLC0415
    from gallery.search import queries  # noqa: PLC0415
    from gallery.search.among import Among  # noqa: PLC0415

    def chosen(user: object, columns: Any) -> Any:
        mask = np.zeros(columns.size, bool)
        mask[list(keys)] = True
        return mask

    rows = Notebook.objects.filter(Among(keys))
    with mock.patch.object(queries, "listed_to", return_value=rows), mock.patch.object(queries, "findable", chosen):
        yield


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def searches(chance: Random) -> None:
    """Compare searches in turns and print medians, 95th percentiles and ratios."""
    from gallery.accounts.models import User  # noqa: PLC0415
    from gallery.notebooks.permissions import listed_to  # noqa: PLC0415
    from gallery.search.queries import Question, find  # noqa: PLC0415

    people = list(User.objects.order_by("?")[:ASKED])
    times: dict[str, list[float]] = {"rule": [], "all": [], "same": []}
    for person in people:
        question = Question(text=" ".join(chance.sample(WORDS, 2)), page_size=20)
        seen = set(listed_to(person).values_list("pk", flat=True))
        find(person, question)
        for _ in range(ROUNDS):
            times["rule"].append(timed(lambda: find(person, question)))  # noqa: B023
            with everybody_sees_everything():
                times["all"].append(timed(lambda: find(person, question)))  # noqa: B023
            with only_what_was_found(seen):
                times["same"].append(timed(lambda: find(person, question)))  # noqa: B023
    for name, words in (("rule", "with the rule"), ("all", "everything"), ("same", "the same, by list")):
        one = sorted(times[name])
        middle, slow = statistics.median(one) * 1e3, one[int(len(one) * 0.95)] * 1e3
        print(f"  {words:20} median {middle:6.1f} ms   p95 {slow:6.1f} ms")
    for name, words in (("all", "everything"), ("same", "the same notebooks, by list")):
        ratio = statistics.median(times["rule"]) / statistics.median(times[name])
        print(f"  with the rule / {words}: {ratio:.2f} (goal: at most 1.20)")


def pages() -> None:
    """Count the queries of a notebook's page for somebody who has it through a share, with and without the rule."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from gallery.notebooks import access, queries  # noqa: PLC0415
    from gallery.notebooks.models import Notebook, Share  # noqa: PLC0415
    from gallery.notebooks.permissions import Role  # noqa: PLC0415

    share = Share.objects.exclude(person=None).filter(notebook__demands=None).select_related("person", "notebook")[0]
    person, uuid = share.person, share.notebook.uuid
    queries.notebook_page(person, uuid)
    with CaptureQueriesContext(connection) as ruled:
        queries.notebook_page(person, uuid)
    with (
        mock.patch.object(access, "visible_to", return_value=Notebook.objects.filter(trashed_at=None)),
        mock.patch.object(queries, "role_of", return_value=Role.READ),
        CaptureQueriesContext(connection) as free,
    ):
        queries.notebook_page(person, uuid)
    print(f"  queries of a page: {len(ruled)} with the rule, {len(free)} without (goal: at most 2 more)")


def main() -> None:
    """Fill, then compare."""
    prepare()
    chance = Random(2026)  # noqa: S311 — the same organisation every time
    start = time.perf_counter()
    fill(chance)
    print(f"  {NOTEBOOKS} notebooks, {PEOPLE} people, {GROUPS} groups: made in {time.perf_counter() - start:.0f} s")
    from gallery.search.replica import snapshot  # noqa: PLC0415

    start = time.perf_counter()
    while snapshot().behind:
        time.sleep(0.2)
    print(f"  indexed in {time.perf_counter() - start:.0f} s")
    searches(chance)
    pages()


if __name__ == "__main__":
    main()
