"""What is stored of notebooks: the notebook itself, its content, and with whom it is shared."""

from gallery.notebooks.models.content import Cell, CellShape, ChangeCounter, RenderedCell, Revision, RevisionCell
from gallery.notebooks.models.notebook import RESERVED, Health, HealthNote, Notebook, Star, Tag, Visibility
from gallery.notebooks.models.package import Package
from gallery.notebooks.models.sharing import AccessRequest, Landing, Share
from gallery.notebooks.models.usage import Trend, Use

__all__ = [
    "RESERVED",
    "AccessRequest",
    "Cell",
    "CellShape",
    "ChangeCounter",
    "Health",
    "HealthNote",
    "Landing",
    "Notebook",
    "Package",
    "RenderedCell",
    "Revision",
    "RevisionCell",
    "Share",
    "Star",
    "Tag",
    "Trend",
    "Use",
    "Visibility",
]
