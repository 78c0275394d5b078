"""What administrators do with the words of questions that many asked in vain."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.lib.errors import NotThere
from gallery.wanted.models import Miss, Term


@transaction.atomic
def dismiss_term(*, pk: int, by: User) -> None:
    """Show it to nobody."""
    _set(pk, dismissed=True)
    record(actor=by.username, action="wanted.term-dismissed", subject=f"term:{pk}")


@transaction.atomic
def restore_term(*, pk: int, by: User) -> None:
    """Show it again."""
    _set(pk, dismissed=False)
    record(actor=by.username, action="wanted.term-restored", subject=f"term:{pk}")


def _set(pk: int, *, dismissed: bool) -> None:
    if not Term.objects.filter(pk=pk).update(dismissed=dismissed):
        raise NotThere


def waiting() -> int:
    """How many questions were asked in vain by fewer people than it takes to write their words down."""
    asked = Miss.objects.order_by().values("question").annotate(people=Count("pk"))
    return asked.filter(people__lt=settings.CONFIG.wanted_people).count()
