"""The browser in our own words: one class per zone, roles and labels instead of selectors.

`gallery = Gallery(page, address)`; `gallery.sign_in("nina")`; `gallery.search("prices")[0].open().run()`.
"""

from tests.journeys.zones.gallery import Gallery
from tests.journeys.zones.notebook import NotebookPage
from tests.journeys.zones.upload import Upload

__all__ = ["Gallery", "NotebookPage", "Upload"]
