"""How a notebook fares, on pages; and a word to its owner."""

from server.tests.matrix.surfaces import change, content

HERE = "notebooks/<uuid:uuid>"

SURFACES = (
    content(f"GET {HERE}/health", shows="title"),
    content(f"GET {HERE}/<slug:slug>/health", granted=302, fills={"slug": "{title}-in-the-matrix"}, shows=""),
    content("GET api/v1/notebooks/<uuid>/health", shows=""),
    change(
        "POST api/v1/notebooks/<uuid>/reports",
        "read",
        scope="executions:write",
        granted=202,
        still=True,  # nobody is told of what they report themselves
        json={"cell_hash": "0" * 64},
    ),
)
