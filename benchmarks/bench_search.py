"""Searches with rights, totals, facets and snippets: ours beside SQLite's FTS5 and PostgreSQL's full text, in turns.

The same texts, people and rights for all three; the same answer from each: how many notebooks the person may find,
counts by language, tag, group and health, and the best twenty with snippets. While they are asked, notebooks change
ten times a second in each of them. Goals for the 95th percentile: a tenth of FTS5's, a fifteenth of PostgreSQL's.

Each is measured twice: with the cards of the page (owner, stars, tags), which are made in the same way for all three;
and the bare engine, without them. Ours reads both at once, so its figure is the whole page in either case.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.search_rivals import PAGE, Answer, Fts5, Postgres, Rival, roomy_cluster, rows
from benchmarks.search_world import Writer, fill, questions

NOTEBOOKS, ASKED, CHECKED, WARM = 100_000, 200, 25, 20
GOALS = {"SQLite FTS5": 10.0, "PostgreSQL": 15.0}
CHANGES = 10.0  # a second
SEED = 2026


def prepare(home: str) -> None:
    """A data folder of our own before anything of the gallery is loaded."""
    os.environ.update(COMMONPLACE_HOME=home, COMMONPLACE_HUB="false", DJANGO_SETTINGS_MODULE="gallery.site.settings")
    os.environ.pop("DATABASE_URL", None)
    import gallery.site.wsgi  # noqa: F401, PLC0415 — all of them in a process set up as the web server's is


class Ours:
    """The gallery's own search, asked as its page and API ask it."""

    name = "Commonplace"

    def ask(self, user: Any, text: str) -> Answer:
        """What this person may see of the answers."""
        from gallery.search.queries import Question, find  # noqa: PLC0415

        found = find(user, Question(text=text, page_size=PAGE))
        facets = found.facets
        named = {"language": facets.languages, "health": facets.health, "group": facets.groups, "tag": facets.tags}
        return Answer(found.total, found.items, {n: {one.name: one.count for one in all_} for n, all_ in named.items()})

    def fill(self) -> float:
        """Index everything; seconds, with reading the texts."""
        from gallery.search.replica import settled  # noqa: PLC0415

        start = time.perf_counter()
        settled()
        return time.perf_counter() - start

    def change(self, row: object) -> None:
        """Nothing: it follows the database."""

    def size(self, home: Path) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in (home / "index").rglob("*") if file.is_file())


class BruteForce:
    """Each notebook read by itself and each right asked of the database: slow, and right."""

    def __init__(self, keys: Sequence[int]) -> None:
        """Read everything once."""
        self._words = {row[0]: set(" ".join(row[1:]).lower().replace(".", " ").split()) for row in rows(keys)}

    def ask(self, user: Any, text: str) -> tuple[int, dict[str, int]]:
        """How many notebooks, and how many of each language."""
        from gallery.notebooks.models import Notebook  # noqa: PLC0415
        from gallery.notebooks.permissions import listed_to  # noqa: PLC0415

        seen = set(listed_to(user).values_list("pk", flat=True))
        asked = set(text.split())
        found = [key for key, words in self._words.items() if asked <= words and key in seen]
        counts: dict[str, int] = {}
        for language in Notebook.objects.filter(pk__in=found).values_list("language", flat=True):
            counts[language] = counts.get(language, 0) + 1
        return len(found), counts


def check(engines: Sequence[Any], people: Sequence[Any], asked: Sequence[str], keys: Sequence[int]) -> None:
    """Every engine must count what brute force counts."""
    truth, wrong = BruteForce(keys), 0
    for person, text in zip(people, asked[:CHECKED], strict=False):
        total, languages = truth.ask(person, text)
        for one in engines:
            answer = one.ask(person, text)
            if (answer.total, answer.facets["language"]) != (total, languages):
                wrong += 1
                print(f"  WRONG: {one.name} finds {answer.total} for “{text}”, brute force {total}")
    print(f"  {CHECKED} questions compared with brute force: {wrong} wrong")
    if wrong:
        raise SystemExit(1)


@contextmanager
def changing(home: str, url: str, notebooks: int) -> Iterator[None]:
    """Another process that changes notebooks as long as this lasts."""
    words = (sys.executable, "-m", "benchmarks.bench_search", "--change", home, url, "--notebooks", str(notebooks))
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()  # it has begun
    try:
        yield
    finally:
        print(f"  meanwhile {process.communicate('stop')[0].strip()}")


