"""A cluster, looked at before anything is started: is it there, and is it the Spark that the operator's list says."""

import re
import socket
import urllib.error
import urllib.request

from commonplace.errors import SparkFailed
from commonplace.spark.homes import Home
from commonplace.spark.offers import Cluster
from commonplace.spark.settings import masters
from commonplace.translation import _

PATIENCE = 5
VERSION = re.compile(rb'class="version"[^>]*>\s*([\w.-]+)')


def need_cluster(cluster: Cluster, home: Home) -> None:
    """Raise SparkFailed where it cannot be reached, or runs another release than the one that would speak to it."""
    found = masters(cluster.master)
    why = [_why_not(host, port) for host, port in found]
    if found and all(why):
        raise SparkFailed(
            _("The cluster “{name}” cannot be reached at {master} ({why}). Nothing was started. Ask {owner}.").format(
                name=cluster.name, master=cluster.master, why=why[0], owner=cluster.owner
            )
        )
    release = _release(cluster.web) if cluster.web else ""
    if release and release != home.release:
        raise SparkFailed(
            _(
                "The cluster “{name}” runs Spark {release}, and Spark {home_release} cannot speak to it. "
                "Nothing was started. Ask {owner} for the list of Sparks to be put right."
            ).format(name=cluster.name, release=release, home_release=home.release, owner=cluster.owner)
        )


def _why_not(host: str, port: int) -> str:
    try:
        with socket.create_connection((host, port), timeout=PATIENCE):
            return ""
    except OSError as error:
        return error.strerror or _("no answer")


def _release(web: str) -> str:
    """What the master's page says; empty where it says nothing, which a start will find out in another way."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy does not know the cluster
    try:
        with straight.open(web, timeout=PATIENCE) as answer:
            match = VERSION.search(answer.read(1_000_000))
    except (OSError, ValueError):
        return ""
    return match[1].decode() if match else ""
