"""Starred and recently run notebooks, waiting in two folders when a server has started."""

import logging
from typing import Any

from commonplace_lab.copies import Arrival, Copies
from commonplace_lab.errors import Trouble
from commonplace_lab.gallery_client import GalleryClient
from commonplace_lab.messages import _

logger = logging.getLogger("ServerApp.commonplace")  # below Jupyter's own, whose log it joins


async def fill(gallery: GalleryClient, copies: Copies) -> None:
    """Write what is not here yet; a failure is logged and never stops a server."""
    try:
        shelf = await gallery.shelf()
    except Trouble as trouble:
        logger.info("The folders of starred and recent notebooks were not filled: %s", trouble.sentence)
        return
    for folder, kind in ((_("Starred"), "starred"), (_("Recent"), "recent")):
        for item in shelf.get(kind, []):
            await _bring(gallery, copies, item, folder)
    logger.info("The folders of starred and recent notebooks are filled.")


async def _bring(gallery: GalleryClient, copies: Copies, item: dict[str, Any], folder: str) -> None:
    try:
        if copies.holds(str(item["notebook"])):
            return  # a notebook both starred and recent is one file, not two to mix up
        content = await gallery.content(item["notebook"], item["revision"])
        copies.place(Arrival.read({**item, "content": content}), folder=folder)
    except (Trouble, KeyError) as error:
        logger.warning("A starred or recent notebook was not written: %s", error)
