"""A Spark that is installed here: where exactly, which release it is, and the Java that runs it."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commonplace.errors import SparkFailed, WrongSparkFile
from commonplace.spark.offers import NO_HELP, Version
from commonplace.translation import _

OLDEST_JAVA = 17  # what Spark 4 asks for
CORE = re.compile(r"spark-core_[\d.]+-(?P<release>\d[\w.]*?)\.jar")
JAVA = re.compile(r'version "(?P<number>\d+)')


@dataclass(frozen=True)
class Home:
    """Where Spark is and what it is."""

    folder: Path
    release: str
    python: str


def home_of(version: Version) -> Home:
    """The home of a version; raises WrongSparkFile where it cannot be used."""
    folder = _folder(version.home)
    jars = folder / "jars"
    release = next(
        (match["release"] for jar in jars.glob("spark-core_*.jar") if (match := CORE.fullmatch(jar.name))), ""
    )
    if not release:
        raise WrongSparkFile(
            _("Spark {name} is not installed at {home}. {help}").format(
                name=version.name, home=version.home, help=_(NO_HELP)
            )
        )
    if not any(jars.glob("spark-connect_*.jar")):
        raise WrongSparkFile(
            _("Spark {release} at {home} has no Spark Connect, over which notebooks speak to it. {help}").format(
                release=release, home=version.home, help=_(NO_HELP)
            )
        )
    return Home(folder, release, _python(version))


def _folder(home: Path) -> Path:
    """The Spark home itself, also where a virtual environment with pyspark in it is named."""
    inside = sorted(home.glob("lib/python3.*/site-packages/pyspark"))
    return inside[0] if inside else home


def _python(version: Version) -> str:
    """What runs Python functions on a cluster: the one named, else that of the virtual environment."""
    own = version.home / "bin" / "python"
    return version.python or (str(own) if own.exists() else "python3")


def java_home(version: Version) -> str:
    """The Java that runs it, empty for the one on the path.

    Raises SparkFailed where there is none, or only one that is too old.
    """
    named = version.java or os.environ.get("JAVA_HOME", "")
    java = shutil.which("java", path=f"{named}/bin" if named else None)
    number = _java_number(java) if java else 0
    if number < OLDEST_JAVA:
        there = _there(number, named)
        raise SparkFailed(
            _("Spark needs Java {oldest} or newer, and {there}. {help}").format(
                oldest=OLDEST_JAVA, there=there, help=_(NO_HELP)
            )
        )
    return named


def _there(number: int, named: str) -> str:
    if number:
        return _("Java {number} is here").format(number=number)
    return _("there is none in {named}").format(named=named) if named else _("there is none here")


@cache
def _java_number(java: str) -> int:
    try:
        said = subprocess.run((java, "-version"), capture_output=True, text=True, check=False, timeout=60).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = JAVA.search(said)
    return int(match["number"]) if match else 0
