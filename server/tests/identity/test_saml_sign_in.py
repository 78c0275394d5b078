"""Signing in through a SAML identity provider: a real one answers; then each answer is spoilt in one way."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute
from gallery.directory.queries import attributes_of, groups_of, organisation_of
from gallery.identity.flows import KEPT
from gallery.identity.models import Arrival, Identity
from gallery.identity.providers import ClaimNames, Creation, SamlProvider
from lxml import etree

from server.tests.identity.conftest import Offer
from server.tests.identity.saml_world import ENTITY, TRANSIENT, IdentityProvider

ADA = {
    "uid": ["ada"],
    "displayName": ["Ada Brandt"],
    "mail": ["ada@example.org"],
    "isMemberOf": ["quants", "risk"],
    "departmentNumber": ["Markets"],
    "eduPersonEntitlement": ["trade-secret"],
}
ACS = "/account/saml/federation/acs"
NAMES = ClaimNames("uid", "displayName", "mail", "isMemberOf", "departmentNumber", "eduPersonEntitlement")


@pytest.fixture
def idp(tmp_path: Path) -> IdentityProvider:
    """The organisation's provider."""
    return IdentityProvider(tmp_path / "idp")


@pytest.fixture
def saml(idp: IdentityProvider, offer: Offer, db: None) -> SamlProvider:
    """As configured; both sides have read what describes the other."""
    made = SamlProvider(
        key="federation",
        title="Example Federation",
        issuer=ENTITY,
        names=NAMES,
        allowed_groups=frozenset(),
        admin_group="",
        create=Creation.YES,
        metadata_file=idp.metadata_file,
        entity_id="",
        subject="NameID",
    )
    offer(made)
    idp.knows(Client().get("/account/saml/federation/metadata").content)
    idp.people["7001"] = dict(ADA)
    return made


class Visitor:
    """A browser: without cookies where another site posts, as SameSite=Lax demands."""

    def __init__(self) -> None:
        self.browser = Client()

    def leaves(self, **query: str) -> str:
        """Click the button."""
        return str(self.browser.get("/account/sign-in/with/federation", query)["Location"])

    def posts(self, answer: str) -> Any:
        """The provider's page posts the answer: from another site, so without cookies and CSRF token."""
        return Client(enforce_csrf_checks=True).post(ACS, {"SAMLResponse": answer, "RelayState": "x"})

    def returns(self, answer: str) -> Any:
        """… and the browser follows."""
        posted = self.posts(answer)
        return self.browser.get(posted["Location"]) if posted.status_code == 302 else posted

    def name(self) -> str:
        """Who the gallery says this is."""
        answer = self.browser.get("/api/v1/me")
        return str(answer.json()["name"]) if answer.status_code == 200 else ""


def names(found: Any) -> list[str]:
    return sorted(str(one) for one in found)


def test_the_gallery_describes_itself(saml: SamlProvider, client: Client) -> None:
    answer = client.get("/account/saml/federation/metadata")
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    root = etree.fromstring(answer.content)
    assert root.get("entityID") == f"{django_settings.CONFIG.url}/account/saml/federation/metadata"
    assert f"{django_settings.CONFIG.url}{ACS}" in answer.text
    assert 'WantAssertionsSigned="true"' in answer.text


def test_the_person_comes_in_with_rights_that_come_and_go(
    saml: SamlProvider, idp: IdentityProvider, admin: User
) -> None:
    create_attribute(slug="trade-secret", name="Trade secret", by=admin)
    ada = Visitor()
    assert ada.returns(idp.answers(ada.leaves(next="/trash"), "7001"))["Location"] == "/trash"
    assert ada.name() == "ada"
    person = User.objects.get(username="ada")
    assert (person.full_name, person.email) == ("Ada Brandt", "ada@example.org")
    assert names(groups_of(person)) == ["quants", "risk"]
    assert str(organisation_of(person)) == "Markets"
    assert names(attributes_of(person)) == ["Trade secret"]
    assert (Identity.objects.get().issuer, Identity.objects.get().subject) == (ENTITY, "7001")
    idp.people["7001"] = {"uid": ["brandt"], "isMemberOf": ["risk"]}
    again = Visitor()
    again.returns(idp.answers(again.leaves(), "7001"))
    assert again.name() == "ada"
    assert names(groups_of(person)) == ["risk"]
    assert organisation_of(User.objects.get(username="ada")) is None
    assert names(attributes_of(person)) == []
    assert [row.profile for row in Arrival.objects.all()] == [{}, {}]


def test_an_attribute_may_be_the_subject(saml: SamlProvider, idp: IdentityProvider, offer: Offer) -> None:
    offer(replace(saml, subject="uid"))
    ada = Visitor()
    ada.returns(idp.answers(ada.leaves(), "7001", kind=TRANSIENT))
    assert Identity.objects.get().subject == "ada"


def test_a_name_that_changes_each_time_is_no_subject(saml: SamlProvider, idp: IdentityProvider) -> None:
    ada = Visitor()
    answer = ada.returns(idp.answers(ada.leaves(), "7001", kind=TRANSIENT))
    assert answer.status_code == 502
    assert "persistent NameID" in answer.text


def test_an_answer_counts_once(saml: SamlProvider, idp: IdentityProvider) -> None:
    ada = Visitor()
    answer = idp.answers(ada.leaves(), "7001")
    posted = ada.posts(answer)
    assert ada.posts(answer).status_code == 400
    assert ada.browser.get(posted["Location"]).status_code == 302
    ada.browser.post("/account/sign-out")
    assert ada.browser.get(posted["Location"]).status_code == 400
    assert ada.posts(answer).status_code == 400
    assert ada.name() == ""


