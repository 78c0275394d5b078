"""Draws the page of errors from the classes that are raised."""

from collections.abc import Iterator

from gallery.lib.errors import GalleryError
from gallery.site import errors, urls  # so that every room that answers requests is loaded

from tools.reference.gallery import first_line
from tools.reference.markdown import code, page, table

GALLERY = {module.__name__.partition(".")[0] for module in (errors, urls)}
INTRO = (
    "A refusal by the API is an `application/problem+json` document with `type`, `title`, `status` and `detail`; "
    "`type` never changes, `detail` is a sentence for people. Pages say the same in words. Some carry more: "
    "`revision-conflict` says who saved in between (`current_revision`, `current_author`, `current_message`, "
    "`current_saved_at`), and what is no notebook says `where`."
)


def draw() -> str:
    """The page."""
    rows = sorted({_row(one) for one in kinds() if not one.__name__.startswith("_")})
    return page("Errors", INTRO, table(("Status", "Type", "Title", "Meaning"), rows))


def kinds(top: type[GalleryError] = GalleryError) -> Iterator[type[GalleryError]]:
    """The class and all below it that belong to the gallery."""
    if top.__module__.partition(".")[0] in GALLERY:
        yield top
    for below in top.__subclasses__():
        yield from kinds(below)


def _row(one: type[GalleryError]) -> tuple[int, str, str, str]:
    return one.status, code(one.type), one.title, first_line(one.__doc__)