def change_all_the_time(home: str, url: str, notebooks: int) -> None:
    """Ten times a second a description changes, and every engine is told."""
    prepare(home)
    import select  # noqa: PLC0415

    from gallery.notebooks.actions import Description, describe  # noqa: PLC0415
    from gallery.notebooks.models import Notebook  # noqa: PLC0415

    chance, writer = Random(3), Writer(SEED + 3)  # noqa: S311
    rivals: list[Rival] = [Fts5(Path(home) / "fts5.sqlite3"), Postgres(url)]
    print("begun", flush=True)
    start, done = time.perf_counter(), 0
    for text in writer.texts(100_000):
        pause = start + done / CHANGES - time.perf_counter()
        if select.select([sys.stdin], [], [], max(0.0, pause))[0]:
            break
        notebook = Notebook.objects.select_related("owner").get(pk=chance.randint(1, notebooks))
        tags = [tag.name for tag in notebook.tags.all()]
        about = Description(title=text.title, description=text.description, tags=tags)
        if notebook.group_id is None and not notebook.demands.exists():
            describe(notebook=notebook, by=notebook.owner, about=about)
        for row in rows([notebook.pk]):
            for one in rivals:
                one.change(row)
        done += 1
    print(f"{done} changes in {time.perf_counter() - start:.0f} s")


Times = dict[str, list[float]]


def measure(engines: Sequence[Any], people: Sequence[Any], asked: Sequence[str]) -> tuple[Times, Times]:
    """Milliseconds of each question in each engine, asked in turns that begin with another one each time.

    First of the whole page, then of the bare engine.
    """
    page: Times = {one.name: [] for one in engines}
    bare: Times = {one.name: [] for one in engines}
    for number, (person, text) in enumerate(zip(people, asked, strict=True)):
        for turn in range(len(engines)):
            one = engines[(number + turn) % len(engines)]
            start = time.perf_counter()
            answer = one.ask(person, text)
            taken = time.perf_counter() - start
            if number >= WARM:
                page[one.name].append(taken * 1e3)
                bare[one.name].append((taken if answer.bare is None else answer.bare) * 1e3)
    return page, bare


def report(what: str, taken: Times) -> None:
    """Percentiles and ratios."""
    slow = {}
    print(f"  {what}; load of this machine {os.getloadavg()[0]:.1f}")
    for name, times in taken.items():
        ordered = sorted(times)
        slow[name] = ordered[int(len(ordered) * 0.95)]
        middle, mean = statistics.median(ordered), statistics.fmean(ordered)
        print(
            f"    {name:12} median {middle:8.1f}   mean {mean:8.1f}   p95 {slow[name]:8.1f}   max {ordered[-1]:8.1f} ms"
        )
    for name, goal in GOALS.items():
        print(f"    p95 of {name} / ours: {slow[name] / slow[Ours.name]:.1f} (goal: {goal:.0f})")


def resident() -> tuple[float, float]:
    """Megabytes that this process holds in memory: of its own, and of files that are mapped, which others share."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    own, mapped = (float(told[name].split()[0]) * 1024 / 1e6 for name in ("RssAnon", "RssFile"))
    return own, mapped


def timed(what: str, work: Callable[[], object]) -> None:
    """Do it and say how long it took."""
    start = time.perf_counter()
    work()
    print(f"  {what} in {time.perf_counter() - start:.0f} s", flush=True)


def compare(home: str, url: str, notebooks: int) -> None:
    """Fill all three, compare their answers with brute force, then their times."""
    prepare(home)
    from django.core.management import call_command  # noqa: PLC0415
    from gallery.accounts.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    writer = Writer(SEED)
    timed(f"{notebooks} notebooks made", lambda: fill(notebooks, writer))
    keys, before = list(range(1, notebooks + 1)), resident()
    ours, fts5, postgres = Ours(), Fts5(Path(home) / "fts5.sqlite3"), Postgres(url)
    for name, seconds in ((ours.name, ours.fill()), (fts5.name, fts5.fill(keys)), (postgres.name, postgres.fill(keys))):
        if name == ours.name:
            own, mapped = (now - then for now, then in zip(resident(), before, strict=True))
            print(f"  {name} holds {own:.0f} MB more in memory after indexing, and {mapped:.0f} MB of files mapped")
        print(f"  {name} indexed in {seconds:.0f} s: {notebooks / seconds:.0f} notebooks a second", flush=True)
    for name, size in ((ours.name, ours.size(Path(home))), (fts5.name, fts5.size()), (postgres.name, postgres.size())):
        print(f"  {name}: {size / 1e6:.0f} MB on disk")
    engines: list[Any] = [ours, fts5, postgres]
    asked, everybody = questions(ASKED, writer), list(User.objects.order_by("pk"))
    people = [Random(one).choice(everybody) for one in range(ASKED)]  # noqa: S311
    check(engines, people, asked, keys)
    with changing(home, url, notebooks):
        page, bare = measure(engines, people, asked)
    report("hits, total, facets and snippets, with the cards of the page", page)
    report("the rivals without the cards", bare)
    check(engines, people[::-1], asked[::-1], keys)


def main() -> None:
    """Compare; or be the process that changes notebooks meanwhile."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--notebooks", type=int, default=NOTEBOOKS)
    reader.add_argument("--change", nargs=2, metavar=("HOME", "URL"), help=argparse.SUPPRESS)
    given = reader.parse_args()
    if given.change:
        home, url = given.change
        change_all_the_time(home, url, given.notebooks)
        return
    with tempfile.TemporaryDirectory(prefix="commonplace-bench-") as home, roomy_cluster() as url:
        compare(home, url, given.notebooks)


if __name__ == "__main__":
    main()
