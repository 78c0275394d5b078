"""What is like a notebook or shares its readers: its own rights first, then those on each of the others.

Everybody in this world dismissed everything, so that their page names what they dismissed and may find.
"""

from server.tests.matrix.surfaces import change, content, listing, own

HERE, THERE = "notebooks/<uuid:uuid>", "api/v1/notebooks/<uuid>"

SURFACES = (
    content(f"GET {HERE}/similar", shows=""),
    content(f"GET {THERE}/similar", shows=""),
    content(f"GET {HERE}/also-viewed", shows=""),
    content(f"GET {THERE}/also-viewed", shows=""),
    listing("GET recommended", people=True),
    own("GET api/v1/recommendations"),
    change(f"POST {HERE}/dismiss", "read", form={}, still=True),
    change(f"POST {HERE}/bring-back", "read", form={}),
    change(f"PUT {THERE}/dismissal", "read", still=True),
    change(f"DELETE {THERE}/dismissal", "read"),
)
