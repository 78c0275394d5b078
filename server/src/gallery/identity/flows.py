"""A sign-in that is under way: kept in the browser's session, found again by its state, used once."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase

from gallery.identity.providers import Provider
from gallery.identity.trouble import SignInBroken

KEPT = "identity_flows"
LONGEST = 15 * 60  # seconds that somebody may take at the provider
MOST = 8  # tabs


@dataclass(frozen=True)
class Flow:
    """What must still be known when the browser comes back."""

    provider: str
    next: str
    links: bool
    nonce: str
    verifier: str
    at: float

    @property
    def challenge(self) -> str:
        """PKCE: the verifier's digest goes ahead, the verifier follows with the code (RFC 7636)."""
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def begin(session: SessionBase, provider: Provider, *, back: str, links: bool) -> tuple[str, Flow]:
    """Note a new flow; answers its state and the flow."""
    state = secrets.token_urlsafe(32)
    flow = Flow(provider.key, back, links, secrets.token_urlsafe(32), secrets.token_urlsafe(48), time.time())
    flows = dict(session.get(KEPT, {}))
    for oldest in sorted(flows, key=lambda one: flows[one]["at"])[: max(0, len(flows) - MOST + 1)]:
        del flows[oldest]
    session[KEPT] = flows | {state: asdict(flow)}
    return state, flow


def take(session: SessionBase, provider: Provider, state: str) -> Flow:
    """The flow with this state, which nobody can take a second time; otherwise `SignInBroken`."""
    flows = dict(session.get(KEPT, {}))
    raw = flows.pop(state, None)
    session[KEPT] = flows
    session.save()  # at once: with an answer of 5xx Django would not
    if raw is None:
        raise SignInBroken
    flow = Flow(**raw)
    if flow.provider != provider.key or time.time() - flow.at > LONGEST:
        raise SignInBroken
    return flow
