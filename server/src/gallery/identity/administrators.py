"""Who is an administrator because a provider says so."""

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.identity.models import Identity


def give_or_take(*, identity: Identity, person: User, wanted: bool) -> None:
    """Make an administrator, or take back what this identity gave. Who was made one here stays one."""
    if wanted == identity.gave_admin or (wanted and person.is_superuser and not _from_elsewhere(identity)):
        return
    identity.gave_admin = wanted
    identity.save(update_fields=["gave_admin"])
    stays = wanted or _from_elsewhere(identity)
    if stays != person.is_superuser:
        person.is_superuser = person.is_staff = stays
        person.save(update_fields=["is_superuser", "is_staff"])
        actor, subject = f"sign-in:{identity.provider}", f"person:{person.username}"
        record(actor=actor, action="administrator.given" if stays else "administrator.taken", subject=subject)


def _from_elsewhere(identity: Identity) -> bool:
    others = Identity.objects.filter(person_id=identity.person_id, gave_admin=True)
    return others.exclude(pk=identity.pk).exists()
