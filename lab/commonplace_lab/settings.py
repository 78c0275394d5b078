"""What the environment of the Jupyter server says: where the gallery is and when this server ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_GALLERY = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Hub:
    """How this server asks its hub about its own person."""

    api_url: str
    user: str
    token: str


@dataclass(frozen=True)
class Settings:
    """Everything that is configured; `hub` is None on a server that somebody started alone.

    Attributes:
        gallery_url: address of the gallery, without a slash at its end.
        hub: the hub that started this server.
        ends_at: when this server ends at the latest, in seconds since 1970.
        idle_seconds: after how long without activity it ends.
        kept: the folder that outlives this server where its home does not, for this person alone.
    """

    gallery_url: str = DEFAULT_GALLERY
    hub: Hub | None = None
    ends_at: float | None = None
    idle_seconds: float | None = None
    kept: Path | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read environment variables; a number that is none counts as absent."""
        return cls(
            gallery_url=environ.get("COMMONPLACE_GALLERY_URL", DEFAULT_GALLERY).rstrip("/"),
            hub=_hub(environ),
            ends_at=_number(environ.get("COMMONPLACE_ENDS_AT", "")),
            idle_seconds=_number(environ.get("COMMONPLACE_IDLE_SECONDS", "")),
            kept=Path(environ["COMMONPLACE_KEPT"]) if environ.get("COMMONPLACE_KEPT") else None,
        )


def _hub(environ: Mapping[str, str]) -> Hub | None:
    api_url, user, token = (
        environ.get(name, "") for name in ("JUPYTERHUB_API_URL", "JUPYTERHUB_USER", "JUPYTERHUB_API_TOKEN")
    )
    return Hub(api_url.rstrip("/"), user, token) if api_url and user and token else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None
