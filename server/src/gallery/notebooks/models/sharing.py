"""With whom a notebook is shared, who asks for it, and which one a group shows first."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gallery.directory.models import Group, Organisation
from gallery.notebooks.models.notebook import Notebook

_KINDS = ("person", "group", "organisation")


def _exactly_one() -> Q:
    """One of person, group, organisation, mail address is there, and no other."""
    either = Q()
    for kind in _KINDS:
        others = Q(**{f"{other}__isnull": True for other in _KINDS if other != kind})
        either |= Q(**{f"{kind}__isnull": False}) & others & Q(email="")
    return either | (Q(**{f"{kind}__isnull": True for kind in _KINDS}) & ~Q(email=""))


class Share(models.Model):
    """A right of a person, a group, an organisation with its parts, or whoever comes with an invitation by mail."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="shares"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="shares"
    )
    email = models.EmailField(blank=True)
    role = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="share_with_exactly_one"),
            models.CheckConstraint(condition=Q(role__gte=1, role__lte=5), name="share_role_is_known"),
            *(
                models.UniqueConstraint(
                    fields=["notebook", kind], condition=Q(**{f"{kind}__isnull": False}), name=f"one_share_per_{kind}"
                )
                for kind in _KINDS
            ),
            models.UniqueConstraint(fields=["notebook", "email"], condition=~Q(email=""), name="one_share_per_email"),
        ]

    def __str__(self) -> str:
        """Its number: a mail address is personal."""
        return f"share {self.pk}"

    @staticmethod
    def alive() -> Q:
        """Shares that have not ended."""
        return Q(ends_at=None) | Q(ends_at__gt=timezone.now())


class AccessRequest(models.Model):
    """Somebody asks the owner for a right."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        GRANTED = "granted"
        DECLINED = "declined"

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.PositiveSmallIntegerField()
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notebook", "person"], condition=Q(state="open"), name="one_open_request_per_person"
            ),
            models.CheckConstraint(condition=Q(role__gte=1, role__lte=4), name="requested_role_is_known"),
        ]

    def __str__(self) -> str:
        """Who and what, by number."""
        return f"{self.person_id} asks for {self.notebook_id}"


class Landing(models.Model):
    """The notebook that a group's page shows first."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="landing")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.group_id} shows {self.notebook_id}"
