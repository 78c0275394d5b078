"""Signing in with name and password of a directory: a real one, with TLS, groups and rights of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.actions import deactivate
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_attribute
from gallery.directory.queries import attributes_of, groups_of, organisation_of
from gallery.identity.ldap import profile_of
from gallery.identity.models import Identity
from gallery.identity.providers import ClaimNames, Creation, LdapProvider
from gallery.identity.trouble import ProviderTrouble

from server.tests.conftest import PASSWORD as LOCAL_PASSWORD
from server.tests.identity.conftest import Offer
from server.tests.identity.slapd_world import BASE, PASSWORD, SERVICE, SERVICE_PASSWORD, Directory, directory_world

Enter = Callable[..., Any]


@pytest.fixture
def directory(tmp_path: Any) -> Iterator[Directory]:
    """A directory of one's own: tests change it."""
    with directory_world(tmp_path) as made:
        yield made


@pytest.fixture
def ldap(directory: Directory) -> LdapProvider:
    """The directory as configured."""
    return LdapProvider(
        key="directory",
        title="Example Directory",
        issuer=f"ldap:{BASE}",
        names=ClaimNames("uid", "cn", "mail", "", "departmentNumber", "employeeType"),
        allowed_groups=frozenset(),
        admin_group="",
        create=Creation.YES,
        url=directory.secure_url,
        start_tls=False,
        ca_file=directory.certificate,
        bind_dn=SERVICE,
        bind_password=SERVICE_PASSWORD,
        base=f"ou=people,{BASE}",
        filter="(uid={name})",
        subject="entryUUID",
        groups_base=f"ou=groups,{BASE}",
        groups_filter="(member={dn})",
        groups_name="cn",
    )


@pytest.fixture
def enters(client: Client) -> Enter:
    """Type name and password on the sign-in page."""

    def enter(name: str = "ada", password: str = PASSWORD, **more: str) -> Any:
        client.post("/account/sign-out")
        return client.post("/account/sign-in", {"username": name, "password": password, **more})

    return enter


def names(found: Any) -> list[str]:
    return sorted(str(one) for one in found)


def test_name_and_password_of_the_directory_open_the_gallery(
    db: None, ldap: LdapProvider, offer: Offer, enters: Enter, client: Client, admin: User
) -> None:
    create_attribute(slug="trade-secret", name="Trade secret", by=admin)
    offer(ldap)
    assert enters(next="/trash")["Location"] == "/trash"
    assert client.get("/api/v1/me").json()["name"] == "ada"
    ada = User.objects.get(username="ada")
    assert (ada.full_name, ada.email) == ("Ada Brandt", "ada@example.org")
    assert not ada.has_usable_password()
    assert names(groups_of(ada)) == ["quants", "risk"]
    assert str(organisation_of(ada)) == "Markets"
    assert names(attributes_of(ada)) == ["Trade secret"]
    assert len(Identity.objects.get().subject) == 36  # entryUUID: it stays when the person is renamed


def test_what_the_directory_takes_back_is_gone_at_the_next_sign_in(
    db: None, ldap: LdapProvider, directory: Directory, offer: Offer, enters: Enter, admin: User
) -> None:
    offer(replace(ldap, admin_group="risk"))
    create_attribute(slug="trade-secret", name="Trade secret", by=admin)
    enters()
    assert User.objects.get(username="ada").is_superuser
    directory.leave("risk", "ada")
    directory.change(f"dn: uid=ada,ou=people,{BASE}\nchangetype: modify\ndelete: employeeType")
    enters()
    ada = User.objects.get(username="ada")
    assert not ada.is_superuser
    assert names(groups_of(ada)) == ["quants"]
    assert names(attributes_of(ada)) == []


def test_a_renamed_entry_is_the_same_person(
    db: None, ldap: LdapProvider, directory: Directory, offer: Offer, enters: Enter
) -> None:
    offer(ldap)
    enters()
    directory.change(f"dn: uid=ada,ou=people,{BASE}\nchangetype: modrdn\nnewrdn: uid=brandt\ndeleteoldrdn: 1")
    assert enters("brandt").status_code == 302
    assert User.objects.get().username == "ada"


