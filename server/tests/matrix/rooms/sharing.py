"""Who may see and change a notebook; the trash."""

from server.tests.matrix.surfaces import Ask, change, content, listing, own

HERE, THERE = "notebooks/<uuid:uuid>", "api/v1/notebooks/<uuid>"

SURFACES = (
    content(f"GET {HERE}/share", needs="own", people=True),
    content(f"GET {THERE}/shares", needs="own", people=True, scope="shares:read", shows=""),
    change(f"POST {HERE}/share", "own", form={"kind": "person", "name": "bystander", "role": "2"}),
    change(f"POST {HERE}/visibility", "own", form={"visibility": "public"}, still=True),
    change(f"POST {HERE}/demands", "own", form={"attribute": ["other"]}),
    change(f"POST {HERE}/give", "own", form={"kind": "person", "name": "bystander"}),
    change(f"POST {HERE}/shares/<int:pk>/remove", "own", fills={"pk": "{share}"}, wants="share"),
    change(
        f"POST {HERE}/requests/<int:pk>", "own", fills={"pk": "{request}"}, form={"answer": "grant"}, wants="request"
    ),
    change(f"POST {HERE}/take-over", "edit", form={}, wants="heir"),
    change(f"POST {HERE}/untrash", "own", form={}, wants="trash"),
    change(f"PUT {THERE}/shares", "own", scope="shares:write", json={"items": [{"person": "asker"}]}),
    change(f"PUT {THERE}/owner", "own", granted=204, scope="shares:write", json={"person": "bystander"}),
    change(f"PUT {THERE}/demands", "own", granted=204, scope="shares:write", json={"attributes": ["other"]}),
    own(f"GET {HERE}/ask", fills={"uuid": "{uuid}"}),
    own(f"POST {HERE}/ask", fills={"uuid": "{uuid}"}, form={"role": "1", "message": ""}),
    own(f"POST {THERE}/access-requests", fills={"uuid": "{uuid}"}, json={"role": "read"}),
    own("GET invitations/<str:signed>", fills={"signed": "forged"}),
    own("POST invitations/<str:signed>/accept", fills={"signed": "forged"}),
    listing("GET trash", Ask("/trash", reach="trash")),
)
