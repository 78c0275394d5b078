"""Search and suggestions, on pages and in the API."""

from server.tests.matrix.surfaces import Ask, content, listing

WORDS = ("title", "code", "prose", "description", "tag", "question", "inputs")

SURFACES = (
    listing("GET notebooks/", *(f"/notebooks/{asked}" for asked in ("", "?q=matrix", "?tag=matrix", "?sort=title"))),
    listing("GET api/v1/notebooks", "/api/v1/notebooks?page_size=100", "/api/v1/notebooks?q=matrix&page_size=100"),
    listing("GET suggest", Ask("/suggest?q=matrix", most=0)),
    listing("GET api/v1/cells", Ask("/api/v1/cells?q=same", most=0)),
    listing("GET api/v1/suggest", Ask("/api/v1/suggest?q=matrix", most=0)),
)

# Questions for one notebook's words: whoever may not find it gets what nobody's word would give.
PROBES = (
    tuple(
        probe
        for address, words in (("GET notebooks/", WORDS[:2]), ("GET api/v1/notebooks", WORDS))
        for probe in (
            content(address, queries=tuple(f"?q={{{word}}}" for word in words), listed=True, shows="uuid"),
            content(address, queries=("?tag={tag}", "?q=tag:{tag}"), listed=True, shows="uuid"),
            content(address, queries=("?language={language}",), listed=True, shows="uuid", wants="language"),
            content(address, queries=("?imports={package}",), listed=True, shows="uuid", wants="package"),
        )
    )
    + tuple(
        content(address, queries=("?q={title:.10}", "?q={tag:.10}"), listed=True, shows="title tag")
        for address in ("GET suggest", "GET api/v1/suggest")
    )
    + (content("GET api/v1/cells", queries=("?q={code}",), listed=True, shows="uuid title"),)
)
