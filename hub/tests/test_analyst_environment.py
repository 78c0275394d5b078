"""What analysts find installed: locked, complete, and quick to check."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version

import pytest
from commonplace_hub.analyst_environment import LOCK, _files, _hash, _python
from commonplace_hub.settings import CHECKOUT

from hub.tests.world import ENVIRONMENT

SOURCE = LOCK.with_name("requirements.in")


def _named(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"^([A-Za-z0-9-]+)[=<>~]", text, re.MULTILINE)}


def test_every_package_is_locked_by_hash_and_no_registry_is_named() -> None:
    lock = LOCK.read_text()
    assert _named(SOURCE.read_text()) <= _named(lock)
    packages = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE))
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in lock
    assert "--index" not in lock


def test_every_package_has_its_reason() -> None:
    lines = [line for line in SOURCE.read_text().splitlines() if line and not line.startswith("#")]
    assert all("  # " in line for line in lines)


def test_servers_and_hub_have_the_same_jupyterhub() -> None:
    assert f"jupyterhub=={version('jupyterhub')} " in LOCK.read_text()


def test_what_analysts_import_is_there() -> None:
    names = "pandas, numpy, scipy, sklearn, statsmodels.api, pyarrow, duckdb, openpyxl, requests"
    names += ", matplotlib, altair, ipywidgets"
    checked = f"import {names}; print(pandas.__version__.split('.')[0])"
    printed = subprocess.run(
        [ENVIRONMENT / "bin/python", "-c", checked], capture_output=True, text=True, check=True, cwd="/"
    )
    assert printed.stdout.strip() == "2"


def test_the_own_packages_are_copies_outside_the_checkouts_sources() -> None:
    asked = "import commonplace_clean as a, commonplace_lab as b; print(a.__file__, b.__file__)"
    printed = subprocess.run(
        [ENVIRONMENT / "bin/python", "-c", asked], capture_output=True, text=True, check=True, cwd="/"
    )
    assert all(path.startswith(str(ENVIRONMENT)) for path in printed.stdout.split())


def test_r_is_offered_where_it_is_installed() -> None:
    rscript = shutil.which("Rscript")
    assert rscript is not None, "R is missing: install r-base-core and r-cran-irkernel."
    kernel = ENVIRONMENT / "share/jupyter/kernels/ir/kernel.json"
    assert json.loads(kernel.read_text())["display_name"] == "R"


def test_a_second_run_installs_nothing_and_changes_nothing() -> None:
    command = [sys.executable, "-m", "commonplace_hub.analyst_environment"]
    subprocess.run(command, capture_output=True, text=True, check=True)
    stamp = ENVIRONMENT / "commonplace.json"
    before = (stamp.read_bytes(), stamp.stat().st_mtime_ns)
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [line for line in again.stdout.splitlines() if "up to date" not in line] == []
    assert (stamp.read_bytes(), stamp.stat().st_mtime_ns) == before


def test_a_change_of_the_sources_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    files = _files(CHECKOUT / "clean")
    assert any(file.name == "__init__.py" for file in files)
    assert not any(file.suffix == ".pyc" for file in files)
    assert _hash(files) != _hash(files[1:])


def test_the_systems_python_is_preferred() -> None:
    # any account may use it; one in somebody's home would silently mix in another library
    assert str(_python()).startswith("/usr/")
