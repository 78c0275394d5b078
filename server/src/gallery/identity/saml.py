"""SAML 2.0: we ask, the identity provider answers with a signed assertion. Imported only where configured."""

import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from gallery.identity.assertions import Assertion
from gallery.identity.providers import SamlProvider
from gallery.identity.trouble import Declined, ProviderTrouble, SignInBroken

PREFIX = "id-"  # an XML id begins with a letter; the state of the flow follows
NAME_ID = "NameID"
CONFIRMATION = "/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"


def start_url(provider: SamlProvider, state: str) -> str:
    """Where the browser goes, with our question in the address."""

    class Question(OneLogin_Saml2_Authn_Request):  # type: ignore[misc] # the library has no types
        def _generate_request_id(self) -> str:
            return PREFIX + state

    auth = OneLogin_Saml2_Auth(_request(provider), old_settings=_settings(provider))
    auth.authn_request_class = Question
    return str(auth.login(return_to=state))


def metadata(provider: SamlProvider) -> bytes:
    """What the identity provider has to know about the gallery."""
    made = OneLogin_Saml2_Settings(_settings(provider), sp_validation_only=True).get_sp_metadata()
    return made if isinstance(made, bytes) else str(made).encode()


def assertion_in(provider: SamlProvider, posted: str) -> Assertion:
    """The genuine assertion in an answer to a question of ours; otherwise the sign-in ends.

    Signed by the provider, for this gallery, in time, and for the very question that it names. Whether that
    question was this browser's is decided afterwards, where the browser's session is known.
    """
    try:
        response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_settings(provider)), posted)
        question = str(response.get_in_response_to() or "")
        genuine = response.is_valid(_request(provider, posted), request_id=question or PREFIX)
    except (OneLogin_Saml2_Error, etree.Error, ValueError, TypeError, AttributeError):
        raise ProviderTrouble.unusable(provider, "it is not a SAML response") from None
    if not genuine:
        _explain(provider, response)
    if not question.startswith(PREFIX) or question not in _answered(response):
        raise SignInBroken  # nobody asked: IdP-initiated sign-in would let others choose who a browser is
    return Assertion(
        digest=hashlib.sha256(str(response.get_assertion_id()).encode()).hexdigest(),
        state=question.removeprefix(PREFIX),
        subject=_subject(provider, response),
        said=_attributes(response),
    )


def _answered(response: Any) -> set[str]:
    """The questions that the signed part itself says it answers; the envelope around it may not be signed."""
    return {str(node.get("InResponseTo", "")) for node in response._query_assertion(CONFIRMATION)}


def _explain(provider: SamlProvider, response: Any) -> None:
    """Raise why an answer does not count; the library's own words may quote the answer, so they stay here."""
    try:
        response.check_status()
    except OneLogin_Saml2_Error:
        raise Declined(provider) from None
    raise ProviderTrouble.unusable(provider, "its proof of who you are is not genuine, not for us, or too old")


def _subject(provider: SamlProvider, response: Any) -> str:
    if provider.subject != NAME_ID:
        return str(next(iter(_attributes(response).get(provider.subject, [])), ""))
    if response.get_nameid_format() == Words.NAMEID_TRANSIENT:
        raise ProviderTrouble.unusable(provider, "its name for you changes each time; it must send a persistent NameID")
    return str(response.get_nameid() or "")


def _attributes(response: Any) -> dict[str, list[str]]:
    """Attributes under their names, and under their friendly names where those are free."""
    friendly: dict[str, list[str]] = response.get_friendlyname_attributes()
    named: dict[str, list[str]] = response.get_attributes()
    return {name: [str(value) for value in values] for name, values in (friendly | named).items()}


def _request(provider: SamlProvider, posted: str = "") -> dict[str, Any]:
    """The request as the library wants it: with the address from the settings, never from a header."""
    parts = urlsplit(settings.CONFIG.url)
    return {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": urlsplit(_address(provider, "acs")).path,
        "get_data": {},
        "post_data": {"SAMLResponse": posted},
    }


def _address(provider: SamlProvider, what: str) -> str:
    return f"{settings.CONFIG.url}/account/saml/{provider.key}/{what}"


def _settings(provider: SamlProvider) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": provider.entity_id or _address(provider, "metadata"),
            "assertionConsumerService": {"url": _address(provider, "acs"), "binding": Words.BINDING_HTTP_POST},
            "NameIDFormat": Words.NAMEID_PERSISTENT if provider.subject == NAME_ID else Words.NAMEID_UNSPECIFIED,
        },
        "idp": _identity_provider(provider),
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": provider.subject == NAME_ID,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": True,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "rejectUnsolicitedResponsesWithInResponseTo": True,
        },
    }


def _identity_provider(provider: SamlProvider) -> dict[str, Any]:
    found = _read(provider.metadata_file.read_bytes(), provider.issuer)
    if found.get("entityId") != provider.issuer:
        raise ProviderTrouble.unusable(provider, "its metadata file describes another provider")
    return found


@lru_cache(maxsize=16)
def _read(raw: bytes, entity_id: str) -> dict[str, Any]:
    found: dict[str, Any] = OneLogin_Saml2_IdPMetadataParser.parse(raw, entity_id=entity_id)
    return dict(found.get("idp", {}))
