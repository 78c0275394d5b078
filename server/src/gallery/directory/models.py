"""Organisations, groups and attributes, and which people belong to them or hold them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Who said so: "" is a person here; otherwise the key of a sign-in provider, whose word is read-only here.
HERE = ""


def _source() -> "models.CharField[str, str]":
    return models.CharField(max_length=40, blank=True, default=HERE)


def _external() -> "models.CharField[str, str]":
    # What the source calls it. Compared exactly: names that look alike in an address are different groups.
    return models.CharField(max_length=200, blank=True, default="")


def _once_per_source(what: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["source", "external"], condition=~Q(source=HERE), name=f"one_{what}_per_external_name"
    )


def _person(related_name: str) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=related_name)


class Organisation(models.Model):
    """A part of the house, such as a department; parts contain parts."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    source = _source()
    external = _external()

    class Meta:
        ordering = ["name"]
        constraints = [
            _once_per_source("organisation"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="no_organisation_above_itself"),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/organisations/{self.slug}"


class Lineage(models.Model):
    """An organisation and one of those above it, itself included: the tree as rows, so that one query reads it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lineage")
    ancestor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="descent")
    distance = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "ancestor"], name="one_line_per_ancestor")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.organisation_id} below {self.ancestor_id}"


class Belonging(models.Model):
    """The one organisation that a person belongs to."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="belonging")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="belongings")
    source = _source()

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.person_id} in {self.organisation_id}"


class Group(models.Model):
    """People who work together, in one office or across many."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    source = _source()
    external = _external()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            _once_per_source("group"),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/groups/{self.slug}"


class GroupRole(models.IntegerChoices):
    """What a member may do with the notebooks of the group, each including those before."""

    VIEWER = 1, _("viewer")
    EDITOR = 2, _("editor")
    OWNER = 3, _("owner")


class Membership(models.Model):
    """A person in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = _person("memberships")
    role = models.PositiveSmallIntegerField(choices=GroupRole, default=GroupRole.VIEWER)
    source = _source()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="one_membership_per_person"),
            models.CheckConstraint(condition=Q(role__in=[1, 2, 3]), name="group_role_is_known"),
        ]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.person_id} in {self.group_id}"


class Attribute(models.Model):
    """Something that a person may hold and a notebook may demand of its readers, such as a clearance."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Holding(models.Model):
    """A person holds an attribute."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="holdings")
    person = _person("holdings")
    source = _source()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attribute", "person"], name="one_holding_per_person")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.person_id} holds {self.attribute_id}"
