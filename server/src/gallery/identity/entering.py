"""Somebody whom a provider vouches for comes in: found by issuer and subject, or made, or refused."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.accounts.renaming import rename
from gallery.audit.actions import record
from gallery.directory.actions import apply_claims
from gallery.identity.administrators import give_or_take
from gallery.identity.models import Identity, Waiting
from gallery.identity.names import free_name
from gallery.identity.notices import tell_administrators
from gallery.identity.profile import Profile
from gallery.identity.providers import Creation, Provider
from gallery.identity.trouble import Awaiting, Refused


def enter(provider: Provider, profile: Profile) -> User:
    """The person, with what the provider says applied. Raises `Refused` or `Awaiting`."""
    _check_groups(provider, profile)
    person = _known(provider, profile) or _fresh(provider, profile)
    _check_active(person)
    with transaction.atomic():
        _describe(person, profile)
        withdraw_and_give(provider, profile, person)
        Identity.objects.filter(issuer=profile.issuer, subject=profile.subject).update(last_at=timezone.now())
        record(actor=person.username, action="sign-in.provider", subject=f"person:{person.username}", by=provider.key)
    return person


def withdraw_and_give(provider: Provider, profile: Profile, person: User) -> None:
    """Organisation, groups, attributes and administrator, as the provider says now."""
    apply_claims(person=person, source=provider.key, claims=profile.claims)
    if provider.admin_group:
        identity = Identity.objects.get(issuer=profile.issuer, subject=profile.subject)
        give_or_take(identity=identity, person=person, wanted=provider.admin_group in profile.groups)


def _check_groups(provider: Provider, profile: Profile) -> None:
    if provider.allowed_groups and not provider.allowed_groups & profile.groups:
        _leave_nothing(provider, profile)
        raise Refused(
            f"{provider.title} knows you, but you are in none of the groups that may use this gallery. "
            "Whoever looks after your account there can add you; then sign in again."
        )


def _leave_nothing(provider: Provider, profile: Profile) -> None:
    """Who may no longer come in keeps no rights either: they would come back through another way to sign in."""
    person = _known(provider, profile)
    if person is not None:
        with transaction.atomic():
            withdraw_and_give(provider, profile, person)


def _check_active(person: User) -> None:
    if not person.is_active and Waiting.objects.filter(person=person).exists():
        raise Awaiting
    if not person.is_active:
        record(actor=person.username, action="sign-in.refused", subject=f"person:{person.username}")
        raise Refused("Your account in this gallery is deactivated. Whoever runs the gallery can tell you why.")


def _known(provider: Provider, profile: Profile) -> User | None:
    found = Identity.objects.select_related("person").filter(issuer=profile.issuer, subject=profile.subject).first()
    return found.person if found else None


def _fresh(provider: Provider, profile: Profile) -> User:
    if provider.create is Creation.NO:
        raise Refused(
            f"{provider.title} knows you, but you have no account in this gallery yet. Whoever runs the gallery "
            f"can make one; sign in to it, and add {provider.title} on your account page."
        )
    try:
        return _made(provider, profile)
    except IntegrityError:  # in another tab the same person was quicker, or somebody else took the name
        return _known(provider, profile) or _made(provider, profile)


@transaction.atomic
def _made(provider: Provider, profile: Profile) -> User:
    waits = provider.create is Creation.APPROVAL
    person = User(username=free_name(profile.username), full_name=profile.full_name, email=profile.email)
    person.is_active = not waits
    person.set_unusable_password()
    person.save()
    subject = f"person:{person.username}"
    Identity.objects.create(
        person=person,
        provider=provider.key,
        issuer=profile.issuer,
        subject=profile.subject,
        shown=(profile.email or profile.username)[:150],
    )
    if waits:
        Waiting.objects.create(person=person, provider=provider.key)
        tell_administrators()
        record(actor=person.username, action="person.asked", subject=subject, by=provider.key)
    else:
        record(actor=f"sign-in:{provider.key}", action="person.created", subject=subject, admin=False)
    return person


def _describe(person: User, profile: Profile) -> None:
    """Mail address as the provider has it now; a name only where there is none, since people may choose theirs."""
    if profile.email and profile.email != person.email:
        person.email = profile.email
        person.save(update_fields=["email"])
    rename(person, person.full_name or profile.full_name)
