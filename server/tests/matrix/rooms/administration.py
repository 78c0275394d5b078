"""The administration: not there for anybody else, and without a word of notebooks outside of admin mode."""

from server.tests.matrix.surfaces import own

SURFACES = tuple(
    own(route, fills={"name": "late", "slug": "clearance", "pk": "1"})
    for route in (
        "GET admin",
        "GET admin/",
        "GET admin/mode",
        "POST admin/mode",
        "POST admin/mode/off",
        "POST admin/mode/sign-in-again",
        "GET admin/announcements/",
        "POST admin/announcements/",
        "GET admin/announcements/<int:pk>",
        "POST admin/announcements/<int:pk>",
        "POST admin/announcements/<int:pk>/end",
        "POST announcements/<int:pk>/dismiss",
        "GET admin/terms",
        "POST admin/terms",
        "GET admin/attributes/",
        "POST admin/attributes/",
        "GET admin/attributes/<slug:slug>",
        "POST admin/attributes/<slug:slug>",
        "POST admin/attributes/<slug:slug>/delete",
        "POST admin/attributes/<slug:slug>/grant",
        "GET admin/health",
        "GET admin/leavers/",
        "GET admin/leavers/<str:name>",
        "POST admin/leavers/<str:name>",
        "GET admin/new-person",
        "POST admin/new-person",
        "GET admin/organisations/",
        "POST admin/organisations/",
        "GET admin/organisations/<slug:slug>",
        "POST admin/organisations/<slug:slug>",
        "POST admin/organisations/<slug:slug>/delete",
        "POST admin/organisations/<slug:slug>/move",
        "GET admin/people/",
        "GET admin/people/<str:name>",
        "POST admin/people/<str:name>/administrator",
        "POST admin/people/<str:name>/approve",
        "POST admin/people/<str:name>/attributes",
        "POST admin/people/<str:name>/attributes/<slug:slug>/withdraw",
        "POST admin/people/<str:name>/change",
        "GET admin/people/<str:name>/deactivate",
        "POST admin/people/<str:name>/deactivate",
        "POST admin/people/<str:name>/password",
        "POST admin/people/<str:name>/place",
        "POST admin/people/<str:name>/reactivate",
        "POST admin/people/<str:name>/refuse",
        "GET admin/tokens/",
        "POST admin/tokens/<int:pk>/revoke",
    )
)
# The log names notebooks by number alone, to every administrator: it is there to say who touched what.
SURFACES += tuple(own(route, tells="uuid") for route in ("GET admin/audit.csv", "GET admin/audit/"))
