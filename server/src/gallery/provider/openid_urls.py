"""Addresses of the OpenID provider, below `/o/`."""

from django.urls import path

from gallery.provider.views import authorizing, discovery, logout, tokens

app_name = "oauth2_provider"

urlpatterns = [
    path("authorize/", authorizing.authorize, name="authorize"),
    path("token/", tokens.token, name="token"),
    path("revoke_token/", tokens.revoke, name="revoke-token"),
    path("introspect/", tokens.introspect, name="introspect"),
    path("userinfo/", tokens.userinfo, name="user-info"),
    path("logout/", logout.end_session, name="end-session"),
    path("logout/confirm", logout.confirm, name="end-session-confirm"),
    path(".well-known/openid-configuration", discovery.configuration, name="openid-configuration"),
    path(".well-known/jwks.json", discovery.jwks, name="jwks-info"),
]
