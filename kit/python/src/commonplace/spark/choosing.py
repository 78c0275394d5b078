"""Which Spark is meant by what somebody wrote, and whether they may use it."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.display import Listing, amount
from commonplace.errors import SparkDenied, WrongRequest
from commonplace.session import session
from commonplace.spark.offers import Cluster, Offers, Size, Version, offers
from commonplace.translation import _

HERE, ANY = "local", "cluster"


@dataclass(frozen=True)
class Choice:
    """Where Spark runs (here, where there is no cluster), which version, and how large."""

    version: Version
    cluster: Cluster | None
    size: Size

    def __str__(self) -> str:
        """For people: `Spark 4.0 on the cluster “main”, size small`."""
        where = _("on the cluster “{name}”").format(name=self.cluster.name) if self.cluster else _("on this machine")
        return _("Spark {name} {where}, size {size_name}").format(
            name=self.version.name, where=where, size_name=self.size.name
        )


def choice(where: str, version: str | None, size: str | None) -> Choice:
    """What is meant; raises WrongRequest with what there is, and SparkDenied with whom to ask."""
    found = offers()
    for given, known, word in ((version, found.versions, "version"), (size, found.sizes, "size")):
        if given is not None and given not in known:
            raise WrongRequest(
                _("There is no {word} “{given}” of Spark here; there is {listed}.").format(
                    word=word, given=given, listed=_listed(known)
                )
            )
    cluster = None if where == HERE else _cluster(found, where, version)
    named = cluster.version if cluster else version or next(iter(found.versions))
    return Choice(found.versions[named], cluster, found.sizes[size or next(iter(found.sizes))])


def _cluster(found: Offers, where: str, version: str | None) -> Cluster:
    groups = session().groups
    mine = [one for one in found.clusters.values() if one.is_for(groups)]
    if where in found.clusters:
        chosen = found.clusters[where]
        if chosen not in mine:
            raise SparkDenied(
                _("You may not use the cluster “{where}” yet. Ask {owner}.").format(where=where, owner=chosen.owner)
            )
        if version not in {None, chosen.version}:
            raise WrongRequest(
                _("The cluster “{where}” runs Spark {version}; leave the version out.").format(
                    where=where, version=chosen.version
                )
            )
        return chosen
    if where != ANY:
        raise WrongRequest(
            _("where is {listed}; “{where}” is none of them.").format(
                listed=_listed([HERE, *(one.name for one in mine)]), where=where
            )
        )
    fitting = [one for one in mine if version in {None, one.version}]
    if not fitting:
        if version:
            raise WrongRequest(_("There is no cluster that you may use with Spark {version}.").format(version=version))
        raise WrongRequest(_("There is no cluster that you may use."))
    if len(fitting) > 1:
        raise WrongRequest(
            _("Say which cluster you want: {listed}.").format(listed=_listed(one.name for one in fitting))
        )
    return fitting[0]


def _listed(names: Iterable[str]) -> str:
    return _(" or ").join(names)


def listing() -> Listing:
    """What the person may start, a row for each place and version."""
    found, groups = offers(), session().groups
    here = [(HERE, name, _("On this machine"), "") for name in found.versions]
    there = [
        (one.name, one.version, one.description, one.owner) for one in found.clusters.values() if one.is_for(groups)
    ]
    heading = _("Spark that you may start, in the sizes {listed}").format(
        listed=", ".join(_size(one) for one in found.sizes.values())
    )
    return Listing(heading, (_("Where"), _("Version"), _("Description"), _("Owner")), (*here, *there))


def _size(size: Size) -> str:
    said = _("{name} ({cores} and {memory})")
    if size.executors > 1:
        said = _("{name} ({executors} times {cores} and {memory})")
    return said.format(name=size.name, executors=size.executors, cores=amount(size.cores, "core"), memory=size.memory)
