"""Feeds of lists, and what somebody follows."""

from server.tests.matrix.rooms.groups import of_the_group
from server.tests.matrix.rooms.lists import OWNERS, of
from server.tests.matrix.surfaces import Ask, content, listing, own
from server.tests.matrix.world import username

SURFACES = (
    listing("GET feeds/all.atom"),
    listing("GET feeds/search.atom", "/feeds/search.atom?q=matrix", "/feeds/search.atom?tag=matrix"),
    content("GET feeds/tags/<str:value>.atom", fills={"value": "{tag}"}, listed=True),
    content("GET feeds/languages/<str:value>.atom", fills={"value": "{language}"}, listed=True, wants="language"),
    listing(
        "GET feeds/people/<str:value>.atom",
        *(Ask(f"/feeds/people/{username(one)}.atom", among=of(one)) for one in OWNERS),
    ),
    listing("GET feeds/groups/<str:value>.atom", Ask("/feeds/groups/the-group.atom", among=of_the_group)),
    listing("GET feeds/organisations/<str:value>.atom", Ask("/feeds/organisations/the-house.atom", most=0)),
    own("GET account/feeds"),
    own("POST account/feeds/addresses"),
    own("POST account/feeds/addresses/<int:pk>/revoke", fills={"pk": "1"}),
    own("POST account/feeds/mail"),
    own("POST account/feeds/subscriptions"),
    own("POST account/feeds/subscriptions/<int:pk>/remove", fills={"pk": "1"}),
    own("GET feeds/stop/<str:signed>", fills={"signed": "forged"}),
    own("POST feeds/stop/<str:signed>", fills={"signed": "forged"}),
)

PROBES = (
    content("GET feeds/search.atom", queries=("?q={title}", "?q={code}", "?tag={tag}"), listed=True, shows="uuid"),
)
