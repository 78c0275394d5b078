"""People who make an account themselves: asked for, confirmed by mail, approved or refused."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.accounts.throttle import TooManyTries
from gallery.audit.actions import record
from gallery.audit.models import AuditEvent
from gallery.identity.models import Waiting
from gallery.identity.names import free_name
from gallery.identity.notices import tell_administrators
from gallery.lib.errors import Invalid, NotAllowed, NotThere

ASKED = "registration.asked"
WINDOW, PER_ADDRESS = timedelta(hours=1), 10
MOST_WAITING = 500
SALT, LINK_COUNTS = "gallery.identity.registration", 24 * 3600  # seconds


def is_open() -> bool:
    """Whether strangers may ask at all."""
    return settings.CONFIG.registration != "closed"


def needs_approval() -> bool:
    """Whether an administrator has to agree."""
    return settings.CONFIG.registration == "approval"


def needs_mail() -> bool:
    """Whether a mail address is to be confirmed first."""
    return bool(settings.CONFIG.mail_domains)


def check_tries(address: str) -> None:
    """Count a try; raise `TooManyTries` for one too many from the same place."""
    recent = AuditEvent.objects.filter(action=ASKED, subject=f"address:{address}", at__gt=timezone.now() - WINDOW)
    if recent.count() >= PER_ADDRESS:
        raise TooManyTries("Too many accounts were asked for from here. Wait an hour and try again.")
    record(actor="stranger", action=ASKED, subject=f"address:{address}")


def domain_counts(email: str) -> bool:
    """Whether the mail address is in one of the allowed domains."""
    return email.rpartition("@")[2].lower() in settings.CONFIG.mail_domains


def send_link(email: str) -> None:
    """Mail the link with which the account is made; to an address that has an account, that it has one.

    Whoever asked sees no difference.
    """
    if User.objects.filter(email__iexact=email).exists():
        text = _("Somebody, perhaps you, asked for an account with this address. You have one already:")
        address = f"{settings.CONFIG.url}/account/sign-in"
    else:
        text = _("Open this address within a day to make your account. If you did not ask for it, do nothing:")
        address = f"{settings.CONFIG.url}/account/register/{signing.dumps(email.lower(), salt=SALT, compress=False)}"
    send_mail(_("Your account at %(url)s") % {"url": settings.CONFIG.url}, f"{text}\n\n{address}\n", None, [email])


def confirmed_address(token: str) -> str:
    """The address whose owner opened the link; used only as long as nobody has an account with it."""
    try:
        email = str(signing.loads(token, salt=SALT, max_age=LINK_COUNTS))
    except signing.BadSignature:
        raise NotThere("This link is not valid, or older than a day. Ask for another one.") from None
    if User.objects.filter(email__iexact=email).exists():
        raise NotThere("The account for this link is made already. Sign in.")
    return email


@transaction.atomic
def register(*, name: str, full_name: str, password: str, email: str = "", reason: str = "") -> User:
    """Make the account: at once, or deactivated until an administrator agrees."""
    if not is_open():
        raise NotAllowed("Nobody can make an account here themselves. Ask whoever runs this gallery.")
    waits = needs_approval()
    _check_room(waits)
    if not waits and User.objects.filter(username__iexact=name).exists():
        raise Invalid(f"The name {name} is taken. Choose another one.")
    # who waits does not learn whether the name is taken: the administrator does, and tells
    person = User(username=free_name(name), full_name=full_name, email=email, is_active=not waits)
    _check_password(person, password)
    person.set_password(password)
    person.save()
    subject = f"person:{person.username}"
    if waits:
        Waiting.objects.create(person=person, reason=reason[:300])
        tell_administrators()
        record(actor=person.username, action="person.asked", subject=subject, by="")
    else:
        record(actor=person.username, action="person.created", subject=subject, admin=False)
    return person


def _check_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from None


def _check_room(waits: bool) -> None:
    if waits and Waiting.objects.count() >= MOST_WAITING:
        raise NotAllowed("Too many people are waiting already. Ask whoever runs this gallery.")


def waiting_person(name: str) -> Waiting:
    """The request of this name; otherwise the call ends."""
    found = Waiting.objects.select_for_update().select_related("person").filter(person__username=name).first()
    if found is None:
        raise NotThere("Nobody of this name is waiting.")
    return found


@transaction.atomic
def approve(*, name: str, by: User) -> User:
    """Let somebody in who waited."""
    _check_administrator(by)
    waiting = waiting_person(name)
    person: User = waiting.person
    waiting.delete()
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor=by.username, action="person.approved", subject=f"person:{person.username}")
    return person


@transaction.atomic
def refuse(*, name: str, by: User) -> None:
    """Turn somebody down who waited. They never were here, so nothing of them stays but the record."""
    _check_administrator(by)
    person = waiting_person(name).person
    if person.is_active:
        raise NotAllowed("This person is active; deactivate them instead.")
    record(actor=by.username, action="person.refused", subject=f"person:{person.username}")
    person.delete()


def _check_administrator(by: User) -> None:
    if not (by.is_active and by.is_superuser):
        raise NotAllowed("Only administrators decide who comes in.")
