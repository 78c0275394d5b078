"""A real directory (OpenLDAP's slapd) in a folder of its own, on ports of its own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.tests.identity.certificates import self_signed
from server.tests.identity.provider_world import free_ports

BASE = "dc=example,dc=org"
SERVICE, SERVICE_PASSWORD = f"cn=gallery,{BASE}", "the-gallerys-own-password"
PASSWORD = "adas long password"
PATIENCE = 120.0

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/cert.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
rootpw root
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by * none
"""

ENTRIES = """
dn: {base}
objectClass: dcObject
objectClass: organization
o: Example

dn: {service}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: gallery
userPassword: {service_password}

dn: ou=people,{base}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{base}
objectClass: organizationalUnit
ou: groups

dn: uid=ada,ou=people,{base}
objectClass: inetOrgPerson
uid: ada
cn: Ada Brandt
sn: Brandt
mail: ada@example.org
departmentNumber: Markets
employeeType: trade-secret
userPassword: {password}

dn: uid=grace,ou=people,{base}
objectClass: inetOrgPerson
uid: grace
cn: Grace (Okoye) *
sn: Okoye
userPassword: grace has another one

dn: cn=quants,ou=groups,{base}
objectClass: groupOfNames
cn: quants
member: uid=ada,ou=people,{base}
member: uid=grace,ou=people,{base}

dn: cn=risk,ou=groups,{base}
objectClass: groupOfNames
cn: risk
member: uid=ada,ou=people,{base}
member: uid=grace,ou=people,{base}
"""


@dataclass(frozen=True)
class Directory:
    """Where it is, and how a test changes what it says."""

    url: str
    secure_url: str
    certificate: Path

    def change(self, ldif: str) -> None:
        """Change entries as the directory's own administrator."""
        words = ("ldapmodify", "-x", "-H", self.url, "-D", f"cn=root,{BASE}", "-w", "root")
        subprocess.run(words, input=ldif.strip().encode() + b"\n", check=True, capture_output=True)

    def leave(self, group: str, name: str) -> None:
        """Take somebody out of a group."""
        member = f"uid={name},ou=people,{BASE}"
        self.change(f"dn: cn={group},ou=groups,{BASE}\nchangetype: modify\ndelete: member\nmember: {member}")


@contextmanager
def directory_world(folder: Path) -> Iterator[Directory]:
    """A directory with two people and two groups, while the block runs."""
    slapd = shutil.which("slapd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib/openldap")
    assert slapd, "OpenLDAP's server is missing: apt-get install slapd ldap-utils"
    words = {"folder": folder, "base": BASE, "service": SERVICE, "service_password": SERVICE_PASSWORD}
    _certificate(folder)
    (folder / "data").mkdir()
    (folder / "slapd.conf").write_text(CONFIGURATION.format(**words))
    entries = ENTRIES.format(**words, password=PASSWORD).strip().encode()
    loading = [slapd, "-Tadd", "-f", str(folder / "slapd.conf")]
    subprocess.run(loading, input=entries + b"\n", check=True, capture_output=True)
    plain, secure = free_ports(2)
    found = Directory(f"ldap://127.0.0.1:{plain}", f"ldaps://127.0.0.1:{secure}", folder / "cert.pem")
    serving = [slapd, "-d", "0", "-h", f"{found.url} {found.secure_url}", "-f", str(folder / "slapd.conf")]
    with subprocess.Popen(serving) as running:
        try:
            _wait_for(plain, running)
            yield found
        finally:
            running.terminate()


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    """Until it listens; if it ends instead, that is said at once."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"slapd ended with {running.wait(0.02)}")
    raise AssertionError("slapd does not listen")


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "cert.pem").write_bytes(self_signed(key, "directory"))
    plain = serialization.NoEncryption()
    encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(encoded)
