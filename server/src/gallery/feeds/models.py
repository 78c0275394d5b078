"""Feed tokens, subscriptions, and on which day somebody had the daily mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_VALUE = 1000


class Kind(models.TextChoices):
    """Kinds of lists that can be followed."""

    ALL = "all", _("Everything")
    TAG = "tag", _("Tag")
    LANGUAGE = "language", _("Language")
    PERSON = "person", _("Person")
    GROUP = "group", _("Group")
    ORGANISATION = "organisation", _("Organisation")
    SEARCH = "search", _("Search")


class FeedToken(models.Model):
    """Opens the feeds of one person for a feed reader, and nothing else: kept only as a SHA-256, shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        """Its name, never its secret."""
        return self.name


class Subscription(models.Model):
    """A person follows a list: the daily mail tells what is new in it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=12, choices=Kind)
    # A tag, language, user name or slug; of a search its question, spelled as in an address; empty for everything.
    value = models.CharField(max_length=LONGEST_VALUE, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)  # up to here its person was told

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "value"], name="one_subscription_per_list"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="subscription_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.ALL, value="") | (~Q(kind=Kind.ALL) & ~Q(value="")),
                name="only_everything_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        """Its number: what somebody follows is personal."""
        return f"subscription {self.pk}"


class DailyMail(models.Model):
    """The last day on which a person's daily mail was made: at most one a day, however often it is asked for."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="daily_mail")
    day = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # unsubscribed with a click; subscriptions are kept

    def __str__(self) -> str:
        """Its number."""
        return f"daily mail {self.pk}"
