"""How cells fared: about the caller alone. What is hidden is counted like what is absent."""

from server.tests.matrix.surfaces import own

_ITEM = {
    "id": "00000000-0000-4000-8000-000000000001",
    "notebook": "{uuid}",
    "cell_hash": "0" * 64,
    "success": True,
    "runtime_ms": 1,
    "started_at": "2030-01-31T18:00:00Z",
}

SURFACES = (
    own("POST api/v1/executions", scope="executions:write", json={"items": [_ITEM]}, fills={"uuid": "{uuid}"}),
    own("GET api/v1/recording", scope="executions:write"),
)
