"""LDAP: the directory finds the entry, checks the password, and names the groups. Imported only where configured."""

import ssl
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from gallery.identity.profile import Profile, profile_from
from gallery.identity.providers import LdapProvider
from gallery.identity.trouble import ProviderTrouble

with warnings.catch_warnings():
    # ldap3 reads names of pyasn1 that are about to be renamed; the lock holds the version that has both
    warnings.simplefilter("ignore", DeprecationWarning)
    from ldap3 import ALL_ATTRIBUTES, NONE, SUBTREE, Connection, Server, Tls
    from ldap3.core.exceptions import LDAPException, LDAPInvalidCredentialsResult
    from ldap3.utils.conv import escape_filter_chars

PATIENCE = 10  # seconds
MOST_GROUPS = 2000
DN = "dn"
GROUPS = "groups found by search"
Raw = dict[str, list[bytes]]


def profile_of(provider: LdapProvider, name: str, password: str) -> Profile | None:
    """Who has this name and password in the directory; None if nobody. Raises `ProviderTrouble`."""
    if not name or not password or "\0" in name + password:
        return None  # a directory takes an empty password for a guest, and says yes
    try:
        with _bound(provider, provider.bind_dn, provider.bind_password) as ours:
            entry = _entry(provider, ours, name)
            if entry is None or not _password_fits(provider, entry[DN], password):
                return None
            groups = _groups(provider, ours, entry[DN], name)
    except LDAPInvalidCredentialsResult:
        raise ProviderTrouble.unusable(provider, "it does not know the gallery itself") from None
    except (LDAPException, OSError):
        raise ProviderTrouble.away(provider) from None
    return _profile(provider, entry[DN], entry["raw_attributes"], groups)


def _password_fits(provider: LdapProvider, dn: str, password: str) -> bool:
    with suppress(LDAPInvalidCredentialsResult), _bound(provider, dn, password):
        return True
    return False


@contextmanager
def _bound(provider: LdapProvider, dn: str, password: str) -> Iterator[Connection]:
    """A connection on which the directory knows who we are (nobody, without a name)."""
    connection = Connection(
        _server(provider),
        user=dn or None,
        password=password or None,
        receive_timeout=PATIENCE,
        read_only=True,
        auto_referrals=False,  # a referral would send the password to another machine
        check_names=False,
        raise_exceptions=True,
    )
    try:
        connection.open()
        if provider.start_tls:
            connection.start_tls()
        connection.bind()
        yield connection
    finally:
        with suppress(LDAPException, OSError):
            connection.unbind()
        if connection.socket is not None:  # ldap3 leaves the socket of an attempt that failed
            connection.socket.close()


class _CheckedTls(Tls):
    """TLS as the standard library does it, with its own check of names; ldap3's check knows no numeric addresses."""

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        context = ssl.create_default_context(cafile=self.ca_certs_file)
        connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)


def _server(provider: LdapProvider) -> Server:
    return Server(
        provider.url,
        use_ssl=provider.url.startswith("ldaps:"),
        tls=_CheckedTls(ca_certs_file=str(provider.ca_file) if provider.ca_file else None),
        connect_timeout=PATIENCE,
        get_info=NONE,
    )


def _entry(provider: LdapProvider, connection: Connection, name: str) -> dict[str, Any] | None:
    """The one entry of the name. Where the filter finds two, nobody can say who it is."""
    question = provider.filter.replace("{name}", escape_filter_chars(name))
    found = _search(connection, provider.base, question, [ALL_ATTRIBUTES, provider.subject], 2)
    return found[0] if len(found) == 1 else None


def _groups(provider: LdapProvider, connection: Connection, dn: str, name: str) -> list[str]:
    """Names of the groups that list the person, where groups are to be looked for."""
    if not provider.groups_base:
        return []
    question = provider.groups_filter.replace("{name}", escape_filter_chars(name))
    question = question.replace("{dn}", escape_filter_chars(dn))
    found = _search(connection, provider.groups_base, question, [provider.groups_name], MOST_GROUPS)
    return [name for entry in found for name in _texts(entry["raw_attributes"], provider.groups_name)]


def _search(connection: Connection, base: str, question: str, names: list[str], most: int) -> list[dict[str, Any]]:
    wanted = [name for name in names if name != DN]
    connection.search(base, question, SUBTREE, attributes=wanted, size_limit=most, time_limit=PATIENCE)
    return [entry for entry in connection.response or [] if entry.get("type") == "searchResEntry"]


def _profile(provider: LdapProvider, dn: str, raw: Raw, groups: list[str]) -> Profile:
    said: dict[str, Any] = {name: _texts(raw, name) for name in raw}
    names = provider.names
    by_wish = {wish: _texts(raw, wish) for wish in vars(names).values() if wish}  # names count in any case
    if provider.groups_base:
        by_wish[names.groups or GROUPS] = [*by_wish.get(names.groups, []), *groups]
    subject = dn.lower() if provider.subject == DN else next(iter(_texts(raw, provider.subject)), "")
    return profile_from(with_groups(provider), subject, said | by_wish)


def with_groups(provider: LdapProvider) -> LdapProvider:
    """The provider as one that speaks of groups, also where they are found by a search of their own."""
    if not provider.groups_base or provider.names.groups:
        return provider
    return replace(provider, names=replace(provider.names, groups=GROUPS))


def _texts(raw: Raw, name: str) -> list[str]:
    """The values of an attribute; Active Directory's object number is 16 bytes, everything else is text."""
    for key, values in raw.items():
        if key.lower() == name.lower():
            return [_text(value, binary=name.lower() == "objectguid") for value in values]
    return []


def _text(value: bytes, *, binary: bool) -> str:
    return str(uuid.UUID(bytes_le=value)) if binary and len(value) == 16 else value.decode("utf-8", "replace")
