"""Personal data in source: mail addresses, phone, account and card numbers, with check digits where there are any."""

from __future__ import annotations

import re

from commonplace_clean.patterns import Rule

# Names that nobody can own (RFC 2606), and the user of every Git server.
_NOBODY = re.compile(r"(?i)git@.*|.*[@.](?:example\.(?:com|org|net)|example|invalid|test|localhost)")
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}"
)


def _is_somebody(match: re.Match[str]) -> bool:
    return not _NOBODY.fullmatch(match[0])


def is_iban(text: str) -> bool:
    """Say whether ``text`` is a bank account number: its remainder by 97 is 1 (ISO 13616)."""
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def is_card(text: str) -> bool:
    """Say whether ``text`` is a card number: an issuer's digits, not all the same, and Luhn's check."""
    plain = re.sub(r"[ -]", "", text)
    if not _ISSUERS.fullmatch(plain) or len(set(plain)) == 1:
        return False
    backwards = [int(digit) for digit in reversed(plain)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in backwards[1::2]]
    return (sum(backwards[::2]) + sum(doubled)) % 10 == 0


def _is_phone(match: re.Match[str]) -> bool:
    """Accept 9 to 15 digits (ITU-T E.164) that are no decimal fraction."""
    digits = re.sub(r"\D", "", match[0])
    return 9 <= len(digits) <= 15 and not re.fullmatch(r"\+\d+\.\d*", match[0].strip())


RULES = (
    Rule(
        "a mail address",
        ("@",),
        re.compile(
            r"(?<![\w.%+-])[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}+\.){1,5}[A-Za-z]{2,24}+(?![\w(\[-]|\.\w)"
        ),
        _is_somebody,
    ),
    # The sign comes first and is looked behind afterwards: so the search jumps from sign to sign.
    Rule("a phone number", ("+",), re.compile(r"\+(?<![\w.+)\]]\+)[1-9][\d ()./-]{7,22}+(?![\w.])"), _is_phone),
    Rule(
        "a phone number",
        ("00",),
        re.compile(r"00(?<![\w.+-]00)(?<!\w 00)[1-9]\d[ /-][\d ()/-]{6,20}+(?![\w.])"),
        _is_phone,
    ),
    Rule("a phone number", ("(",), re.compile(r"\((?<!\w\()(?<!\d \()[2-9]\d\d\) ?\d{3}-\d{4}(?![\w-])")),
    Rule(
        "a bank account number",
        (),
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?+(?![A-Za-z0-9])"),
        lambda match: is_iban(match[0]),
    ),
    Rule(
        "a card number",
        (),
        re.compile(r"(?<![\w.+-])\d(?:[ -]?\d){12,18}+(?![\w.-])"),
        lambda match: is_card(match[0]),
    ),
    Rule(
        "a US social security number",
        ("ssn", "social security"),
        re.compile(r"(?i)(?:ssn|social security)[^\n\d]{0,30}(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"),
    ),
)
