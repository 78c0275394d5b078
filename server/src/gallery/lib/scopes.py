"""Which permission a token needs for each call of the API: one table, enforced at the API's door, drawn in the docs."""

from gallery.lib.permissions import Permission

# Method and path below /api/v1. A call that is not here does not start: see `gallery.site.api`.
SCOPES: dict[str, Permission] = {
    "GET /me": Permission.NOTEBOOKS_READ,
    # Notebooks
    "GET /notebooks": Permission.NOTEBOOKS_READ,
    "POST /notebooks": Permission.NOTEBOOKS_WRITE,
    "GET /notebooks/{uuid}": Permission.NOTEBOOKS_READ,
    "PATCH /notebooks/{uuid}": Permission.NOTEBOOKS_WRITE,
    "DELETE /notebooks/{uuid}": Permission.NOTEBOOKS_WRITE,
    "GET /notebooks/{uuid}/content": Permission.NOTEBOOKS_READ,
    "GET /notebooks/{uuid}/cells/{cell}/elsewhere": Permission.NOTEBOOKS_READ,
    "POST /similar": Permission.NOTEBOOKS_READ,
    "GET /notebooks/{uuid}/revisions": Permission.NOTEBOOKS_READ,
    "POST /notebooks/{uuid}/revisions": Permission.NOTEBOOKS_WRITE,
    "PUT /notebooks/{uuid}/star": Permission.NOTEBOOKS_WRITE,
    "DELETE /notebooks/{uuid}/star": Permission.NOTEBOOKS_WRITE,
    "GET /suggest": Permission.NOTEBOOKS_READ,
    "GET /cells": Permission.NOTEBOOKS_READ,
    "GET /notebooks/{uuid}/similar": Permission.NOTEBOOKS_READ,
    "GET /notebooks/{uuid}/also-viewed": Permission.NOTEBOOKS_READ,
    "GET /recommendations": Permission.NOTEBOOKS_READ,
    "PUT /notebooks/{uuid}/dismissal": Permission.NOTEBOOKS_WRITE,
    "DELETE /notebooks/{uuid}/dismissal": Permission.NOTEBOOKS_WRITE,
    # What is wanted
    "GET /wanted": Permission.NOTEBOOKS_READ,
    "POST /wanted": Permission.NOTEBOOKS_WRITE,
    "GET /wanted/{uuid}": Permission.NOTEBOOKS_READ,
    "PUT /wanted/{uuid}/second": Permission.NOTEBOOKS_WRITE,
    "DELETE /wanted/{uuid}/second": Permission.NOTEBOOKS_WRITE,
    "POST /wanted/{uuid}/answers": Permission.NOTEBOOKS_WRITE,
    "POST /wanted/{uuid}/close": Permission.NOTEBOOKS_WRITE,
    "POST /wanted/{uuid}/reopen": Permission.NOTEBOOKS_WRITE,
    # Who may see and change them
    "GET /notebooks/{uuid}/shares": Permission.SHARES_READ,
    "PUT /notebooks/{uuid}/shares": Permission.SHARES_WRITE,
    "PUT /notebooks/{uuid}/owner": Permission.SHARES_WRITE,
    "PUT /notebooks/{uuid}/demands": Permission.SHARES_WRITE,
    "POST /notebooks/{uuid}/access-requests": Permission.NOTEBOOKS_WRITE,
    # Groups and organisations
    "GET /groups": Permission.PEOPLE_READ,
    "POST /groups": Permission.GROUPS_WRITE,
    "GET /groups/{slug}": Permission.PEOPLE_READ,
    "PATCH /groups/{slug}": Permission.GROUPS_WRITE,
    "DELETE /groups/{slug}": Permission.GROUPS_WRITE,
    "PUT /groups/{slug}/members/{name}": Permission.GROUPS_WRITE,
    "DELETE /groups/{slug}/members/{name}": Permission.GROUPS_WRITE,
    "GET /organisations": Permission.PEOPLE_READ,
    "GET /organisations/{slug}": Permission.PEOPLE_READ,
    # How cells fared
    "POST /executions": Permission.EXECUTIONS_WRITE,
    "GET /recording": Permission.EXECUTIONS_WRITE,
    "GET /notebooks/{uuid}/health": Permission.NOTEBOOKS_READ,
    "POST /notebooks/{uuid}/reports": Permission.EXECUTIONS_WRITE,
    # Run
    "POST /tickets/redeem": Permission.NOTEBOOKS_READ,
    "GET /shelf": Permission.NOTEBOOKS_READ,
    "GET /environments": Permission.NOTEBOOKS_READ,
    "POST /environments": Permission.ENVIRONMENTS_WRITE,
    "DELETE /environments/{uuid}": Permission.ENVIRONMENTS_WRITE,
}


def call_of(method: str, route: str) -> str:
    """A key of the table from a method and Django's route: `api/v1/notebooks/<uuid:uuid>` → `/notebooks/{uuid}`."""
    below = route.removeprefix("api/v1")
    parts = ["{" + part[1:-1].rpartition(":")[2] + "}" if part[:1] == "<" else part for part in below.split("/")]
    return f"{'GET' if method == 'HEAD' else method} {'/'.join(parts)}"
