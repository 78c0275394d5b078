"""The OpenID provider and its clients."""

from server.tests.matrix.surfaces import open_to_all, own

SURFACES = (
    *open_to_all(
        "GET o/.well-known/jwks.json",
        "GET o/.well-known/openid-configuration",
        "GET o/logout/",
        "POST o/exchange/",
        "POST o/introspect/",
        "POST o/logout/",
        "POST o/logout/confirm",
        "POST o/revoke_token/",
        "POST o/token/",
    ),
    own("GET o/authorize/"),
    own("POST o/authorize/"),
    own("GET o/userinfo/"),
    own("POST o/userinfo/"),
    own("GET account/applications"),
    own("POST account/applications/<int:pk>/withdraw", fills={"pk": "1"}),
    *open_to_all(
        "GET admin/clients/",
        "POST admin/clients/",
        "GET admin/clients/<int:pk>",
        "POST admin/clients/<int:pk>",
        "POST admin/clients/<int:pk>/remove",
        "POST admin/clients/<int:pk>/secret",
    ),
)
