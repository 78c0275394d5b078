"""Characters that nobody sees but that change what is read are shown by their number.

Bidirectional controls can make code read differently from what runs; zero-width characters can hide text or tell
two equal-looking names apart. Between two emoji a joiner is part of the picture and stays.
"""

import html
import re
import unicodedata

_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters other than tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_INVISIBLE}]|(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_MAYBE_HIDDEN = re.compile(f"[{_INVISIBLE}\u200d]")  # without looking around it is several times faster
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _marker(match: re.Match[str]) -> str:
    character = match.group()
    name = unicodedata.name(character, "CONTROL CHARACTER").lower()
    return f'<span class="hidden-char" title="{name}">U+{ord(character):04X}</span>'


def has_hidden(text: str) -> bool:
    """Whether the text may hold a hidden character; quick, and never wrong when it says no."""
    return (_CONTROL if text.isascii() else _MAYBE_HIDDEN).search(text) is not None


def show_hidden(markup: str) -> str:
    """Markup or escaped text in which each hidden character is replaced by a visible marker."""
    return _HIDDEN.sub(_marker, markup) if has_hidden(markup) else markup


def escaped(text: str) -> str:
    """Plain text as HTML, hidden characters made visible."""
    return show_hidden(html.escape(text, quote=False))


def without_hidden(text: str) -> str:
    """The text less its hidden characters: for places that cannot hold a marker, such as attributes."""
    return _HIDDEN.sub("", text) if has_hidden(text) else text


def normal_text(source: str) -> str:
    """The source with one kind of line end and without halves of characters."""
    if "\r\n" in source:
        source = source.replace("\r\n", "\n")
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", source)
