"""Personal data in source: mail addresses, phone, bank account and card numbers, with their check digits where they have any."""

import re
from collections.abc import Iterator

_MAIL = re.compile(r"\b[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24})\b")
_PUBLIC_MAIL = re.compile(r"(?:^|\.)example\.(?:com|org|net)$|\.(?:example|invalid|test)$|^localhost$", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(r"(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d.])")
_PHONE = re.compile(r"(?<![\w.+])\+\d{1,3}[ .-]?(?:\(?\d{1,5}\)?[ .-]?){2,5}\d{2,5}(?![\w.])")
LONGEST_LINE = 5_000
CARD_DIGITS = range(13, 20)
PHONE_DIGITS = range(9, 16)


def personal_data_in(source: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and kind of personal data that a source seems to hold."""
    for number, line in enumerate(source.split("\n"), start=1):
        yield from ((number, kind) for kind in _in_line(line[:LONGEST_LINE]))


def _in_line(line: str) -> Iterator[str]:
    if "@" in line and any(not _PUBLIC_MAIL.search(found.group(1)) for found in _MAIL.finditer(line)):
        yield "a mail address"
    if not any(character.isdigit() for character in line):
        return
    if any(is_iban(found.group()) for found in _IBAN.finditer(line)):
        yield "a bank account number"
    if any(is_card(found.group()) for found in _CARD.finditer(line)):
        yield "a card number"
    if "+" in line and any(sum(map(str.isdigit, found.group())) in PHONE_DIGITS for found in _PHONE.finditer(line)):
        yield "a phone number"


def is_iban(text: str) -> bool:
    """Whether the remainder modulo 97 is right (ISO 13616)."""
    plain = text.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Whether the check digit is right (Luhn, ISO/IEC 7812-1) and it is no repeated digit."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) not in CARD_DIGITS or len(set(digits)) < 3 or digits[0] not in {2, 3, 4, 5, 6}:
        return False
    doubled = [digit if at % 2 == 0 else sum(divmod(2 * digit, 10)) for at, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
