"""Which Spark is meant by what somebody wrote, and whether they may use it."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.display import Listing, amount
from commonplace.errors import SparkDenied, WrongRequest
from commonplace.session import session
from commonplace.spark.offers import Cluster, Offers, Size, Version, offers

HERE, ANY = "local", "cluster"


@dataclass(frozen=True)
class Choice:
    """Where Spark runs (here, where there is no cluster), which version, and how large."""

    version: Version
    cluster: Cluster | None
    size: Size

    def __str__(self) -> str:
        """For people: `Spark 4.0 on the cluster “main”, size small`."""
        where = f"on the cluster “{self.cluster.name}”" if self.cluster else "on this machine"
        return f"Spark {self.version.name} {where}, size {self.size.name}"


def choice(where: str, version: str | None, size: str | None) -> Choice:
    """What is meant; raises WrongRequest with what there is, and SparkDenied with whom to ask."""
    found = offers()
    for given, known, word in ((version, found.versions, "version"), (size, found.sizes, "size")):
        if given is not None and given not in known:
            raise WrongRequest(f"There is no {word} “{given}” of Spark here; there is {_listed(known)}.")
    cluster = None if where == HERE else _cluster(found, where, version)
    named = cluster.version if cluster else version or next(iter(found.versions))
    return Choice(found.versions[named], cluster, found.sizes[size or next(iter(found.sizes))])


def _cluster(found: Offers, where: str, version: str | None) -> Cluster:
    groups = session().groups
    mine = [one for one in found.clusters.values() if one.is_for(groups)]
    if where in found.clusters:
        chosen = found.clusters[where]
        if chosen not in mine:
            raise SparkDenied(f"You may not use the cluster “{where}” yet. Ask {chosen.owner}.")
        if version not in {None, chosen.version}:
            raise WrongRequest(f"The cluster “{where}” runs Spark {chosen.version}; leave the version out.")
        return chosen
    if where != ANY:
        raise WrongRequest(f"where is {_listed([HERE, *(one.name for one in mine)])}; “{where}” is none of them.")
    fitting = [one for one in mine if version in {None, one.version}]
    if not fitting:
        raise WrongRequest(f"There is no cluster that you may use{f' with Spark {version}' if version else ''}.")
    if len(fitting) > 1:
        raise WrongRequest(f"Say which cluster you want: {_listed(one.name for one in fitting)}.")
    return fitting[0]


def _listed(names: Iterable[str]) -> str:
    return " or ".join(names)


def listing() -> Listing:
    """What the person may start, a row for each place and version."""
    found, groups = offers(), session().groups
    here = [(HERE, name, "On this machine", "") for name in found.versions]
    there = [
        (one.name, one.version, one.description, one.owner) for one in found.clusters.values() if one.is_for(groups)
    ]
    heading = f"Spark that you may start, in the sizes {', '.join(_size(one) for one in found.sizes.values())}"
    return Listing(heading, ("Where", "Version", "Description", "Owner"), (*here, *there))


def _size(size: Size) -> str:
    times = f"{size.executors} times " if size.executors > 1 else ""
    return f"{size.name} ({times}{amount(size.cores, 'core')} and {size.memory})"