def test_the_distinguished_name_may_be_the_subject(db: None, ldap: LdapProvider, offer: Offer, enters: Enter) -> None:
    offer(replace(ldap, subject="dn"))
    enters()
    assert Identity.objects.get().subject == f"uid=ada,ou=people,{BASE}"


def test_a_local_person_of_the_same_name_is_somebody_else(
    ldap: LdapProvider, offer: Offer, enters: Enter, client: Client, ada: User
) -> None:
    offer(ldap)
    enters()
    assert client.get("/api/v1/me").json()["name"] == "ada-2"
    enters(password=LOCAL_PASSWORD)
    assert client.get("/api/v1/me").json()["name"] == "ada"


WRONG = ["", " ", "wrong", "grace has another one", "adas long password\0", "*"]


@pytest.mark.parametrize("password", WRONG)
def test_a_wrong_password_opens_nothing(ldap: LdapProvider, password: str) -> None:
    assert profile_of(ldap, "ada", password) is None


HOSTILE = [
    "*", "a*", "ada)(uid=*", "*)(objectClass=*", "ada)(|(uid=*", "(uid=ada)", "ada\0", "\\61da", "ada,ou=people",
    "grace)(userPassword=*", "", "uid=ada", "ada*", "*)(uid=ada))(|(uid=*",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_a_name_and_never_a_filter(ldap: LdapProvider, name: str) -> None:
    assert profile_of(ldap, name, PASSWORD) is None
    assert profile_of(ldap, "ada", PASSWORD) is not None  # the control


def test_a_group_is_asked_for_by_name_safely(ldap: LdapProvider, directory: Directory) -> None:
    """Ada's entry gets a name full of brackets and stars; the question about her groups is still about her."""
    directory.change(f"dn: uid=ada,ou=people,{BASE}\nchangetype: modrdn\nnewrdn: uid=a(d*a)\ndeleteoldrdn: 1")
    found = profile_of(ldap, "a(d*a)", PASSWORD)
    assert found is not None
    assert found.groups == frozenset()  # the groups still name her old entry; a star would have matched


def test_two_entries_of_one_name_are_nobody(ldap: LdapProvider) -> None:
    assert profile_of(replace(ldap, filter="(|(uid={name})(uid=grace))"), "ada", PASSWORD) is None


@pytest.mark.parametrize("secure", [True, False])
def test_the_connection_is_encrypted_by_either_way(ldap: LdapProvider, directory: Directory, secure: bool) -> None:
    url = directory.secure_url if secure else directory.url
    assert profile_of(replace(ldap, url=url, start_tls=not secure), "ada", PASSWORD) is not None


@pytest.mark.parametrize("secure", [True, False])
def test_a_certificate_that_nobody_vouches_for_ends_it(ldap: LdapProvider, directory: Directory, secure: bool) -> None:
    url = directory.secure_url if secure else directory.url
    with pytest.raises(ProviderTrouble, match="does not answer"):
        profile_of(replace(ldap, url=url, start_tls=not secure, ca_file=None), "ada", PASSWORD)


def test_a_wrong_password_of_the_gallery_itself_is_said(
    db: None, ldap: LdapProvider, offer: Offer, enters: Enter
) -> None:
    offer(replace(ldap, bind_password="wrong"))
    answer = enters()
    assert answer.status_code == 422
    assert "it does not know the gallery itself" in answer.text


def test_a_directory_that_is_away_is_said_and_local_people_still_come_in(
    ldap: LdapProvider, offer: Offer, enters: Enter, ada: User
) -> None:
    offer(replace(ldap, url="ldaps://127.0.0.1:9"))
    answer = enters()
    assert answer.status_code == 422
    assert "Example Directory does not answer at the moment" in answer.text
    assert enters(password=LOCAL_PASSWORD).status_code == 302


def test_wrong_tries_are_counted_and_stopped(db: None, ldap: LdapProvider, offer: Offer, enters: Enter) -> None:
    offer(ldap)
    answers = [enters(password="wrong").status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]
    assert enters().status_code == 429
    said = repr(list(AuditEvent.objects.values()))
    assert PASSWORD not in said


def test_who_is_deactivated_here_does_not_come_in(db: None, ldap: LdapProvider, offer: Offer, enters: Enter) -> None:
    offer(ldap)
    enters()
    deactivate(person=User.objects.get(), by="admin")
    answer = enters()
    assert answer.status_code == 422
    assert "deactivated" in answer.text
