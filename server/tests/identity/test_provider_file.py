"""The file that names the providers: what is wrong with it is said in a line each, before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from gallery.identity.provider_file import read_providers
from gallery.identity.providers import LdapProvider, OpenIdProvider

GOOD = """
[[provider]]
kind = "oidc"
key = "corporate"
title = "Example Corp"
issuer = "https://login.example.org"
client_id = "commonplace"
client_secret_env = "CORPORATE_SECRET"
"""
ENV = {"CORPORATE_SECRET": "the-secret-itself"}


def complaints(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    path = tmp_path / "sign-in.toml"
    path.write_text(text)
    lines = read_providers(path, ENV if env is None else env)[1]
    assert all(line.startswith(f"COMMONPLACE_SIGN_IN={path}") and "\n" not in line for line in lines)
    assert "the-secret-itself" not in repr(lines)
    return lines


def test_no_file_is_no_provider() -> None:
    assert read_providers(None, {}) == ((), [])


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.toml"
    path.write_text(GOOD)
    (provider,), lines = read_providers(path, ENV)
    assert lines == []
    assert isinstance(provider, OpenIdProvider)
    assert provider.client_secret == "the-secret-itself"
    assert "the-secret-itself" not in repr(provider)
    assert (provider.names.username, provider.create) == ("preferred_username", "yes")


def test_a_secret_may_stand_in_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the-secret-itself\n")
    path = tmp_path / "sign-in.toml"
    path.write_text(GOOD.replace("client_secret_env", "client_secret_file").replace("CORPORATE_SECRET", "secret"))
    (provider,), lines = read_providers(path, {})
    assert lines == []
    assert isinstance(provider, OpenIdProvider)
    assert provider.client_secret == "the-secret-itself"


WRONG = [
    ('kind = "oidc"', 'kind = "openid"', "kind = 'openid' is none of oidc, oauth2, ldap, saml"),
    ('kind = "oidc"\n', "", "kind is missing"),
    ('key = "corporate"', 'key = "My Corp"', "key must be a short name"),
    ('title = "Example Corp"\n', "", "title is missing"),
    ("https://login", "http://login", "must begin with https://"),
    ("https://login.example.org", "login.example.org", "is not an address like"),
    ('"commonplace"', "7", "client_id must be a text in quotes"),
    ('client_secret_env = "CORPORATE_SECRET"', 'client_secret = "the-secret-itself"', "may not stand in this file"),
    ('client_secret_env = "CORPORATE_SECRET"', "", "client_secret_env or client_secret_file is missing"),
    ('"CORPORATE_SECRET"', '"OTHER"', "this environment variable is not set"),
    ("client_secret_env", "client_secret_file", "there is no such file"),
    ('kind = "oidc"', 'kind = "oidc"\ngroup_claim = "x"', "group_claim is not known"),
    ('kind = "oidc"', 'kind = "oidc"\ncreate = "maybe"', "create = 'maybe' is none of yes, approval, no"),
    ('kind = "oidc"', 'kind = "oidc"\nadmin_group = "x"', "need groups_claim"),
    ('kind = "oidc"', 'kind = "oidc"\nallowed_groups = "x"', "must be a list of texts"),
    ("[[provider]]", "[[providers]]", "names no provider"),
    ("[[provider]]", "[provider]", "names no provider"),
    ("[[provider]]", "[[provider]", "is not a TOML file"),
    ("\n[[provider]]", "providers = 1\n[[provider]]", "providers is not known"),
    (GOOD, GOOD + GOOD, "two providers have the same key"),
    (GOOD, GOOD + GOOD.replace('"corporate"', '"other"').replace("Example", "Other"), "the same issuer"),
]


@pytest.mark.parametrize(("part", "instead", "said"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, part: str, instead: str, said: str) -> None:
    lines = complaints(tmp_path, GOOD.replace(part, instead))
    assert any(said in line for line in lines), lines


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    lines = complaints(tmp_path, GOOD.replace("https:", "http:").replace('"Example Corp"', "1"), {})
    assert len(lines) == 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    _, (line,) = read_providers(tmp_path / "none.toml", {})
    assert "cannot be read" in line


LDAP = """
[[provider]]
kind = "ldap"
key = "directory"
title = "Directory"
url = "ldaps://ldap.example.org"
base = "ou=people,dc=example,dc=org"
groups_base = "ou=groups,dc=example,dc=org"
allowed_groups = ["quants"]
"""


def test_a_directory_needs_little(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.toml"
    path.write_text(LDAP)
    (provider,), lines = read_providers(path, {})
    assert lines == []
    assert isinstance(provider, LdapProvider)
    assert (provider.filter, provider.subject) == ("(uid={name})", "entryUUID")


@pytest.mark.parametrize(
    ("part", "instead", "said"),
    [
        ("ldaps://", "ldap://", "passwords would travel in the clear"),
        ("ldaps://", "https://", "is not an address like ldaps://"),
        ('kind = "ldap"', 'kind = "ldap"\nfilter = "(uid=name)"', "does not contain {name}"),
        ('kind = "ldap"', 'kind = "ldap"\nstart_tls = "yes"', "must be true or false"),
        ('kind = "ldap"', 'kind = "ldap"\nca_file = "ca.pem"', "there is no such file"),
    ],
)
def test_a_directory_is_checked_too(tmp_path: Path, part: str, instead: str, said: str) -> None:
    lines = complaints(tmp_path, LDAP.replace(part, instead), {})
    assert any(said in line for line in lines), lines


def test_the_command_explains_and_the_gallery_does_not_start(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.toml"
    path.write_text(GOOD.replace("https:", "http:"))
    env = {**os.environ, "COMMONPLACE_SIGN_IN": str(path), "COMMONPLACE_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "gallery.site.command_line", "check"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    said = [line for line in done.stdout.splitlines() if "COMMONPLACE_SIGN_IN" in line]
    assert len(said) == 2
    assert "must begin with https://" in done.stdout
    assert "CORPORATE_SECRET" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
