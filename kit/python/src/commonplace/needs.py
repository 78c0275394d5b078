"""Packages that a notebook needs and the environment lacks: `cp.need("tabulate>=0.9")`.

They come from one index, if the operator's list allows them, as wheels, so that nothing of theirs runs while they are
installed; and into a folder of the person's own, behind everything that the environment has. What is asked for, and
what became of it, is recorded.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import invalidate_caches, metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from commonplace.display import Listing
from commonplace.errors import KitError, PackageFailed, PackageRefused
from commonplace.installing import Installer, Wheel
from commonplace.package_list import PackageList, own_folder, package_list
from commonplace.package_record import record
from commonplace.translation import _, marked

HEAD = (marked("Package"), marked("Version"), marked("State"))


def need(*requirements: str) -> Listing:
    """Make sure that packages can be imported; install what is missing, if the operator's list allows it.

    A requirement is a name, with versions and extras if you like: `"tabulate>=0.9,<1"`. What the environment has is
    never changed. Raises PackageRefused for what is not allowed, and PackageFailed where it cannot be installed.

    >>> cp.need("narwhals>=1").rows[0][2]
    'was there'
    """
    asked = [_understood(text) for text in requirements]
    _find(own_folder())  # what was added yesterday is there today
    missing = [one for one in asked if one.extras or not _is_there(one)]
    added = _installed(missing) if missing else ()
    names = {canonicalize_name(one.name) for one in asked} | {wheel.name for wheel in added}
    new = {wheel.name for wheel in added}
    rows = [(name, metadata.version(name), _("is new") if name in new else _("was there")) for name in sorted(names)]
    return Listing(_("The packages that this notebook needs"), tuple(map(_, HEAD)), tuple(rows))


def _understood(text: str) -> Requirement:
    try:
        asked = Requirement(text)
    except (InvalidRequirement, TypeError):
        asked = None
    if asked is None or asked.url or asked.marker:
        shown = str(text)[:80]
        raise PackageRefused(
            _("“{shown}” is not taken: write a name and versions, such as tabulate>=0.9,<1.").format(shown=shown)
        )
    return asked


def _is_there(asked: Requirement) -> bool:
    try:
        return asked.specifier.contains(metadata.version(asked.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def _installed(asked: Sequence[Requirement]) -> tuple[Wheel, ...]:
    """What was added; every request is recorded, whatever became of it."""
    allowed = package_list()
    added: tuple[Wheel, ...] = ()
    outcome = "failed"
    try:
        added = _added(allowed, asked)
        outcome = "installed"
    except KitError as error:
        outcome = str(error)
        raise
    finally:
        record(allowed.record, list(map(str, asked)), outcome, [f"{wheel.name}=={wheel.version}" for wheel in added])
    return added


def _added(allowed: PackageList, asked: Sequence[Requirement]) -> tuple[Wheel, ...]:
    for one in asked:
        allowed.check(one.name)
    here: dict[str, str] = {
        canonicalize_name(found.name): found.version for found in metadata.distributions() if found.name
    }
    _leave_what_is_here(asked, here)
    installer = Installer(allowed.index, own_folder())
    wheels = _resolved(installer, allowed, asked, here)
    missing = tuple(wheel for wheel in wheels if here.get(wheel.name) != wheel.version)
    for wheel in missing:
        allowed.check(wheel.name, wheel.version)
    if missing:
        installer.install(missing)
    _find(own_folder())
    return missing


def _resolved(
    installer: Installer, allowed: PackageList, asked: Sequence[Requirement], here: Mapping[str, str]
) -> list[Wheel]:
    try:
        return installer.resolved(asked, list(_bounds(allowed, here)))
    except PackageFailed as error:
        bounds = ", ".join(f"{one.name} {allowed.bound(one.name) or _('in any version')}" for one in asked)
        raise PackageFailed(_("{error} Allowed here: {bounds}.").format(error=error, bounds=bounds)) from None


def _leave_what_is_here(asked: Sequence[Requirement], here: Mapping[str, str]) -> None:
    for one in asked:
        version = here.get(canonicalize_name(one.name))
        if version and not one.specifier.contains(version, prereleases=True):
            raise PackageRefused(
                _(
                    "This environment has {name} {version}, and “{one}” is another version; what is here is "
                    "never changed. Ask whoever runs this environment."
                ).format(name=one.name, version=version, one=one)
            )


def _bounds(allowed: PackageList, here: Mapping[str, str]) -> Iterator[str]:
    """What resolving must keep to: the versions that are here, and those that are allowed."""
    yield from (f"{name}=={version}" for name, version in here.items())
    unbounded = SpecifierSet()
    yield from (f"{name}{bound}" for name, bound in allowed.packages.items() if bound != unbounded and name not in here)


def _find(folder: Path) -> None:
    """Look for modules in the person's folder, too, behind everything else."""
    if folder.is_dir() and str(folder) not in sys.path:
        sys.path.append(str(folder))
    invalidate_caches()
