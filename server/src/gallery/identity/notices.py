"""The words in which administrators are told that somebody waits: one notice, however many wait."""

from django.utils.translation import ngettext

from gallery.accounts.models import User
from gallery.identity.models import Waiting
from gallery.notices.actions import tell
from gallery.notices.models import Notice
from gallery.notices.presenters import Words, register

WAITING = "people-waiting"


def register_all() -> None:
    """Register the words of every kind."""
    register(WAITING, _waiting)


def tell_administrators() -> None:
    """Tell every administrator that somebody waits, unless an earlier notice of this is still unread."""
    tell(people=User.objects.filter(is_superuser=True, is_active=True), kind=WAITING, subject="people")


def _waiting(notice: Notice) -> Words | None:
    count = Waiting.objects.filter(person__is_active=False).count()
    if not count or not notice.person.is_superuser:
        return None
    text = ngettext("%(n)d person waits for approval.", "%(n)d people wait for approval.", count) % {"n": count}
    return Words(text, "/admin/people/#waiting", "person-plus")
