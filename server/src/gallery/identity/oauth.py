"""OAuth 2 without identity tokens: the provider is asked who it is."""

from collections.abc import Mapping
from urllib.parse import urlencode

from gallery.identity.calls import get_json, post_form
from gallery.identity.flows import Flow
from gallery.identity.profile import Profile, first, profile_from
from gallery.identity.providers import OAuthProvider
from gallery.identity.trouble import Declined, ProviderTrouble


def start_url(provider: OAuthProvider, state: str, flow: Flow, redirect_uri: str) -> str:
    """Where the browser goes. A provider that knows no PKCE leaves the challenge aside."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": flow.challenge,
        "code_challenge_method": "S256",
    }
    if provider.scopes:
        asked["scope"] = " ".join(provider.scopes)
    return f"{provider.authorize_url}{'&' if '?' in provider.authorize_url else '?'}{urlencode(asked)}"


def arrived(provider: OAuthProvider, said: Mapping[str, str], flow: Flow, redirect_uri: str) -> Profile:
    """Who came back from the provider."""
    if "error" in said or not said.get("code"):
        raise Declined(provider)
    form = {
        "grant_type": "authorization_code",
        "code": said["code"],
        "redirect_uri": redirect_uri,
        "code_verifier": flow.verifier,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
    }
    token = str(post_form(provider, provider.token_url, form).get("access_token") or "")
    if not token:
        raise ProviderTrouble.unusable(provider, "it gave no access")
    person = get_json(provider, provider.userinfo_url, bearer=token)
    return profile_from(provider, first(person, provider.subject), person)
