"""Secrets in source are shown to the author, by cell and line, and never with their value."""

from __future__ import annotations

import pytest
from commonplace_clean import Finding

from clean.tests.notebooks import cleaned, code, notebook, prose

# Put together from pieces: none of them stands in this file as one word.
_X = "aB3dE5gH7jK9mN1pQ4sT6vW8yZ2cF0hL"
PLANTED = {
    "an AWS access key": ["AKIA" + "Q3EGRZ7T2WXVBN5M", "ASIA" + "Q3EGRZ7T2WXVBN5M"],
    "a GitHub token": ["ghp_" + _X + "1234", "github_pat_" + _X],
    "a GitLab token": ["glpat-" + _X[:20]],
    "a Slack token": ["xoxb-" + "123456789012-" + _X],
    "a Google API key": ["AIza" + _X + "_-9"],
    "a Google OAuth token": ["ya29." + _X],
    "a Google OAuth secret": ["GOCSPX-" + _X[:28]],
    "a Stripe key": ["sk_live_" + _X, "rk_test_" + _X],
    "an AI provider's key": ["sk-" + _X, "sk-proj-" + _X, "sk-ant-" + _X],
    "a Hugging Face token": ["hf_" + _X],
    "a Databricks token": ["dapi" + "0123456789abcdef" * 2],
    "an npm token": ["npm_" + _X + "1234"],
    "a PyPI token": ["pypi-" + "AgE" + _X + _X],
    "a SendGrid key": ["SG." + _X[:22] + "." + _X],
    "a Telegram bot token": ["123456789:" + "AA" + _X + "x"],
    "a JSON web token": ["eyJ" + _X + ".eyJ" + _X + "." + _X],
    "a Commonplace token": ["cpt_" + _X + _X[:11]],
    "a private key": [f"-----BEGIN {kind}PRIVATE KEY-----" for kind in ("", "RSA ", "OPENSSH ", "ENCRYPTED ")],
    "a Slack webhook": ["https://hooks.slack.com/services/" + "T0123/B0123/" + _X],
    "an Azure key": ["AccountKey=" + _X * 2 + "abcdefghijklmnopqrstuv==", "SharedAccessKey=" + _X + "abcdefghijk="],
    "an Azure signature": ["https://x.blob.core.windows.net/a?sv=1&sig=" + _X],
    "a password in an address": ["postgresql://ada:" + "Tr0ub4dor@db/x", "https://:" + _X + "@host/"],
    "a password in a connection string": ["Server=db;User Id=ada;" + "Password=Tr0ub4dor;"],
    "a password": [
        'password = "' + "Tr0ub4dor&3" + '"',
        "DB_PASSWD = '" + "correcthorse" + "'",
        'os.environ["PGPASSWORD"] = "' + "Tr0ub4dor" + '"',
        '{"password": "' + "SuperSecret123!" + '"}',
        'pwd <- "' + "Tr0ub4dor" + '"',
        'connect(password="' + "hunter2hunter" + '")',
    ],
    "a secret or key": [
        'aws_secret_access_key = "' + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzKEYab1" + '"',
        'API_KEY="' + _X + '"',
        "token: '" + _X[:16] + "'",
        'headers["X-Auth-Key"] = "' + _X + '"',
    ],
    "a secret in an environment variable": ["export API_TOKEN=" + _X, "%env SECRET_KEY=" + _X, "%set_env TOKEN " + _X],
}


@pytest.mark.parametrize(("name", "secret"), [(name, one) for name, several in PLANTED.items() for one in several])
@pytest.mark.parametrize("cell", [code, prose])
def test_a_secret_is_named_with_cell_and_line_and_without_its_value(name: str, secret: str, cell: object) -> None:
    assert callable(cell)
    result = cleaned(code("1"), cell(f"first = 1\n\n{secret}\nlast = 2"))
    finding = Finding("secret", 2, 3, f"Cell 2, line 3 seems to hold {name}.")
    assert finding in result.warnings
    for word in ("Tr0ub4dor", _X[:12], "Q3EGRZ", "correcthorse", "hunter2"):
        assert word not in repr(result.warnings)


INNOCENT = [
    'password = "<your password>"',
    'password = "your-password-here"',
    'password = os.environ["PGPASSWORD"]',
    "password = getpass()",
    'password = "changeme"',
    'password = "********"',
    'password = "${PASSWORD}"',
    'label = "password"',
    'print("password: ", "wrong password, please try again")',
    'token = "sentence"',
    'tokens = ["hello", "world"]',
    'token = "abc123abc123"',
    'key = "species_name_2"',
    'df.rename({"key": "a_column"})',
    'API_KEY = "YOUR_API_KEY_123456"',
    "primary_key = 'id'",
    "https://example.com:8080/a@b",
    "postgresql://ada@db/x",
    "postgresql://ada:{password}@db/x",
    "postgresql://user:$PASSWORD@db/x",
    "task-" + _X,
    "skip_sk-learn and sk-learn-contrib",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "AKIA",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
]


@pytest.mark.parametrize("source", INNOCENT)
def test_what_only_talks_of_secrets_is_left_alone(source: str) -> None:
    assert cleaned(code(source)).warnings == ()


def test_several_of_a_kind_in_a_cell_are_one_finding() -> None:
    secret = PLANTED["a GitHub token"][0]
    [finding] = cleaned(code(f"\n{secret}\n{secret}\n{secret}")).warnings
    assert (finding.line, finding.message) == (
        2,
        "Cell 1, line 2 seems to hold a GitHub token, and 2 more of the kind.",
    )


def test_the_end_of_a_very_long_line_is_read_too() -> None:
    [finding] = cleaned(code("x = 1; " * 10_000 + PLANTED["a GitHub token"][0])).warnings
    assert finding.kind == "secret"


def test_metadata_that_stays_is_read_too() -> None:
    secret = PLANTED["a GitHub token"][0]
    in_cell = cleaned(code(metadata={"tags": [secret]}), code(metadata={"commonplace": {"hint": secret}})).warnings
    assert [(finding.cell, finding.line) for finding in in_cell] == [(1, None), (2, None)]
    for metadata in ({"title": secret}, {"authors": [{"name": secret}]}, {"kernelspec": {"name": secret}}):
        found = cleaned(**notebook(metadata=metadata)).warnings
        assert {(finding.kind, finding.cell) for finding in found} == {("secret", None)}


def test_a_notebook_full_of_secrets_has_a_bounded_list() -> None:
    secret = PLANTED["a GitHub token"][0]
    warnings = cleaned(*[code(secret)] * 150).warnings
    assert len(warnings) == 101
    assert warnings[-1].message == "There are 50 more such places; these are the first 100."
