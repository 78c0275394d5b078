"""The house itself."""

from server.tests.matrix.surfaces import open_to_all

SURFACES = open_to_all(
    "ANY api/v1/",
    "ANY api/v1/docs",
    "ANY api/v1/openapi.json",
    "GET healthz",
    "GET help",
    "GET metrics",
    "GET readyz",
    "GET terms",
    "POST theme",
)
