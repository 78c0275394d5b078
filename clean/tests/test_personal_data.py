"""Personal data in source is shown to the author, by cell and line, and never with its value."""

from __future__ import annotations

import pytest
from commonplace_clean import Finding

from clean.tests.notebooks import cleaned, code

PLANTED = {
    "a mail address": [
        "ada.brandt@statistics.gov.uk",
        "mailto:ada+x@firm.io",
        '"Ada" <ada@uni-bonn.de>',
        "é ada@firm.com.",
    ],
    "a phone number": [
        "+49 30 901820",
        "call +1 (212) 555-0147",
        "+442079460958",
        "0049 30 901820-11",
        "(212) 555-0147",
    ],
    "a bank account number": ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "NO9386011117947"],
    "a card number": ["4111 1111 1111 1111", "5500-0055-5555-5559", "340000000000009", "x = 4012888888881881"],
    "a US social security number": ["SSN: 536-90-4399", "social security number is 536-90-4399"],
}


@pytest.mark.parametrize(("name", "value"), [(name, one) for name, several in PLANTED.items() for one in several])
def test_personal_data_is_named_with_cell_and_line_and_without_its_value(name: str, value: str) -> None:
    result = cleaned(code("1"), code(f"first\n{value}\nlast"))
    assert result.warnings == (Finding("personal-data", 2, 2, f"Cell 2, line 2 seems to hold {name}."),)


INNOCENT = [
    "someone@example.com, root@localhost, a@b.test, x@sub.example.org",
    "git@github.com:project/repo.git",
    "@property",
    "C = A @ B.T",
    "C = A@B.mean(axis=0)",
    "1 +1234567890.5",
    "x+1234567890123",
    "n = 1000000 + 2000000",
    "2021-01-01 00:00:00",
    "0.123456789012",
    "DE89 3704 0044 0532 0130 01",
    "GB29NWBK60161331926810",
    "4111 1111 1111 1112",
    "4444 4444 4444 4444",
    "1577836800000",
    "0.4111111111111111",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    "array([4111111111111111.0])",
    "536-90-4399",
    "0000-0002-1825-0097",
]


@pytest.mark.parametrize("source", INNOCENT)
def test_what_only_looks_like_it_is_left_alone(source: str) -> None:
    assert cleaned(code(source)).warnings == ()
