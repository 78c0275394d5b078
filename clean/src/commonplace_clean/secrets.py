"""Secrets in source: shapes that are known, and names that promise a secret with a value that looks like one.

Patterns are linear: bounded repetitions, no nested ones. The rules follow the classes of the detect-secrets project.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

_SHAPES = {
    "an AWS access key": r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b",
    "a GitLab token": r"\bgl(?:pat|dt|rt|soat)-[A-Za-z0-9_-]{20,100}",
    "a Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,200}",
    "a Slack webhook": r"hooks\.slack\.com/services/[A-Z0-9]{5,20}/[A-Z0-9]{5,20}/[A-Za-z0-9]{10,50}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a Stripe key": r"\b[rs]k_live_[0-9a-zA-Z]{16,100}\b",
    "an OpenAI key": r"\bsk-(?:proj-)?[A-Za-z0-9_-]{32,200}\b",
    "an npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "a PyPI token": r"\bpypi-AgE[A-Za-z0-9_-]{50,300}",
    "a SendGrid key": r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}\b",
    "an Azure storage key": r"AccountKey=[A-Za-z0-9+/]{80,90}={0,2}",
    "a JSON web token": r"\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000}",
    "a password in an address": r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@'\"]{1,100}:[^\s:/@'\"{}$<>]{3,100}@",
    "a Commonplace token": r"\bcpt_[A-Za-z0-9_-]{40,50}\b",
}
_KNOWN = [(name, re.compile(pattern)) for name, pattern in _SHAPES.items()]
# One of these words in each line is necessary for any shape: most lines are passed over at once.
_HINT = re.compile(r"AKIA|ASIA|ABIA|ACCA|-----BEGIN|gh[pousr]_|github_pat|gl(?:pat|dt|rt|soat)-|xox|hooks\.slack|AIza|k_live_|sk-|npm_|pypi-|SG\.|AccountKey|eyJ|://|cpt_")
_ASSIGNED = re.compile(
    r"(?i)\b\w{0,40}(?:password|passwd|pwd|secret|token|api_?key|access_?key|auth_?key)\w{0,20}[\"']?\s{0,5}(?:=|:|<-)\s{0,5}"
    r"[\"']([^\"'\n]{6,200})[\"']"
)
_NO_SECRET = re.compile(r"(?i)your|example|change|replace|insert|placeholder|dummy|sample|here|none|null|password|secret|token|xxx|\*\*\*|<|\{|\$|\s")
LEAST_ENTROPY = 2.8  # bits a character; words of a language stay below, random strings of ten and more lie above
LONGEST_LINE = 5_000


def secrets_in(source: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and kind of each secret that a source seems to hold."""
    for number, line in enumerate(source.split("\n"), start=1):
        yield from ((number, kind) for kind in _in_line(line[:LONGEST_LINE]))


def _in_line(line: str) -> Iterator[str]:
    if _HINT.search(line):
        yield from (name for name, pattern in _KNOWN if pattern.search(line))
    for found in _ASSIGNED.finditer(line):
        value = found.group(1)
        if not _NO_SECRET.search(value) and entropy(value) >= LEAST_ENTROPY:
            yield "a password or key"


def entropy(text: str) -> float:
    """Shannon entropy in bits a character (Shannon 1948): 0 for one repeated character."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values())
