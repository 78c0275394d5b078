"""The daily mail: composed when it is sent, once a day at most, in text and HTML, with a way out."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from gallery.accounts.models import User
from gallery.feeds.models import DailyMail, Subscription
from gallery.feeds.news import News, news_for
from gallery.feeds.stopping import stop_address

log = logging.getLogger(__name__)
SETTLED = timedelta(minutes=1)  # a save that began before a moment is there this long after it


def sends_mail() -> bool:
    """Whether this gallery has a mail server at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def people_to_mail(day: date) -> QuerySet[User]:
    """Who follows something, has a mail address, and was not looked at on this day."""
    due = User.objects.filter(is_active=True, subscriptions__isnull=False).exclude(email="")
    return due.exclude(daily_mail__day=day).exclude(daily_mail__stopped_at__isnull=False).distinct()


def deliver(person: User, now: datetime) -> bool:
    """Send this person's mail of the day if there is anything new; answers whether one was sent.

    Whoever takes the day first sends. Where sending fails the day is given back, and nothing counts as told.
    """
    if not _take(person, now.date()):
        return False
    subscriptions = list(Subscription.objects.filter(person=person))
    until = now - SETTLED
    news = news_for(person, subscriptions, until)
    if not news.items:
        return False
    try:
        mail_of(person, news).send()
    except OSError as error:  # smtplib's errors are of this kind
        DailyMail.objects.filter(person=person).update(day=None)
        log.warning("the daily mail to person %d could not be sent: %s", person.pk, type(error).__name__)
        return False
    Subscription.objects.filter(pk__in=[one.pk for one in subscriptions]).update(last_sent_at=until)
    return True


def _take(person: User, day: date) -> bool:
    """Take the day in one statement, so that of two who try only one succeeds."""
    DailyMail.objects.get_or_create(person=person)
    return bool(DailyMail.objects.filter(person=person, stopped_at=None).exclude(day=day).update(day=day))


def mail_of(person: User, news: News) -> EmailMultiAlternatives:
    """The mail. Its subject names no notebook: it is read on locked screens."""
    count = len(news.items)
    subject = ngettext("%(n)d notebook is new or changed", "%(n)d notebooks are new or changed", count) % {"n": count}
    stop = stop_address(person)
    context = {"news": news, "gallery": settings.CONFIG.url, "subject": subject, "stop": stop}
    mail = EmailMultiAlternatives(
        subject=f"Commonplace: {subject}",
        body=render_to_string("feeds/digest.txt", context),
        to=[person.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",  # so that nobody's holiday answers it
        },
    )
    mail.attach_alternative(render_to_string("feeds/digest.html", context), "text/html")
    return mail
