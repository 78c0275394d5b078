"""A notebook as people know it, its tags, and who keeps it at hand."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gallery.directory.models import Attribute, Group
from gallery.lib.text import slug
from gallery.notebooks.models.card import Answers
from gallery.notebooks.models.package import Package

# Pages below a notebook's address; one that is called "History" must not answer there.
RESERVED = frozenset(
    {
        "also-viewed",
        "ask",
        "bring-back",
        "demands",
        "deprecate",
        "dismiss",
        "download",
        "edit",
        "elsewhere",
        "give",
        "health",
        "history",
        "requests",
        "restore",
        "share",
        "shares",
        "similar",
        "star",
        "take-over",
        "trash",
        "undeprecate",
        "unstar",
        "untrash",
        "visibility",
    }
)


class Visibility(models.TextChoices):
    """Who may see a notebook beside its owner and those with whom it is shared.

    Private and shared open it to nobody else; shared says that there are others, or soon will be.
    """

    PRIVATE = "private", _("Only me, and whom I choose")
    SHARED = "shared", _("Only people whom I chose")
    UNLISTED = "unlisted", _("Everybody who has the address")
    PUBLIC = "public", _("Everybody")


class Health(models.TextChoices):
    """What is told of a notebook's health in one word; computed above, kept here so that lists can filter and sort."""

    HEALTHY = "healthy", _("healthy")
    UNDETERMINED = "undetermined", _("undetermined")
    UNHEALTHY = "unhealthy", _("unhealthy")


class HealthNote(models.TextChoices):
    """What is known beside the word."""

    NONE = "", ""
    PROMISING = "promising", _("unknown, but looks good")
    WAS_HEALTHY = "was-healthy", _("undetermined, previously healthy")
    WAS_UNHEALTHY = "was-unhealthy", _("undetermined, previously unhealthy")


class Tag(models.Model):
    """A word that groups notebooks."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        """The word."""
        return self.name


def readable_end(title: str) -> str:
    """The readable end of the address of a notebook with this title."""
    plain = slug(title)
    return f"{plain}-notebook" if plain in RESERVED else plain


def address_of(number: uuid.UUID, title: str) -> str:
    """The page of the notebook with this number and title."""
    return f"/notebooks/{number}/{readable_end(title)}"


class Notebook(Answers):
    """A notebook as people know it: its address, owner, description and current revision."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notebooks")
    # Where a group owns it, rights come through the group, and `owner` is the person who answers for it.
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="notebooks")
    # Attributes that every reader has to hold, the owner included.
    demands = models.ManyToManyField(Attribute, related_name="notebooks", blank=True, through="Demand")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    tags = models.ManyToManyField(Tag, related_name="notebooks", blank=True)
    packages = models.ManyToManyField(Package, related_name="notebooks", blank=True)  # of the current revision
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    language = models.CharField(max_length=40, blank=True, db_index=True)
    head = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, db_index=True)  # of the first content: makes imports idempotent
    stars = models.PositiveIntegerField(default=0)
    runs = models.PositiveIntegerField(default=0)
    health = models.CharField(max_length=12, choices=Health, default=Health.UNDETERMINED, db_index=True)
    health_note = models.CharField(max_length=20, choices=HealthNote, default=HealthNote.NONE, blank=True)
    health_score = models.FloatField(null=True, db_index=True)  # as shown; None where nobody ran it
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(db_index=True)
    deprecated_at = models.DateTimeField(null=True, blank=True)
    deprecated_because = models.CharField(max_length=500, blank=True)
    instead = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    trashed_at = models.DateTimeField(null=True, blank=True)
    changed = models.BigIntegerField(default=0, db_index=True)  # place in the sequence of changes, for replicas

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["private", "shared", "unlisted", "public"]), name="visibility_is_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="notebook_has_a_title"),
        ]

    def __str__(self) -> str:
        """Its address, since a title may be private."""
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        """Its page."""
        return address_of(self.uuid, self.title)

    @property
    def slug(self) -> str:
        """The readable end of its address; never a word that stands there for a page of its own."""
        return readable_end(self.title)


class Demand(models.Model):
    """A notebook demands that its readers hold an attribute."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    # An attribute cannot go while a notebook demands it: without it the notebook would be open to more people.
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notebook", "attribute"], name="one_demand_per_attribute")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} demands {self.attribute_id}"


class Star(models.Model):
    """Somebody keeps this notebook at hand."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="starred")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notebook"], name="one_star_per_person")]

    def __str__(self) -> str:
        """Who and what, by number."""
        return f"{self.person_id} {self.notebook_id}"
