"""The notebook's end of Spark Connect: a session in which every request carries the person and the notebook."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from commonplace.lazily import library
from commonplace.session import session
from commonplace.translation import _, marked

FOR = marked("Spark in notebooks (the thin client, pyspark-client)")


class _Tagging:
    """Adds our tags to whatever is executed, from whichever thread."""

    def __init__(self, tags: Sequence[str]) -> None:
        self._tags = tags

    def intercept_unary_stream(self, go_on: Callable[[Any, Any], Any], details: Any, request: Any) -> Any:
        """As gRPC calls it before a request leaves."""
        if "ExecutePlanRequest" in type(request).__name__:
            request.tags.extend(tag for tag in self._tags if tag not in request.tags)
        return go_on(details, request)


def connect(port: int, token: str, tags: Sequence[str], description: str) -> Any:
    """A new session with the Spark behind this port."""
    core = library("pyspark.sql.connect.client.core", _(FOR))
    sessions = library("pyspark.sql.connect.session", _(FOR))
    grpc = library("grpc", _(FOR))
    grpc.UnaryStreamClientInterceptor.register(_Tagging)
    person = quote(quote(session().person or "somebody", safe=""), safe="")  # Spark must not divide it at a comma
    # a token goes over an unencrypted connection only to a host that is spelled like this
    builder = core.DefaultChannelBuilder(f"sc://localhost:{port}/;token={token};user_id={person}")
    builder.add_interceptor(_Tagging(tags))
    made = sessions.SparkSession.builder.channelBuilder(builder).create()
    made.conf.set("spark.job.description", description)
    return made
