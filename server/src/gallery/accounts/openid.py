"""The gallery as OpenID provider: which claims a client receives."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class GalleryValidator(OAuth2Validator):  # type: ignore[misc]
    """Adds name, groups and administrator to the claims of the standard."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {
        "preferred_username": "profile",
        "name": "profile",
        "groups": "groups",
        "admin": "groups",
    }

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Claims for the identity token and for userinfo alike."""
        user = request.user
        return {
            "preferred_username": user.username,
            "name": user.shown_name,
            "groups": sorted(user.groups.values_list("name", flat=True)),
            "admin": user.is_superuser,
        }