def test_an_answer_belongs_to_the_browser_that_asked(saml: SamlProvider, idp: IdentityProvider) -> None:
    mallory, victim = Visitor(), Visitor()
    answer = idp.answers(mallory.leaves(), "7001")
    victim.leaves()
    assert victim.returns(answer).status_code == 400
    assert victim.name() == ""
    assert not User.objects.exists()


def test_who_did_not_ask_gets_no_answer(saml: SamlProvider, idp: IdentityProvider) -> None:
    ada = Visitor()
    address = ada.leaves()
    for unasked in ("", "id-of-nobody", "ONELOGIN_1"):
        assert ada.returns(idp.answers(address, "7001", in_response_to=unasked)).status_code in {400, 502}
    assert not User.objects.exists()


def test_the_question_stands_in_the_signed_part(saml: SamlProvider, idp: IdentityProvider) -> None:
    """The envelope is not signed: an assertion that nobody asked for must not get a question written onto it."""
    ada = Visitor()
    address = ada.leaves()
    unasked = etree.fromstring(_xml(idp.answers(address, "7001", in_response_to=None)).encode())
    (state,) = ada.browser.session[KEPT]
    unasked.set("InResponseTo", f"id-{state}")
    assert ada.posts(_answer(etree.tostring(unasked).decode())).status_code == 400
    assert ada.returns(idp.answers(address, "7001")).status_code == 302  # the control


def _xml(answer: str) -> str:
    return base64.b64decode(answer).decode()


def _answer(xml: str) -> str:
    return base64.b64encode(xml.encode()).decode()


def other_person(xml: str) -> str:
    return xml.replace(">7001<", ">7002<")


def more_groups(xml: str) -> str:
    return xml.replace(">quants<", ">bosses<")


def no_signature(xml: str) -> str:
    return re.sub(r"<(\w+):Signature .*?</\1:Signature>", "", xml, flags=re.DOTALL)


def longer_life(xml: str) -> str:
    return re.sub(r'NotOnOrAfter="20\d\d', 'NotOnOrAfter="2099', xml)


def wrapped(xml: str) -> str:
    """Signature wrapping: a forged assertion stands first, the genuine one is kept where nobody looks."""
    root = etree.fromstring(xml.encode())
    space = {"s": "urn:oasis:names:tc:SAML:2.0:assertion"}
    genuine = root.find("s:Assertion", space)
    forged = etree.fromstring(other_person(etree.tostring(genuine).decode()).encode())
    forged.set("ID", "forged")
    for signature in forged.findall("{http://www.w3.org/2000/09/xmldsig#}Signature"):
        forged.remove(signature)
    root.insert(list(root).index(genuine), forged)
    return str(etree.tostring(root).decode())


def entity_bomb(xml: str) -> str:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return bomb + re.sub(r"^<\?xml[^>]*\?>", "", xml).replace(">7001<", ">&b;<")


def not_xml(xml: str) -> str:
    return "not xml at all"


SPOILT = [other_person, more_groups, no_signature, longer_life, wrapped, entity_bomb, not_xml]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_changed_answer_opens_nothing(saml: SamlProvider, idp: IdentityProvider, spoil: Callable[[str], str]) -> None:
    ada = Visitor()
    genuine = idp.answers(ada.leaves(), "7001")
    spoilt = spoil(_xml(genuine))
    assert spoilt != _xml(genuine)
    assert ada.posts(_answer(spoilt)).status_code == 502
    assert not User.objects.exists()
    assert ada.returns(genuine).status_code == 302  # the control


def test_a_comment_in_the_name_does_not_cut_it_short(saml: SamlProvider, idp: IdentityProvider) -> None:
    """Comments are not covered by the signature: whoever reads only the text before one reads another name."""
    ada = Visitor()
    genuine = _xml(idp.answers(ada.leaves(), "7001"))
    assert ada.returns(_answer(genuine.replace(">7001<", ">70<!-- -->01<"))).status_code == 302
    assert Identity.objects.get().subject == "7001"


def test_an_unsigned_assertion_opens_nothing(saml: SamlProvider, idp: IdentityProvider) -> None:
    ada = Visitor()
    assert ada.returns(idp.answers(ada.leaves(), "7001", sign_assertion=False)).status_code == 502


def test_an_assertion_for_another_site_opens_nothing(saml: SamlProvider, idp: IdentityProvider) -> None:
    ada = Visitor()
    elsewhere = idp.answers(ada.leaves(), "7001", sp_entity_id="https://other.example/metadata")
    assert ada.returns(elsewhere).status_code == 502
    elsewhere = idp.answers(ada.leaves(), "7001", destination="https://other.example/acs")
    assert ada.returns(elsewhere).status_code == 502


def test_another_providers_signature_opens_nothing(saml: SamlProvider, idp: IdentityProvider, tmp_path: Path) -> None:
    stranger = IdentityProvider(tmp_path / "stranger", Client().get("/account/saml/federation/metadata").content)
    stranger.people["7001"] = dict(ADA)
    ada = Visitor()
    assert ada.returns(stranger.answers(ada.leaves(), "7001")).status_code == 502
    assert not User.objects.exists()


def test_the_addresses_are_only_for_saml(saml: SamlProvider, client: Client, offer: Offer) -> None:
    assert client.get(ACS).status_code == 405
    assert client.post(ACS).status_code == 502
    assert client.get("/account/saml/federation/done?state=x").status_code == 400
    assert client.get("/account/saml/nobody/metadata").status_code == 404
    assert client.post("/account/saml/nobody/acs").status_code == 404
    assert client.get("/account/sign-in/from/federation?state=x").status_code in {400, 404}
