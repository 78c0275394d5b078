"""Reading and changing one notebook."""

from typing import Any

from commonplace_clean import cell_hash

from server.tests.matrix.surfaces import Ask, change, content, listing, own
from server.tests.matrix.words import words_of
from server.tests.matrix.world import SAME, alike

NOTEBOOK: dict[str, Any] = {
    "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
ABOUT = {"title": "Changed", "description": "", "tags": "", "visibility": "public"}
HERE, THERE = "notebooks/<uuid:uuid>", "api/v1/notebooks/<uuid>"

PUBLIC = words_of("public")

SURFACES = (
    content(f"GET {HERE}", granted=302),
    content(
        f"GET {HERE}/<slug:slug>",
        queries=("", "?version=1"),
        fills={"slug": "{title}-in-the-matrix"},
        shows="title description question inputs prose code tag old",
    ),
    content(f"GET {HERE}/history", shows="title message"),
    content(f"GET {HERE}/download", queries=("", "?version=1"), shows="prose code old"),
    content(
        f"GET {HERE}/edit",
        queries=("", "?card=proposed"),
        needs="edit",
        people=True,
        shows="title description question inputs tag",
    ),
    content(f"GET {HERE}/deprecate", needs="edit", people=True, shows="title"),
    content(f"GET {HERE}/elsewhere", queries=("", "?version=1"), shows=""),
    listing(
        f"GET {HERE}/cells/<str:cell>/elsewhere",
        *(Ask(f"/notebooks/{PUBLIC.uuid}/cells/{cell_hash(one)}/elsewhere") for one in (SAME, alike(PUBLIC.code))),
    ),
    content(f"GET {THERE}/cells/<cell>/elsewhere", fills={"cell": "{cell}"}, shows=""),
    content(f"GET {THERE}", shows="title description question inputs tag"),
    content(f"GET {THERE}/content", queries=("", "?revision=1"), shows="prose code old"),
    content(f"GET {THERE}/revisions", shows="message"),
    change(f"POST {HERE}/edit", "edit", form=ABOUT),
    change(f"POST {HERE}/restore", "edit", form={"version": "1"}),
    change(f"POST {HERE}/deprecate", "edit", form={"because": "Old", "instead": ""}),
    change(f"POST {HERE}/undeprecate", "edit", form={}, still=True),
    change(f"POST {HERE}/star", "read", form={}, still=True),
    change(f"POST {HERE}/unstar", "read", form={}),
    change(f"POST {HERE}/trash", "own", form={}),
    change(f"PATCH {THERE}", "edit", json={"title": "Changed", "card": {"question": "Changed?"}}),
    change(f"DELETE {THERE}", "own", granted=204),
    change(f"POST {THERE}/revisions", "edit", granted=201, json={"content": NOTEBOOK, "base_revision": 2}),
    change(f"PUT {THERE}/star", "read", still=True),
    change(f"DELETE {THERE}/star", "read"),
    own("GET upload"),
    own("POST upload"),
    own("GET upload/describe", granted=302),
    own("POST upload/describe"),
    own("POST api/v1/notebooks", json={"content": NOTEBOOK}),
    own("POST api/v1/similar", json={"content": NOTEBOOK}),
)
