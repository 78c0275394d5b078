"""What is wanted: one request of the matrix is answered with every notebook there is, and each reader finds theirs."""

from server.tests.matrix.surfaces import Ask, listing, own
from server.tests.matrix.world import WANTED

HERE, THERE = "wanted/<uuid:uuid>", "api/v1/wanted/<uuid>"

SURFACES = (
    own("GET wanted"),
    own("GET wanted/ask"),
    own("POST wanted/ask", form={"question": "What is it worth?", "audience": ""}),
    listing(f"GET {HERE}", Ask(f"/wanted/{WANTED}"), people=True),
    own(f"POST {HERE}/second", form={}),
    own(f"POST {HERE}/unsecond", form={}),
    own(f"POST {HERE}/answer", form={"notebook": "{uuid}"}),
    own(f"POST {HERE}/close", form={}),
    own(f"POST {HERE}/reopen", form={}),
    own(f"POST {HERE}/remove", form={"because": "Why not"}),
    own("GET api/v1/wanted"),
    own("POST api/v1/wanted", json={"question": "What is it worth?"}),
    listing(f"GET {THERE}", Ask(f"/api/v1/wanted/{WANTED}"), people=True),
    own(f"PUT {THERE}/second"),
    own(f"DELETE {THERE}/second"),
    own(f"POST {THERE}/answers", json={"notebook": "{uuid}"}),
    own(f"POST {THERE}/close"),
    own(f"POST {THERE}/reopen"),
)
