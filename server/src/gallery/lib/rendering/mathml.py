"""MathML of a converter that is not trusted, rebuilt tag by tag from an allow-list."""

import html
import re
from functools import lru_cache

from gallery.lib.rendering.hidden import without_hidden

_MARKUP = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r'<(/?)([a-z]+)((?: [a-z-]+="[^"<>]*")*)(/?)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')
TAGS = frozenset(
    ("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msub", "msup", "msubsup", "munder",
     "mover", "munderover", "mmultiscripts", "mprescripts", "mfrac", "msqrt", "mroot", "mtable", "mtr",
     "mtd", "mpadded", "mphantom", "mstyle", "menclose")
)  # fmt: skip
_ATTRIBUTES = frozenset(
    ("display", "displaystyle", "scriptlevel", "form", "fence", "separator", "stretchy", "symmetric",
     "lspace", "rspace", "minsize", "maxsize", "movablelimits", "largeop", "accent", "accentunder",
     "linethickness", "mathvariant", "width", "height", "depth", "voffset", "columnspan", "rowspan",
     "notation")
)  # fmt: skip
ATTRIBUTES = _ATTRIBUTES | {"class", "mathcolor"}
_WORDS = frozenset(
    ("true", "false", "block", "inline", "normal", "prefix", "infix", "postfix", "left", "right",
     "center", "top", "bottom", "box", "updiagonalstrike", "downdiagonalstrike", "horizontalstrike",
     "verticalstrike")
)  # fmt: skip
_LENGTH = re.compile(r"[-+]?\d{0,3}(?:\.\d{1,10})?(?:em|ex|rem|px|pt|%)?")
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{3,8})")
# Styles are forbidden on our pages; these become classes, others go.
_STYLES = {
    "text-align: left": "mx-left", "text-align: right": "mx-right", "padding-left: 0": "mx-pl0",
    "padding-right: 0": "mx-pr0", "padding-left:1em": "mx-pl1", "border-top: 0.05em solid currentcolor": "mx-bt",
    "border-right: 0.05em solid currentcolor": "mx-br", "border-bottom: 0.05em solid currentcolor": "mx-bb",
    "border-left: 0.05em solid currentcolor": "mx-bl",
}  # fmt: skip
CLASSES = frozenset(_STYLES.values())


class NotAllowedError(ValueError):
    """The converter made something that is not on the list."""


def rebuilt(markup: str) -> str:
    """The same MathML of allowed tags and attributes only, styles as classes of ours.

    Raises `NotAllowedError` for a tag that is not on the list and for what is not well-formed.
    """
    pieces = _MARKUP.split(markup)
    pieces[::2] = map(_text, pieces[::2])
    pieces[1::2] = map(_tag, pieces[1::2])
    return "".join(pieces)


def _text(text: str) -> str:
    if "<" in text or ">" in text:
        raise NotAllowedError(text[:80])
    return without_hidden(text) if text else text


@lru_cache(maxsize=4096)
def _tag(markup: str) -> str:
    found = _TAG.fullmatch(markup)
    if found is None or found[2] not in TAGS:
        raise NotAllowedError(markup[:80])
    closing, name, attributes, empty = found.groups()
    if closing:
        return f"</{name}>"
    kept = "".join(_attribute(*pair) for pair in _ATTRIBUTE.findall(attributes))
    return f"<{name}{kept}></{name}>" if empty else f"<{name}{kept}>"


def _attribute(name: str, value: str) -> str:
    value = html.unescape(value)
    if name == "style":
        return _style(value)
    allowed = name in _ATTRIBUTES and (value in _WORDS or _LENGTH.fullmatch(value))
    return f' {name}="{value}"' if allowed else ""


def _style(value: str) -> str:
    if colour := _COLOUR.search(value):
        return f' mathcolor="{colour[1]}"'
    classes = [_STYLES[part] for part in (piece.strip() for piece in value.split(";")) if part in _STYLES]
    return f' class="{" ".join(classes)}"' if classes else ""
