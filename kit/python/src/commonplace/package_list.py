"""The operator's list of packages that may be installed: one TOML file, named by `COMMONPLACE_PACKAGES`.

index = "https://packages.example.org/simple/"
record = "/srv/commonplace/packages.jsonl"

[packages]
tabulate = ">=0.9,<1"
wcwidth = ""             # any version
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from commonplace.errors import PackageRefused, WrongCatalogue
from commonplace.session import PACKAGES
from commonplace.translation import _

DATA = Path("~/.local/share/commonplace")


def own_folder() -> Path:
    """Where the person's own packages are, apart for each version of Python."""
    return DATA.expanduser() / f"packages-{sys.version_info[0]}.{sys.version_info[1]}"


@dataclass(frozen=True)
class PackageList:
    """Where packages come from, which, and where that is written down."""

    index: str
    packages: Mapping[str, SpecifierSet]
    record: Path

    def bound(self, name: str) -> str:
        """Which versions are allowed, as the list says it; empty for all of them."""
        return str(self.packages[canonicalize_name(name)])

    def check(self, name: str, version: str = "") -> None:
        """Raise PackageRefused unless the list holds this package, and this version of it if one is given."""
        bound = self.packages.get(canonicalize_name(name))
        if bound is None:
            raise PackageRefused(
                _(
                    "“{name}” may not be installed here: the list of packages does not hold it. Nothing was "
                    "changed; ask whoever runs this environment."
                ).format(name=name)
            )
        if version and not bound.contains(version, prereleases=True):
            raise PackageRefused(
                _("Of “{name}” only {bound} may be installed here, and not {version}.").format(
                    name=name, bound=bound, version=version
                )
            )


def package_list() -> PackageList:
    """The operator's list; raises PackageRefused where there is none, WrongCatalogue where it cannot be used."""
    named = os.environ.get(PACKAGES, "")
    if not named:
        raise PackageRefused(
            _(
                "Packages cannot be added here: {setting} names no list of those that may be. Ask whoever "
                "runs this environment."
            ).format(setting=PACKAGES)
        )
    path = Path(named)
    try:
        return _understood(tomllib.loads(path.read_text()))
    except OSError:
        wrong = _("cannot be opened")
    except (ValueError, TypeError, AttributeError) as error:
        wrong = _("cannot be used: {reason}").format(reason=" ".join(str(error).split())[:200])
    raise WrongCatalogue(
        _("The list of packages at {path} {wrong}. Ask whoever runs this environment.").format(path=path, wrong=wrong)
    )


def _understood(given: Mapping[str, Any]) -> PackageList:
    unknown = sorted(set(given) - {"index", "packages", "record"})
    if unknown:
        raise ValueError(_("there is no entry “{unknown}”").format(unknown=unknown[0]))
    index = given.get("index")
    if not isinstance(index, str) or urlsplit(index).scheme not in {"http", "https"}:
        raise ValueError(_("“index” is to be an address such as https://packages.example.org/simple/"))
    record = Path(given.get("record") or DATA / "packages.jsonl").expanduser()
    packages: dict[str, SpecifierSet] = {
        canonicalize_name(name): _bound(name, bound) for name, bound in given.get("packages", {}).items()
    }
    return PackageList(index, packages, record)


def _bound(name: str, bound: Any) -> SpecifierSet:
    try:
        return SpecifierSet(bound)
    except (InvalidSpecifier, TypeError, AttributeError):
        raise ValueError(
            _("the versions of “{name}” are written like “>=0.9,<1”, or empty for all").format(name=name)
        ) from None
