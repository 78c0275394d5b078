"""What is like a notebook: its own rights first, then those on each of the others."""

from server.tests.matrix.surfaces import content

SURFACES = (
    content("GET notebooks/<uuid:uuid>/similar", shows=""),
    content("GET api/v1/notebooks/<uuid>/similar", shows=""),
)
