"""The operator's list of what Spark there is: versions, clusters and sizes, in one TOML file.

`COMMONPLACE_SPARK` names the file. Nothing in a notebook can change where a cluster is or how much one may take:

    [versions."4.0"]
    home = "/opt/spark-4.0"        # a Spark home, or a virtual environment that holds pyspark
    java = "/usr/lib/jvm/java-17"  # where it is not the machine's own
    python = "/opt/python/bin/python3"  # runs Python functions on the cluster's machines

    [clusters.main]
    description = "Nightly batch and ad-hoc questions"
    owner = "Data platform, platform@example.org"
    groups = ["analysts"]          # or "everybody"; there is no default
    version = "4.0"
    master = "spark://spark.example.org:7077"
    web = "http://spark.example.org:8080"  # the master's pages: what shows its version before anything is started

    [sizes.small]
    memory = "2g"                  # of each executor; of the whole of Spark where it runs here
    cores = 2
    executors = 2
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonplace.catalogue import EVERYBODY
from commonplace.errors import WrongSparkFile
from commonplace.translation import _, marked

SPARK = "COMMONPLACE_SPARK"
MEMORY = re.compile(r"[1-9]\d{0,5}[mg]")
PATIENCE = 60  # seconds in which a cluster has to give the first executor
NO_HELP = marked("Ask whoever runs this environment.")


@dataclass(frozen=True)
class Version:
    """A Spark that is installed here."""

    name: str
    home: Path
    java: str = ""
    python: str = ""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Cluster:
    """A cluster and whom it is for."""

    name: str
    description: str
    owner: str
    groups: frozenset[str]
    version: str
    master: str
    web: str = ""
    patience: int = PATIENCE
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)

    def is_for(self, groups: frozenset[str]) -> bool:
        """True if somebody in these groups may use it."""
        return EVERYBODY in self.groups or bool(self.groups & groups)


@dataclass(frozen=True)
class Size:
    """How much one may take."""

    name: str
    memory: str
    cores: int
    executors: int = 1
    driver_memory: str = "1g"


@dataclass(frozen=True)
class Offers:
    """Everything in the file; of versions and sizes the first is meant where none is named."""

    versions: Mapping[str, Version]
    clusters: Mapping[str, Cluster]
    sizes: Mapping[str, Size]


def offers() -> Offers:
    """What the file offers; raises WrongSparkFile with the one thing to mend first."""
    name = os.environ.get(SPARK, "")
    if not name:
        raise WrongSparkFile(
            _("This environment knows no Spark: {setting} names no file. {help}").format(setting=SPARK, help=_(NO_HELP))
        )
    path = Path(name).absolute()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSparkFile(
            _("The list of Sparks at {path} cannot be read: {strerror}. {help}").format(
                path=path, strerror=error.strerror, help=_(NO_HELP)
            )
        ) from None
    except ValueError as error:
        raise WrongSparkFile(
            _("The list of Sparks at {path} is not valid TOML: {error}. {help}").format(
                path=path, error=error, help=_(NO_HELP)
            )
        ) from None
    versions = {
        name: _version(_Table("version", name, table), path.parent) for name, table in _tables(read, "versions")
    }
    clusters = {name: _cluster(_Table("cluster", name, table), versions) for name, table in _tables(read, "clusters")}
    sizes = {name: _size(_Table("size", name, table)) for name, table in _tables(read, "sizes")}
    if not versions or not sizes:
        raise WrongSparkFile(
            _("The list of Sparks at {path} needs a version and a size at least. {help}").format(
                path=path, help=_(NO_HELP)
            )
        )
    return Offers(versions, clusters, sizes)


def _tables(read: Mapping[str, Any], kind: str) -> list[tuple[str, Any]]:
    found = read.get(kind, {})
    if not isinstance(found, dict):
        raise WrongSparkFile(
            _('The list of Sparks must have a table [{kind}."name"] for each. {help}').format(
                kind=kind, help=_(NO_HELP)
            )
        )
    return list(found.items())


class _Table:
    """One table of the file; each mistake in it is a sentence that names it."""

    def __init__(self, kind: str, name: str, table: Any) -> None:
        self.kind, self.name = kind, name
        self._table = table if isinstance(table, dict) else self.fail(_("it is no table"))

    def fail(self, why: str) -> Any:
        """Raise what is wrong; typed as whatever it stands for."""
        raise WrongSparkFile(
            _("The {kind} “{name}” is wrong in the list of Sparks: {why}. {help}").format(
                kind=self.kind, name=self.name, why=why, help=_(NO_HELP)
            )
        )

    def text(self, word: str, default: str | None = None) -> str:
        value = self._table.get(word, default)
        if value is None or (default is None and value == ""):
            self.fail(_("it has no {word}").format(word=word))
        return str(value) if isinstance(value, str) else str(self.fail(_("its {word} is no text").format(word=word)))

    def number(self, word: str, default: int | None = None) -> int:
        value = self._table.get(word, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            return int(self.fail(_("its {word} is no whole number above 0").format(word=word)))
        return value

    def memory(self, word: str, default: str | None = None) -> str:
        value = self.text(word, default)
        return (
            value
            if MEMORY.fullmatch(value)
            else str(self.fail(_('its {word} is not written like "512m" or "2g"').format(word=word)))
        )

    def groups(self) -> frozenset[str]:
        given = self._table.get("groups")
        if given == EVERYBODY:
            return frozenset({EVERYBODY})
        if isinstance(given, list) and given and all(isinstance(group, str) for group in given):
            return frozenset(given)
        return frozenset(
            self.fail(_('its groups are neither a list of names nor "{everybody}"').format(everybody=EVERYBODY))
        )

    def settings(self) -> dict[str, str]:
        given = self._table.get("settings", {})
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            self.fail(_("its settings are not texts by the names that Spark gives them"))
        return dict(given)


def _version(table: _Table, folder: Path) -> Version:
    home = folder / table.text("home")  # an absolute one stays what it is
    return Version(table.name, home, table.text("java", ""), table.text("python", ""), table.settings())


def _cluster(table: _Table, versions: Mapping[str, Version]) -> Cluster:
    version = table.text("version")
    if version not in versions:
        table.fail(_("there is no version “{version}”").format(version=version))
    texts = {word: table.text(word) for word in ("description", "owner", "master")}
    return Cluster(
        name=table.name,
        groups=table.groups(),
        version=version,
        web=table.text("web", ""),
        patience=table.number("patience", PATIENCE),
        settings=table.settings(),
        **texts,
    )


def _size(table: _Table) -> Size:
    return Size(
        name=table.name,
        memory=table.memory("memory"),
        cores=table.number("cores"),
        executors=table.number("executors", 1),
        driver_memory=table.memory("driver_memory", "1g"),
    )
