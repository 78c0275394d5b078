"""The signed address in each daily mail with which its reader ends them, without signing in."""

from django.conf import settings
from django.core import signing

from gallery.accounts.models import User
from gallery.lib.errors import NotThere

SALT = "gallery.feeds.stop"


def stop_address(person: User) -> str:
    """The address; it opens nothing and works as long as the mail is kept."""
    return f"{settings.CONFIG.url}/feeds/stop/{signing.Signer(salt=SALT).sign(str(person.pk))}"


def person_behind(signed: str) -> User:
    """Whose mails end; `NotThere` for an address that we did not write."""
    try:
        key = signing.Signer(salt=SALT).unsign(signed)
    except signing.BadSignature:
        raise NotThere from None
    found = User.objects.filter(pk=key).first()
    if found is None:
        raise NotThere
    return found
