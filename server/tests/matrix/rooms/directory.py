"""Groups and organisations, as far as they show no notebooks."""

from server.tests.matrix.surfaces import open_to_all, own

SURFACES = (
    own("GET api/v1/groups", scope="people:read"),
    own("POST api/v1/groups", scope="groups:write"),
    own("GET api/v1/groups/<slug>", scope="people:read", fills={"slug": "the-group"}),
    own("PATCH api/v1/groups/<slug>", scope="groups:write", fills={"slug": "the-group"}),
    own("DELETE api/v1/groups/<slug>", scope="groups:write", fills={"slug": "the-group"}),
    own("PUT api/v1/groups/<slug>/members/<name>", scope="groups:write", fills={"slug": "the-group", "name": "late"}),
    own(
        "DELETE api/v1/groups/<slug>/members/<name>", scope="groups:write", fills={"slug": "the-group", "name": "late"}
    ),
    own("GET api/v1/organisations", scope="people:read"),
    own("GET api/v1/organisations/<slug>", scope="people:read", fills={"slug": "the-house"}),
    own("GET groups/<slug:slug>/edit", fills={"slug": "the-group"}),
    own("POST groups/<slug:slug>/edit", fills={"slug": "the-group"}),
    own("POST groups/<slug:slug>/delete", fills={"slug": "the-group"}),
    own("POST groups/<slug:slug>/leave", fills={"slug": "the-group"}),
    own("GET groups/<slug:slug>/members", fills={"slug": "the-group"}),
    own("POST groups/<slug:slug>/members", fills={"slug": "the-group"}),
    own("POST groups/<slug:slug>/members/<str:name>/remove", fills={"slug": "the-group", "name": "editor"}),
    own("GET organisations/"),
    own("GET organisations/<slug:slug>/people", fills={"slug": "the-house"}),
    own("GET suggest/names", queries=("?name=o", "?kind=group&name=t", "?kind=organisation&name=t")),
    *open_to_all("GET groups/new", "POST groups/new"),
)
