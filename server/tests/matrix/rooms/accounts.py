"""People about themselves, and the ways in."""

from server.tests.matrix.surfaces import open_to_all, own

SURFACES = (
    own("GET account/"),
    own("POST account/profile", form={"full_name": "New", "about": ""}),
    own("POST account/password"),
    own("POST account/sign-out"),
    own("POST account/tokens"),
    own("POST account/tokens/<int:pk>/revoke", fills={"pk": "1"}),
    own("GET api/v1/me"),
    own("GET notices"),
    *open_to_all(
        "GET account/register",
        "POST account/register",
        "GET account/register/<str:token>",
        "POST account/register/<str:token>",
        "GET account/sign-in",
        "POST account/sign-in",
        "GET account/sign-in/from/<slug:key>",
        "GET account/sign-in/with/<slug:key>",
        "POST account/sign-in/farewell/<slug:key>",
        "POST account/saml/<slug:key>/acs",
        "GET account/saml/<slug:key>/done",
        "GET account/saml/<slug:key>/metadata",
    ),
    own("GET account/ways/confirm"),
    own("POST account/ways/confirm"),
    own("POST account/ways/<int:pk>/remove", fills={"pk": "1"}),
    own("GET account/ways/add/<slug:key>", fills={"key": "none"}),
    own("POST account/ways/add/<slug:key>", fills={"key": "none"}),
)
