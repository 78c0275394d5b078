"""Send a notice by mail: its words, and whether it may be told at all, are decided now and not when it was queued."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from gallery.notices.models import Notice
from gallery.notices.presenters import words_of


@task()
def mail_notice(key: int) -> None:
    """Mail one notice once, if its person still may know and has an address."""
    notice = Notice.objects.select_related("person").filter(pk=key, mailed_at=None).first()
    if notice is None or not Notice.objects.filter(pk=key, mailed_at=None).update(mailed_at=timezone.now()):
        return
    words = words_of(notice)
    if words is None or not notice.person.email:
        return
    mail(notice.person.email, words.text, words.url)


def mail(address: str, text: str, path: str) -> None:
    """One plain mail: a sentence and an address of the gallery. The sentence is the subject, too."""
    body = f"{text}\n\n{settings.CONFIG.url}{path}\n\n-- \n{_('Sent by Commonplace')}: {settings.CONFIG.url}\n"
    EmailMessage(subject=" ".join(text.split())[:120], body=body, to=[address]).send()
