"""However long a cell would take, the reader waits no longer than the limits, and no process is left behind."""

import os
import select
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from gallery.lib.rendering import CellSource, is_for_now, render_cells, workers
from gallery.lib.rendering.fragments import MAX_HTML, MAX_PLAIN, render_cell
from gallery.lib.rendering.workers import Pool

from server.tests.lib.rendering.inert import assert_inert

ENDLESS = CellSource("code", "\n " * 49_000, "cpp")  # its lexer looks at each blank again for each line
ORDINARY = CellSource("markdown", "# *Hello*", "")

PATHOLOGICAL = {
    "links that never begin": "![[" * 10_000,
    "quotes in quotes": ">" * 10_000 + "x",
    "lists in lists": "- " * 10_000 + "x",
    "lists in lists over lines": "\n".join("  " * depth + "- x" for depth in range(700)),
    "brackets": "[" * 50_000,
    "links in links": "[a](" * 30_000,
    "emphasis": "*a_ " * 30_000,
    "strong in emphasis": "**x *" * 20_000,
    "code spans": " ".join("`" * length for length in range(600)),
    "blocks in blocks": "<div>" * 50_000,
    "formatting over paragraphs": "<b><p>" * 10_000,
    "tables in tables": "<table><tr><td>" * 5_000,
    "a table of many columns": "|a" * 4_000 + "|\n" + "|-" * 4_000 + "|\n" + "|x|\n" * 4_000,
    "comments": "<!--" * 30_000,
    "declarations": "<![CDATA[" * 20_000,
    "tags that never end": "<a " * 30_000,
    "footnotes": "".join(f"[^{n}]" for n in range(3_000)) + "".join(f"\n\n[^{n}]: x" for n in range(3_000)),
    "references": "[a]: x\n" * 50_000,
    "dollars": "$" * 30_000,
    "formulas that never end": "\\begin{align}" * 10_000,
    "brackets of formulas": "\\\\(" * 30_000,
    "groups in a formula": f"${'{' * 9_000}{'}' * 9_000}$",
    "fractions in fractions": "$" + "\\frac{" * 3_000 + "}" * 3_000 + "$",
    "exponents of exponents": "$" + "x^{" * 5_000 + "}" * 5_000 + "$",
    "matrices in matrices": "$" + "\\begin{matrix}" * 1_000 + "\\end{matrix}" * 1_000 + "$",
    "a macro of itself": r"$\def\a{\a\a}\a$",
    "macros of macros": "$"
    + "".join(rf"\def\{new}{{{(chr(92) + old) * 10}}}" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + r"\i$",
    "hidden characters": "\u202e" * 400_000,
    "a cell of megabytes": "x" * 9_000_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_markdown_holds_the_reader_up(name: str) -> None:
    """Without a limit they would take hours, which the time that any test may take ends."""
    odd, after = render_cells([CellSource("markdown", PATHOLOGICAL[name], ""), ORDINARY])
    assert after == render_cell(ORDINARY)
    assert len(odd) <= max(MAX_HTML, MAX_PLAIN * 80)


@pytest.mark.parametrize(
    "name", ["exponents of exponents", "quotes in quotes", "a macro of itself", "hidden characters"]
)
def test_what_becomes_of_it_is_inert(name: str) -> None:
    assert_inert(render_cells([CellSource("markdown", PATHOLOGICAL[name][:30_000], "")])[0])


@pytest.mark.parametrize(
    "pattern",
    ['"', '"""\\', "'''\\", "'''", '"\\', "#=", "/*", "a.", "1_", "def ", "\n ", "@a", "'\\", "&", "(", "%", "?"],
)
@pytest.mark.parametrize("language", ["python", "r", "julia", "scala", "sql"])
def test_no_code_in_the_usual_languages_is_slow(language: str, pattern: str) -> None:
    source = pattern * (90_000 // len(pattern))
    html = render_cells([CellSource("code", source, language)])[0]
    assert "plain-text-note" not in html


def test_a_cell_that_takes_too_long_is_shown_as_plain_text_and_the_others_as_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only the processor's time counts here, so that a busy machine does not decide.
    monkeypatch.setattr(workers, "CELL_LIMIT", 60)
    monkeypatch.setattr(workers, "BATCH_LIMIT", 60)
    first, slow, last = render_cells([ORDINARY, ENDLESS, ORDINARY])
    assert first == last == render_cell(ORDINARY)
    assert "shown as plain text because it takes too long" in slow
    assert not is_for_now(slow)
    assert_inert(slow)


def test_many_such_cells_end_with_the_limit_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    render_cells([ORDINARY])
    monkeypatch.setattr(workers, "CELL_LIMIT", 0.5)
    monkeypatch.setattr(workers, "BATCH_LIMIT", 1.5)
    fragments = render_cells([ORDINARY, *[ENDLESS] * 50, ORDINARY])
    assert len(fragments) == 52
    assert fragments[0] == render_cell(ORDINARY)
    assert is_for_now(fragments[-1])
    assert "the server is busy" in fragments[-1]
    assert "# *Hello*" in fragments[-1]


def test_a_cell_that_had_no_processor_is_plain_text_only_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(most=1)
    monkeypatch.setattr(workers, "_pool", pool)
    monkeypatch.setattr(workers, "CELL_LIMIT", 0.3)
    try:
        render_cells([ORDINARY])
        os.kill(pool.pids()[0], signal.SIGSTOP)
        assert is_for_now(render_cells([ORDINARY])[0])
    finally:
        pool.end_all()


def test_too_long_a_cell_is_shortened_and_says_so() -> None:
    html = render_cells([CellSource("raw", "x" * 3_000_000, "")])[0]
    assert "because it is too long" in html
    assert "Download the notebook to see all of it." in html
    assert len(html) < MAX_PLAIN + 1_000


def test_while_all_workers_are_busy_the_text_is_shown_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(most=1)
    taken = pool.take()
    monkeypatch.setattr(workers, "_pool", pool)
    monkeypatch.setattr(workers, "BATCH_LIMIT", 0.2)
    try:
        assert is_for_now(render_cells([ORDINARY])[0])
        pool.give_back(taken)
        monkeypatch.setattr(workers, "BATCH_LIMIT", 20)
        assert not is_for_now(render_cells([ORDINARY])[0])
    finally:
        pool.end_all()


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(most=1)
    monkeypatch.setattr(workers, "_pool", pool)
    try:
        expected = render_cells([ORDINARY] * 3)
        for pid in pool.pids():
            os.kill(pid, 9)
            _wait_for_the_end_of(pid)
        assert render_cells([ORDINARY] * 3) == expected
        assert pool.pids()
    finally:
        pool.end_all()


def test_a_worker_that_does_not_start_leaves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(most=1)
    monkeypatch.setattr(workers, "_pool", pool)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert is_for_now(render_cells([ORDINARY])[0])
    assert pool.pids() == []


def test_many_threads_get_their_own_cells() -> None:
    def own(number: int) -> bool:
        cells = [CellSource("markdown", f"cell {number} {index}", "") for index in range(20)]
        return render_cells(cells) == [render_cell(cell) for cell in cells]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(own, range(40)))
    assert len(workers._pool.pids()) <= workers.MOST_WORKERS


def test_no_cells_need_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool()
    monkeypatch.setattr(workers, "_pool", pool)
    assert render_cells([]) == []
    assert pool.pids() == []


def test_a_worker_has_little_memory_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(most=1)
    monkeypatch.setattr(workers, "_pool", pool)
    monkeypatch.setenv("COMMONPLACE_HUB_CLIENT_SECRET", "a-planted-secret")
    try:
        render_cells([ORDINARY])
        (pid,) = pool.pids()
        with open(f"/proc/{pid}/limits", encoding="ascii") as limits:  # noqa: PTH123  # a file of the kernel
            lines = {line[:26].strip(): line[26:].split() for line in limits}
        assert int(lines["Max address space"][0]) <= 1_000_000_000
        assert lines["Max core file size"][0] == lines["Max file size"][0] == "0"
        with open(f"/proc/{pid}/environ", "rb") as environment:  # noqa: PTH123
            assert b"a-planted-secret" not in environment.read()
    finally:
        pool.end_all()


SCRIPT = """
import os, sys
from gallery.lib.rendering import CellSource, render_cells, workers
cell = CellSource("markdown", "x", "")
render_cells([cell])
print(*workers._pool.pids(), flush=True)
{then}
"""


def _wait_for_the_end_of(pid: int) -> None:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([descriptor], [], [], 20)
        assert ended, f"process {pid} is still there"
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("end", ["sys.exit(3)", "os._exit(3)", "os.kill(os.getpid(), 9)", "raise SystemExit"])
def test_no_worker_outlives_the_program(end: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(then=end)], capture_output=True, text=True, check=False)
    pids = [int(word) for word in done.stdout.split()]
    assert pids, done.stderr
    for pid in pids:
        _wait_for_the_end_of(pid)


def test_a_fork_starts_workers_of_its_own() -> None:
    then = """
if child := os.fork():
    os.waitpid(child, 0)
render_cells([cell])
print(*workers._pool.pids(), flush=True)
"""
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(then=then)], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(set(lines)) == 2, lines
    assert lines[0] == lines[-1]


def test_threads_that_wait_get_the_worker_that_becomes_free() -> None:
    pool = Pool(most=1)
    worker = pool.take()
    got: list[int] = []
    thread = threading.Thread(target=lambda: got.append(pool.take().pid))
    thread.start()
    pool.give_back(worker)
    thread.join(20)
    assert got == [worker.pid]
    pool.end_all()
