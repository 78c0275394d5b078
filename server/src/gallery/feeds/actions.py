"""Follow a list and stop following it; stop the daily mail and have it again."""

from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.feeds.lists import List, found_in
from gallery.feeds.models import LONGEST_VALUE, DailyMail, Subscription
from gallery.lib.errors import Invalid, NotThere

MOST = 50


@transaction.atomic
def subscribe(*, person: User, wanted: List) -> Subscription:
    """Follow a list that exists for this person. Who follows anything wants the mail, so it comes again."""
    found_in(person, wanted)
    if len(wanted.value) > LONGEST_VALUE:
        raise Invalid("This question is too long to be followed. Ask it in fewer words.")
    mine = Subscription.objects.filter(person=person)
    here = mine.filter(kind=wanted.kind, value=wanted.value).first()
    if here is None and mine.count() >= MOST:
        raise Invalid(f"You follow {MOST} lists already. Remove one under Account, Feeds and daily mail.")
    made = here or Subscription.objects.create(person=person, kind=wanted.kind, value=wanted.value)
    _stopped(person, stopped=False)
    if here is None:
        record(actor=person.username, action="subscription.created", subject=f"subscription:{made.pk}")
    return made


@transaction.atomic
def unsubscribe(*, person: User, pk: int) -> None:
    """Follow one of one's lists no longer."""
    if not Subscription.objects.filter(person=person, pk=pk).delete()[0]:
        raise NotThere
    record(actor=person.username, action="subscription.removed", subject=f"subscription:{pk}")


@transaction.atomic
def stop_mail(*, person: User) -> None:
    """No more daily mails. What the person follows stays, so that a slip can be undone."""
    if _stopped(person, stopped=True):
        record(actor=person.username, action="daily-mail.stopped", subject=f"person:{person.username}")


@transaction.atomic
def resume_mail(*, person: User) -> None:
    """Daily mails again, with what is new from now on."""
    if _stopped(person, stopped=False):
        record(actor=person.username, action="daily-mail.resumed", subject=f"person:{person.username}")


def _stopped(person: User, *, stopped: bool) -> bool:
    """Set it; answers whether that changed anything."""
    DailyMail.objects.get_or_create(person=person)
    now = timezone.now()
    rows = DailyMail.objects.filter(person=person, stopped_at__isnull=stopped)
    changed = bool(rows.update(stopped_at=now if stopped else None))
    if changed and not stopped:
        Subscription.objects.filter(person=person).update(last_sent_at=now)
    return changed
