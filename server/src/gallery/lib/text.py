"""Words: identifiers and their parts, slugs, first sentences."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")


def identifier_parts(identifier: str) -> list[str]:
    """Split an identifier, or a whole text, into its lower-case parts: `readCsv` and `read_csv` both give read, csv."""
    if identifier.isascii():
        return "\n".join(_CAMEL.findall(identifier)).lower().split()
    parts: list[str] = []
    for word in _WORD.findall(identifier):
        camel = _CAMEL.findall(word) if word.isascii() else []
        parts.extend(part.lower() for part in (camel or [word]))
    return parts


def identifiers(code: str) -> list[str]:
    """Every identifier in a piece of code, in order, with repetitions."""
    return _IDENTIFIER.findall(code)


def slug(title: str, *, default: str = "notebook", longest: int = 60) -> str:
    """A title as it stands in an address or a file name: `First look!` gives `first-look`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:longest].strip("-") or default


_MARKUP = re.compile(
    r"```.*?```|<[^>]{0,500}>|!\[[^\]]{0,200}\]\([^)]{0,500}\)|\$\$.*?\$\$|^\s*[-=|: ]{3,}\s*$",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"\[([^\]]{1,200})\]\([^)]{0,500}\)")
_MARKS = re.compile(r"[*`#>|]+|(?<!\w)_+|_+(?!\w)")


def plain_prose(markdown: str) -> str:
    """The words of a piece of Markdown without its marks, on one line. Good enough for lists and search."""
    text = _LINK.sub(r"\1", _MARKUP.sub(" ", markdown))
    return " ".join(_MARKS.sub(" ", text).split())


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words, with an ellipsis where something was cut."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
