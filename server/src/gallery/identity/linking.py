"""Ways to sign in of one's own account: added and removed by the person while signed in, never by a likeness."""

from django.db import transaction

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.actions import Claims, apply_claims
from gallery.identity.administrators import give_or_take
from gallery.identity.models import Identity
from gallery.identity.providers import Provider
from gallery.lib.errors import Conflict, NotThere


@transaction.atomic
def link(*, person: User, provider: Provider, subject: str, shown: str) -> Identity:
    """Add a way to sign in. What the provider says about the person is applied at the next sign-in through it."""
    found = Identity.objects.filter(issuer=provider.issuer, subject=subject).first()
    if found is not None and found.person_id != person.pk:
        raise Conflict(
            f"This account of {provider.title} is somebody else's here already, so nothing was changed. "
            "Sign in with it to see whom."
        )
    if found is not None:
        return found
    made = Identity.objects.create(
        person=person, provider=provider.key, issuer=provider.issuer, subject=subject, shown=shown[:150]
    )
    record(actor=person.username, action="identity.linked", subject=f"person:{person.username}", to=provider.key)
    return made


@transaction.atomic
def unlink(*, person: User, pk: int) -> None:
    """Remove a way to sign in, with all that it gave. The last one stays: nobody locks themselves out."""
    ways = list(Identity.objects.select_for_update().filter(person=person))
    found = next((one for one in ways if one.pk == pk), None)
    if found is None:
        raise NotThere
    if len(ways) == 1 and not person.has_usable_password():
        raise Conflict("This is your only way to sign in, so it stays. Add another one first.")
    if found.gave_admin:
        give_or_take(identity=found, person=person, wanted=False)
    is_another_there = any(one.provider == found.provider for one in ways if one is not found)
    found.delete()
    if not is_another_there:
        nothing = Claims(organisation="", groups=frozenset(), attributes=frozenset())
        apply_claims(person=person, source=found.provider, claims=nothing)
    record(actor=person.username, action="identity.unlinked", subject=f"person:{person.username}", to=found.provider)
