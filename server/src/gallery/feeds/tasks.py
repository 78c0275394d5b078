"""Work for the worker: the daily mails, each person's in a task of its own."""

from django.utils import timezone
from django_tasks import task

from gallery.accounts.models import User
from gallery.feeds.delivery import deliver, people_to_mail, sends_mail


@task()
def send_digests() -> None:
    """Queue the mails of the day. Run it once a day or every hour: nobody gets two on one day."""
    if not sends_mail():
        return
    for key in people_to_mail(timezone.now().date()).values_list("pk", flat=True):
        send_digest.enqueue(key)


@task()
def send_digest(person: int) -> None:
    """Send one person's mail of the day, if there is anything new and they are still here."""
    found = User.objects.filter(pk=person, is_active=True).exclude(email="").first()
    if found is not None:
        deliver(found, timezone.now())
