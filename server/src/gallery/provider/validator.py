"""The rules of the provider, where the library asks for them: stricter than its own wherever the two differ."""

from datetime import datetime
from typing import Any

from oauth2_provider.models import get_grant_model, get_refresh_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator

from gallery.accounts.models import User
from gallery.accounts.tokens import digest
from gallery.audit.actions import record
from gallery.provider.claims import SCOPE_OF_CLAIM, claims_of
from gallery.provider.ending import end_family_of_code
from gallery.provider.models import IssuedCode


class GalleryValidator(OAuth2Validator):  # type: ignore[misc] # the library has no types
    """Claims of the gallery; codes kept as digests; exact addresses; deactivated people get nothing."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | SCOPE_OF_CLAIM

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Claims for the identity token and for userinfo alike."""
        return dict(claims_of(request.user))

    # Addresses: compared as text. The library lets any port of 127.0.0.1 pass, where any program may listen.

    def validate_redirect_uri(self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Exactly one of those that were registered."""
        return redirect_uri in request.client.redirect_uris.split()

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """None: a client always says where to return."""

    # Codes: the library would keep them as they are. Only their digest is written down.

    def _create_authorization_code(self, request: Any, code: dict[str, str], expires: datetime | None = None) -> Any:
        hashed = digest(code["code"])
        grant = super()._create_authorization_code(request, code | {"code": hashed}, expires)
        IssuedCode.objects.create(
            digest=hashed, client=request.client, person=request.user, signed_in_at=request.signed_in_at
        )
        return grant

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """A code that is known, of this client, in time, for somebody active. One that was used ends its tokens."""
        hashed = digest(code)
        # locked, so that of two exchanges at the same moment the second one is a replay
        if get_grant_model().objects.select_for_update().filter(code=hashed).first() is None:
            end_family_of_code(hashed)
            return False
        request.code_digest = hashed
        valid = super().validate_code(client_id, hashed, client, request)
        return bool(valid) and request.user.is_active

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """The same address as when the code was asked for."""
        return bool(super().confirm_redirect_uri(client_id, digest(code), redirect_uri, client, *args, **kwargs))

    def get_code_challenge(self, code: str, request: Any) -> str | None:
        """The challenge that belongs to the code."""
        found: str | None = super().get_code_challenge(digest(code), request)
        return found

    def get_code_challenge_method(self, code: str, request: Any) -> str | None:
        """And its method."""
        found: str | None = super().get_code_challenge_method(digest(code), request)
        return found

    def get_authorization_code_scopes(self, client_id: str, code: str, redirect_uri: str, request: Any) -> list[str]:
        """What the code stands for."""
        return list(super().get_authorization_code_scopes(client_id, digest(code), redirect_uri, request))

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> str | None:
        """The nonce that the client sent, if it did."""
        found: str | None = super().get_authorization_code_nonce(client_id, digest(code), redirect_uri, request)
        return found

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """The code is used; remember what it became."""
        hashed = digest(code)
        super().invalidate_authorization_code(client_id, hashed, request, *args, **kwargs)
        IssuedCode.objects.filter(digest=hashed).update(family=request.token_family)

    # Tokens

    def _create_refresh_token(self, request: Any, code: str, access_token: Any, previous: Any) -> Any:
        made = super()._create_refresh_token(request, code, access_token, previous)
        request.token_family = made.token_family
        return made

    def _check_and_set_request_resource(self, request: Any) -> None:
        request.resource = []  # every token is for this gallery; the views refuse who asks for another audience

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        """A living one, of this client, for somebody active. One that has ended already ends its family."""
        # locked, so that of two renewals at the same moment the second one sees that the first was there
        rows = get_refresh_token_model().objects.select_for_update(of=("self",)).select_related("user")
        known = list(rows.filter(token_checksum=digest(refresh_token)))
        if known and all(token.revoked for token in known):
            record(actor=known[0].user.username, action="refresh.replayed", subject=f"client:{client.client_id}")
        valid = super().validate_refresh_token(refresh_token, client, request, *args, **kwargs)
        return bool(valid) and request.user.is_active

    def validate_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """A living access token of somebody active."""
        valid = super().validate_bearer_token(token, scopes, request)
        return bool(valid) and isinstance(request.user, User) and request.user.is_active

    def validate_jwt_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """Never: an identity token tells a client who somebody is; it opens nothing."""
        return False

    validate_id_token = validate_jwt_bearer_token

    # Identity tokens

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> tuple[dict[str, Any], datetime]:
        """With the moment of this very sign-in, rather than of the person's latest one anywhere."""
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        issued = _code_of(request)
        if issued is not None:
            claims["auth_time"] = int(issued.signed_in_at.timestamp())
        return claims, expires

    # `prompt=none`: the view knows the session and the consent, so it has decided before it goes on.

    def validate_silent_login(self, request: Any) -> bool:
        """Decided by the view."""
        return True

    validate_silent_authorization = validate_silent_login


def _code_of(request: Any) -> IssuedCode | None:
    if request.grant_type == "authorization_code":
        return IssuedCode.objects.filter(digest=request.code_digest).first()
    family = getattr(getattr(request, "refresh_token_instance", None), "token_family", None)
    return IssuedCode.objects.filter(family=family).first() if family else None
