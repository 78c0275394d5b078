"""Sign-in through the gallery: its accounts, groups and administrators; no password is seen here."""

import asyncio
import time
from collections import defaultdict
from typing import Any

from jupyterhub.handlers import BaseHandler
from oauthenticator.generic import GenericOAuthenticator
from tornado.httpclient import HTTPClientError
from traitlets import default

from commonplace_hub.pages import handlers as page_handlers

OPERATORS = "commonplace-operators"
RENEW_BEFORE = 300  # seconds: a token handed out is good for at least this long
Answer = dict[str, Any] | bool  # JupyterHub's: who it is; True: as before; False: sign in again
SAME_ANSWER_FOR = 5  # seconds: a token is renewed once, however many ask at the same time


class GalleryAuthenticator(GenericOAuthenticator):  # type: ignore[misc] # oauthenticator has no types
    """OpenID Connect against the gallery."""

    @default("enable_auth_state")
    def _keep_tokens(self) -> bool:
        return True

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._recent: dict[str, tuple[float, Answer]] = {}

    def normalize_username(self, username: str) -> str:
        """Names as the gallery writes them: folding `Ada` and `ada` into one would mix two people."""
        return username

    def get_handlers(self, app: Any) -> list[tuple[Any, ...]]:
        # the first handler for an address wins, and JupyterHub takes these before its own
        return [*page_handlers(app), *super().get_handlers(app)]

    async def update_auth_model(self, auth_model: dict[str, Any]) -> dict[str, Any]:
        """Nobody becomes JupyterHub's `admin`, which may enter every server: see `OPERATORS` in the roles."""
        auth_model["admin"] = False
        return auth_model

    async def get_user_groups(self, auth_state: dict[str, Any]) -> set[str]:
        """The gallery's groups, and the operators' group for its administrators (a name none can claim)."""
        claims = auth_state[self.user_auth_state_key]
        groups = {str(group) for group in claims.get("groups") or []} - {OPERATORS}
        return groups | ({OPERATORS} if claims.get("admin") is True else set())

    def build_auth_state_dict(self, token_info: dict[str, Any], user_info: dict[str, Any]) -> dict[str, Any]:
        # the provider tells a duration; the moment is counted from when the token was received
        token_info.setdefault("expires_at", time.time() + float(token_info.get("expires_in", 0)))
        state: dict[str, Any] = super().build_auth_state_dict(token_info, user_info)
        return state

    async def refresh_user(self, user: Any, handler: BaseHandler | None = None, **_: Any) -> Answer:
        """Ask the gallery again who this is, with a renewed token where the old one is about to expire.

        One at a time for each person: a refresh token used twice counts as stolen, and ends all of them.
        Returns False if the person must sign in again.
        """
        async with self._locks[user.name]:
            at, answer = self._recent.get(user.name, (0.0, False))
            if not answer or time.monotonic() - at > SAME_ANSWER_FOR:
                answer = await self._ask_again(user, handler)
                self._recent[user.name] = (time.monotonic(), answer)
            return dict(answer) if isinstance(answer, dict) else answer

    async def _ask_again(self, user: Any, handler: BaseHandler | None) -> Answer:
        state = await user.get_auth_state()
        try:
            if state and state.get("refresh_token") and _expires_soon(state):
                return await self._renew(state, handler)
            answer: Answer = await super().refresh_user(user, handler)
        except (OSError, HTTPClientError) as problem:
            return self._when_it_fails(user, problem)
        return answer

    async def _renew(self, state: dict[str, Any], handler: BaseHandler | None) -> dict[str, Any]:
        asked = self.build_refresh_token_request_params(state["refresh_token"])
        token = await self.get_token_info(handler, asked)
        token.setdefault("refresh_token", state["refresh_token"])
        model: dict[str, Any] = await self._token_to_auth_model(token)
        return model

    def _when_it_fails(self, user: Any, problem: OSError | HTTPClientError) -> bool:
        """A refusal ends the sign-in; a gallery that is away does not throw people out of their work."""
        if isinstance(problem, HTTPClientError) and 400 <= problem.code < 500:
            self.log.info("The gallery no longer accepts the sign-in of %s: %s", user.name, problem)
            return False
        self.log.warning("The gallery is away, so the sign-in of %s stays as it is: %s", user.name, problem)
        return True


def _expires_soon(state: dict[str, Any]) -> bool:
    expires_at = (state.get("token_response") or {}).get("expires_at", 0)
    return bool(time.time() > expires_at - RENEW_BEFORE)
