"""Tell somebody, and note that it was read."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gallery.accounts.models import User
from gallery.notices.models import Notice
from gallery.notices.presenters import check_kind
from gallery.notices.tasks import mail_notice


@transaction.atomic
def tell(*, people: Iterable[User], kind: str, subject: str = "", **detail: str | int | bool | None) -> None:
    """Queue a notice for each of these people; the mail goes out when the transaction is through.

    Whoever has an unseen notice of this kind about this subject is not told a second time.
    """
    check_kind(kind)
    waiting = Notice.objects.filter(kind=kind, subject=subject, seen_at=None).values_list("person", flat=True)
    for person in sorted({one for one in people if one.pk not in set(waiting)}, key=lambda one: one.pk):
        notice = Notice.objects.create(person=person, kind=kind, subject=subject, detail=detail)
        User.objects.filter(pk=person.pk).update(unseen_notices=F("unseen_notices") + 1)
        mail_notice.enqueue(notice.pk)  # a row in the same transaction


@transaction.atomic
def see_all(*, person: User) -> None:
    """Everything is read."""
    Notice.objects.filter(person=person, seen_at=None).update(seen_at=timezone.now())
    User.objects.filter(pk=person.pk).update(unseen_notices=0)
    person.unseen_notices = 0
