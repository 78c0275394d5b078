"""What the kit says, in the person's language: `_("…")`. English, where there is no catalogue of that language.

The language is the environment's, as everywhere: the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG. It is looked up
whenever something is said, so that a notebook can choose it: `os.environ["LANGUAGE"] = "de"`. Catalogues lie in
`locale/<language>/LC_MESSAGES/commonplace_kit.mo`; the template beside them is drawn by `python -m tools.reference`.
"""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "commonplace_kit"
LOCALE = Path(__file__).parent / "locale"
SETTINGS = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in this order, as gettext has it


def _(message: str) -> str:
    """The sentence in the person's language; placeholders such as {name} stay."""
    return _catalogue(LOCALE, _language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The same for a number of things: languages differ in how many forms that takes."""
    return _catalogue(LOCALE, _language()).ngettext(one, many, number)


def marked(message: str) -> str:
    """The sentence as it is: for tables at the top of a module, whose words are translated when they are said."""
    return message


def _language() -> str:
    return next((os.environ[name] for name in SETTINGS if os.environ.get(name)), "")


@cache
def _catalogue(folder: Path, language: str) -> "NullTranslations":
    import gettext  # noqa: PLC0415 - importing the kit costs almost nothing

    try:
        return gettext.translation(DOMAIN, folder, languages=language.split(":"), fallback=True)
    except (OSError, ValueError, UnicodeError):  # a damaged catalogue must not take the error's place
        return gettext.NullTranslations()
