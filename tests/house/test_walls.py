"""The walls between rooms and distributions stand, and a breach in any of them is seen."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.surroundings import ROOT

WALLS = ROOT / ".importlinter"
BREACHES = {
    "upwards": ("gallery/lib/a.py", "import gallery.site"),
    "one floor up": ("gallery/accounts/a.py", "from gallery.notebooks import a"),
    "to the neighbour": ("gallery/search/a.py", "import gallery.launches"),
    "inside a function": ("gallery/audit/a.py", "def later():\n    import gallery.accounts"),
    "a room without a floor": ("gallery/attic/__init__.py", ""),
    "hub to gallery": ("commonplace_hub/a.py", "import gallery.lib"),
    "lab to hub": ("commonplace_lab/a.py", "import commonplace_hub"),
    "clean to anybody": ("commonplace_clean/a.py", "import commonplace_lab"),
    "kit to hub": ("commonplace/a.py", "import commonplace_hub"),
    "kit to a framework": ("commonplace/a.py", "import django.http"),
    "clean to a framework": ("commonplace_clean/a.py", "import django.http"),
}


def rooms() -> list[str]:
    """All the rooms that the contract knows."""
    read = configparser.ConfigParser()
    read.read(WALLS)
    floors = read["importlinter:contract:floors"]["layers"].split()
    return [floor.strip("()") for floor in floors if floor != "|"]


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    # import-linter is a command; as a module of its own process it sees the planted packages, not ours
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    words = (sys.executable, "-c", call, "--no-cache", "--config", str(folder / WALLS.name))
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Empty rooms behind the real walls."""
    shutil.copy(WALLS, tmp_path)
    packages = ["commonplace", "commonplace_clean", "commonplace_hub", "commonplace_lab", "gallery"]
    for name in [*packages, *(f"gallery/{room}" for room in rooms())]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    return tmp_path


def test_the_walls_of_the_checkout_stand() -> None:
    ended = subprocess.run(
        (str(Path(sys.executable).with_name("lint-imports")), "--no-cache"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_downwards_and_to_clean_is_allowed(house: Path) -> None:
    (house / "gallery/site/a.py").write_text("import gallery.lib, gallery.search, commonplace_clean")
    (house / "commonplace_lab/a.py").write_text("import commonplace_clean")
    ended = linted(house)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_seen(breach: str, house: Path) -> None:
    name, code = BREACHES[breach]
    (house / name).parent.mkdir(exist_ok=True)
    (house / name).write_text(code)
    ended = linted(house)
    assert ended.returncode == 1
    assert "broken" in ended.stdout.lower() or "attic" in ended.stdout + ended.stderr
