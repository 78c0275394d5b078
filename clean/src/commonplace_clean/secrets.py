"""Secrets in source: shapes of known tokens, and names that promise a secret with a value that looks like one."""

from __future__ import annotations

import math
import re
from collections import Counter

from commonplace_clean.patterns import Rule

_LEAST_ENTROPY = 3.0  # bits for each character; words of a language stay below, random text of ten and more is above
_PLACEHOLDER = re.compile(
    r"(?i)[<\[{$%*.(x]|(?:your|my|the|some|change|replace|insert|enter|put|paste|add|example|sample|dummy|fake|test"
    r"|todo|none|null|true|false|redacted|placeholder)(?![a-z])|pass(?:word|wd)?$|secret$|token$"
    r"|(?:your|change|example|placeholder|redacted)"
)
_ASSIGNS = r"\w{0,20}[\"'\]]{0,2}\s{0,5}(?:=|:|<-|=>)\s{0,5}"
_LITERAL = r"[rbfu]?[\"']([^\"'\n]{6,200})[\"']"


def entropy(text: str) -> float:
    """Return Shannon's entropy of ``text`` in bits for each character: 0 for one character repeated."""
    shares = [number / len(text) for number in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)


def _is_password(match: re.Match[str]) -> bool:
    """Accept what may be a password: anything but a placeholder, a sentence, or one character repeated."""
    value = match[1]
    return not _PLACEHOLDER.match(value) and not re.search(r"\s", value) and len(set(value)) > 3


def _is_random(match: re.Match[str]) -> bool:
    """Accept what looks made by a machine."""
    value = match[1]
    mixed = bool(re.search(r"\d", value)) and bool(re.search(r"[A-Za-z]", value))
    return len(value) >= 8 and mixed and _is_password(match) and entropy(value) >= _LEAST_ENTROPY


def _token(name: str, literals: str, expression: str) -> Rule:
    bounded = rf"(?<![A-Za-z0-9_-]){expression}(?![A-Za-z0-9])"
    return Rule(name, tuple(literals.split()), re.compile(bounded))


RULES = (
    _token("an AWS access key", "akia asia abia acca", r"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}"),
    _token("a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{36,255}+"),
    _token("a GitHub token", "github_pat_", r"github_pat_\w{22,255}+"),
    _token("a GitLab token", "glpat- gldt- glrt- glsoat-", r"gl(?:pat|dt|rt|soat)-[\w-]{20,200}+"),
    _token("a Slack token", "xox", r"xox[abeoprs]-[A-Za-z0-9-]{10,250}+"),
    _token("a Google API key", "aiza", r"AIza[\w-]{35}"),
    _token("a Google OAuth token", "ya29.", r"ya29\.[\w-]{20,500}+"),
    _token("a Google OAuth secret", "gocspx-", r"GOCSPX-[\w-]{28}"),
    _token("a Stripe key", "k_live_ k_test_", r"[rs]k_(?:live|test)_[0-9a-zA-Z]{16,247}+"),
    _token("an AI provider's key", "sk-", r"sk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9][\w-]{31,250}+"),
    _token("a Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{30,60}+"),
    _token("a Databricks token", "dapi", r"dapi[a-f0-9]{32}(?:-\d)?"),
    _token("an npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _token("a PyPI token", "pypi-", r"pypi-AgE[\w-]{50,500}+"),
    _token("a SendGrid key", "sg.", r"SG\.[\w-]{16,32}+\.[\w-]{16,64}+"),
    _token("a Telegram bot token", ":aa", r"\d{8,10}:AA[\w-]{33}"),
    _token("a JSON web token", "eyj", r"eyJ[\w-]{8,4000}+\.eyJ[\w-]{8,8000}+\.[\w-]{8,2000}+"),
    _token("a Commonplace token", "cpt_", r"cpt_[\w-]{30,80}+"),
    Rule("a private key", ("private key",), re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----")),
    Rule("a Slack webhook", ("hooks.slack.com",), re.compile(r"hooks\.slack\.com/services/[\w/]{20,100}")),
    Rule("an Azure key", ("key=",), re.compile(r"(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{40,90}={0,2}")),
    Rule("an Azure signature", ("sig=",), re.compile(r"[?&]sig=[A-Za-z0-9%+/]{30,200}")),
    Rule(
        "a password in an address",
        ("://",),
        re.compile(r"://[^\s:/@'\"<>]{0,100}+:([^\s:/@'\"<>]{3,100}+)@"),
        _is_password,
    ),
    Rule(
        "a password in a connection string",
        ("password=", "pwd="),
        re.compile(r"(?i);\s?(?:password|pwd)=([^;\"'\s]{4,100}+)"),
        _is_password,
    ),
    Rule(
        "a password",
        ("passw", "pwd", "passphrase"),
        re.compile(rf"(?i)(?:password|passwd|pwd|passphrase){_ASSIGNS}{_LITERAL}"),
        _is_password,
    ),
    Rule(
        "a secret or key",
        ("secret", "token", "key", "credential"),
        re.compile(rf"(?i)(?:secret|token|(?:api|access|auth|account|private)[_-]?key|credential){_ASSIGNS}{_LITERAL}"),
        _is_random,
    ),
    Rule(
        "a secret in an environment variable",
        ("export", "%env", "%set_env"),
        re.compile(
            r"(?i)(?:export|%env|%set_env)\s{1,5}\w{0,40}(?:password|passwd|pwd|secret|token|key)\w{0,20}"
            r"[= ]\s{0,3}[\"']?([^\s\"']{8,200}+)"
        ),
        _is_random,
    ),
)
