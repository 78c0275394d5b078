"""A real SAML identity provider: pysaml2 with the program xmlsec1, so neither library nor signatures are ours."""

import base64
import shutil
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from server.tests.identity.certificates import self_signed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what pysaml2 imports is not ours to change
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.metadata import entity_descriptor
    from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
    from saml2.server import Server
    from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY = "https://idp.example.org/metadata"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
SIGN_ON = "https://idp.example.org/sign-on"


class IdentityProvider:
    """The provider of an organisation. `people` says what it tells about whom."""

    def __init__(self, folder: Path, gallery_metadata: bytes = b"", entity: str = ENTITY) -> None:
        program = shutil.which("xmlsec1")
        assert program, "The program xmlsec1 is missing: apt-get install xmlsec1"
        folder.mkdir(exist_ok=True)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        plain = serialization.NoEncryption()
        encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        (folder / "key.pem").write_bytes(encoded)
        (folder / "cert.pem").write_bytes(self_signed(key, "identity provider"))
        self._described: dict[str, Any] = {
            "entityid": entity,
            "xmlsec_binary": program,
            "key_file": str(folder / "key.pem"),
            "cert_file": str(folder / "cert.pem"),
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [(SIGN_ON, BINDING_HTTP_REDIRECT)]},
                    "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                    "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}},
                }
            },
        }
        self.metadata_file = folder / "idp.xml"
        self.metadata_file.write_text(str(entity_descriptor(IdPConfig().load(self._described))))
        self.people: dict[str, dict[str, list[str]]] = {}
        if gallery_metadata:
            self.knows(gallery_metadata)

    def knows(self, gallery_metadata: bytes) -> None:
        """The organisation's operator hands over what describes the gallery."""
        described = self._described | {"metadata": {"inline": [gallery_metadata.decode()]}}
        self._server = Server(config=IdPConfig().load(described))

    def answers(self, address: str, subject: str, **instead: Any) -> str:
        """The answer to the question in the address, as the browser posts it; `instead` changes what it says."""
        asked = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        question = self._server.parse_authn_request(asked, BINDING_HTTP_REDIRECT)
        told = self._server.response_args(question.message) | instead
        told.pop("binding", None)
        kind = told.pop("kind", NAMEID_FORMAT_PERSISTENT)
        signed = told.pop("sign_assertion", True)
        made = self._server.create_authn_response(
            identity=self.people.get(subject, {}),
            userid=subject,
            name_id=NameID(format=kind, text=subject),
            sign_assertion=signed,
            sign_response=False,
            authn={"class_ref": PASSWORD},
            sign_alg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
            **told,
        )
        return base64.b64encode(str(made).encode()).decode()


TRANSIENT = NAMEID_FORMAT_TRANSIENT
