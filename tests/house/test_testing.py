"""`make test` counts honestly: what was skipped, crashed or never ran has failed."""

from pathlib import Path

import psycopg
import pytest

from tools.postgres import postgresql
from tools.testing import Tally, counted, summary

CASES = {
    "passed": ('<testcase name="a"/>', 0, (1, 0)),
    "failed": ('<testcase name="a"/><testcase name="b"><failure/></testcase>', 1, (1, 1)),
    "broken": ('<testcase name="a"><error/></testcase>', 1, (0, 1)),
    "skipped": ('<testcase name="a"/><testcase name="b"><skipped/></testcase>', 0, (1, 1)),
    "no tests": ("", 0, (0, 1)),
    "green but not well": ('<testcase name="a"/>', 1, (1, 1)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_report_is_counted(case: str, tmp_path: Path) -> None:
    inside, code, (passed, failed) = CASES[case]
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{inside}</testsuite></testsuites>")
    assert counted("part", report, code) == Tally("part", passed, failed)


def test_a_crash_without_a_report_is_a_failure(tmp_path: Path) -> None:
    assert counted("part", tmp_path / "none.xml", 139) == Tally("part", 0, 1)


def test_a_half_written_report_is_a_failure(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite><testcase name="a"/>')
    assert counted("part", report, 139) == Tally("part", 0, 1)


def test_the_last_line_is_plain() -> None:
    lines, well = summary([Tally("a", 3, 0), Tally("b", 2, 1)])
    assert (lines[-1], well) == ("5 passed, 1 failed", False)
    assert summary([Tally("a", 3, 0)])[1]


def test_postgresql_runs_and_leaves_nothing() -> None:
    with postgresql() as url, psycopg.connect(url) as connection:
        asked = connection.execute("select current_user, current_setting('data_directory')").fetchone()
    assert asked is not None
    assert asked[0] == "commonplace"
    assert not Path(asked[1]).exists()
