"""What one Spark is told: its settings, its environment, and who works with it."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from commonplace.session import session
from commonplace.spark.choosing import Choice
from commonplace.spark.homes import Home
from commonplace.spark.offers import Cluster, Size

# Nothing else of the kernel's environment reaches Spark: neither passwords of sources, nor tokens, nor Spark variables.
KEPT = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "HADOOP_CONF_DIR",
    "YARN_CONF_DIR",
    "KRB5CCNAME",
]
SENSIBLE = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.driver.maxResultSize": "1g",  # what is collected by mistake ends in a sentence, not in a dead kernel
    "spark.connect.session.manager.defaultSessionTimeout": "30d",  # a notebook may rest over the weekend
    "spark.ui.retainedJobs": "500",
    "spark.ui.retainedStages": "500",
    "spark.port.maxRetries": "0",  # the ports are chosen; another one would be looked for in vain
}
LOGGING = """rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n%ex
"""


def settings_of(chosen: Choice, folder: Path, port: int) -> dict[str, str]:
    """Settings by Spark's names; the operator's go before ours, and what guards Spark comes last."""
    where = _on(chosen.cluster, chosen.size) if chosen.cluster else _here(chosen.size)
    theirs = {**chosen.version.settings, **(chosen.cluster.settings if chosen.cluster else {})}
    guards = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.app.name": app_name(),
        "spark.driver.extraJavaOptions": _java_options(theirs, folder),
    }
    folders = {"spark.local.dir": str(folder / "scratch"), "spark.sql.warehouse.dir": str(folder / "warehouse")}
    return SENSIBLE | folders | where | theirs | guards


def _here(size: Size) -> dict[str, str]:
    return {"spark.master": f"local[{size.cores}]", "spark.driver.memory": size.memory}


def _on(cluster: Cluster, size: Size) -> dict[str, str]:
    address = _own_address(masters(cluster.master))
    return {
        "spark.master": cluster.master,
        "spark.driver.memory": size.driver_memory,
        "spark.driver.host": address,
        "spark.driver.bindAddress": address,
        "spark.executor.memory": size.memory,
        "spark.executor.cores": str(size.cores),
        "spark.executor.instances": str(size.executors),
        "spark.cores.max": str(size.cores * size.executors),
        "spark.dynamicAllocation.enabled": "false",
    }


def masters(master: str) -> list[tuple[str, int]]:
    """Host and port of each master of a standalone cluster; none for other kinds of clusters."""
    if not master.startswith("spark://"):
        return []
    parts = [urlsplit(f"spark://{one}") for one in master.removeprefix("spark://").split(",")]
    return [(part.hostname or "", part.port or 7077) for part in parts]


def _own_address(found: list[tuple[str, int]]) -> str:
    """This machine's address as the cluster sees it; choosing a way there sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(found[0])
        except (OSError, IndexError):
            return socket.gethostname()
        return str(asked.getsockname()[0])


def _java_options(theirs: Mapping[str, str], folder: Path) -> str:
    ours = f"-Dlog4j2.configurationFile={(folder / 'log4j2.properties').as_uri()} -XX:+UseSerialGC"
    return f"{ours} {theirs.get('spark.driver.extraJavaOptions', '')}".strip()


def app_name() -> str:
    """How the cluster calls it: the person and the notebook, in one line."""
    who = session()
    return " ".join(f"{who.person or 'somebody'}: {who.notebook or 'a notebook'}".split())[:200]


def tags() -> tuple[str, ...]:
    """What every job carries; encoded, since Spark divides tags at commas."""
    who = session()
    return tuple(f"{word}={quote(value, safe='')[:200]}" for word, value in _known(who.person, who.notebook))


def _known(person: str, notebook: str) -> list[tuple[str, str]]:
    return [(word, value) for word, value in (("person", person), ("notebook", notebook)) if value]


def environment_of(chosen: Choice, home: Home, java: str, token: str, python: str) -> dict[str, str]:
    """The environment of Spark's own process; the token is in it, where only this account can read it."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return (
        kept
        | ({"JAVA_HOME": java} if java else {})
        | {
            "SPARK_HOME": str(home.folder),
            "SPARK_LOCAL_IP": "127.0.0.1",  # where its pages listen
            "SPARK_CONNECT_AUTHENTICATE_TOKEN": token,
            "PYSPARK_PYTHON": home.python if chosen.cluster else python,
        }
    )


def as_properties(settings: Mapping[str, str]) -> str:
    """The settings as a file of Java properties, in which no value can begin a line of its own."""
    return "".join(f"{name} {_escaped(value)}\n" for name, value in settings.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
