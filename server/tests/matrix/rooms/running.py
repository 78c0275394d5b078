"""Run in Jupyter: tickets, the shelf, registered servers."""

from server.tests.matrix.surfaces import Ask, content, listing, own

SHELF = 12

SURFACES = (
    content("GET run/<uuid:uuid>", needs="run", people=True, queries=("?in=choose",)),
    own("POST api/v1/tickets/redeem", json={"ticket": "unknown"}),
    listing("GET api/v1/shelf", Ask("/api/v1/shelf", reach="readable", most=SHELF), people=True),
    own("GET environments/"),
    own("POST environments/"),
    own("POST environments/<uuid:uuid>/remove"),
    own("GET api/v1/environments"),
    own("POST api/v1/environments"),
    own("DELETE api/v1/environments/<uuid>"),
)

# A hub makes the ticket at once: the answer leads away and says nothing of the notebook.
PROBES = (content("GET run/<uuid:uuid>", needs="run", people=True, queries=("", "?in=hub"), granted=302, shows=""),)
