"""What HTML a Markdown cell may contain: an allow-list, applied to everything that comes from the cell's author."""

import re
from collections.abc import Callable
from urllib.parse import quote

import nh3


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _names("""
    p br hr h1 h2 h3 h4 h5 h6 strong b em i u s del ins mark small sub sup code pre kbd samp var q cite
    blockquote ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td details summary a
    abbr div center figure figcaption ruby rt rp img input
""")
# Their content is no prose: it goes with them.
_DROPPED = _names("""
    script style iframe noscript noembed noframes template svg math object embed applet xmp textarea
    title select option button head audio video canvas
""")
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else the sanitiser lets `title` and `lang` pass everywhere
    "a": {"href", "title"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "align", "style"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "details": {"open"},
    "input": {"type", "checked"},
}
REL = "noopener noreferrer nofollow ugc"
_ALIGNMENTS = {
    f"{before}{where}{after}": where
    for where in ("left", "center", "right")
    for before, after in (
        ("", ""),
        ("text-align: ", ""),
        ("text-align:", ""),
        ("text-align: ", ";"),
        ("text-align:", ";"),
    )
}
_SMALL_NUMBER = re.compile(r"\d{1,4}")
_OWN_ANCHOR = re.compile(r"#cell-\d{1,6}(?:-h\d{1,3})?")

Footnotes = dict[str, str]


def clean(markup: str, footnotes: Footnotes | None = None) -> str:
    """Markup of allowed tags and attributes only, well-formed.

    `footnotes` names the cell's own notes, label to anchor; only their `div` may keep an id, and it is ours.
    """
    return (_cleaner(footnotes) if footnotes else _usual).clean(markup)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value to keep, or nothing."""
    if name in {"style", "align"}:
        return _ALIGNMENTS.get(value.strip().lower())
    if name in {"colspan", "rowspan", "start"}:
        return value if _SMALL_NUMBER.fullmatch(value) else None
    if name == "type":
        return value if value == "checkbox" else None
    if name in {"checked", "open"}:
        return ""
    return value


def _relative_link(footnotes: Footnotes) -> Callable[[str], str | None]:
    """Links within the page stay, marked for `place`; relative ones lead nowhere here and go."""

    def link(url: str) -> str | None:
        if not url.startswith("#") or len(url) > 300:
            return None
        if url[1:] in footnotes:
            return f"#{footnotes[url[1:]]}"
        return url if _OWN_ANCHOR.fullmatch(url) else f"#@{quote(url[1:], safe='%')}"

    return link


def _cleaner(footnotes: Footnotes) -> nh3.Cleaner:
    def attribute(tag: str, name: str, value: str) -> str | None:
        return footnotes.get(value) if name == "id" else _attribute(tag, name, value)

    attributes = _ATTRIBUTES | ({"div": {"id"}} if footnotes else {})
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=_DROPPED,
        attributes=attributes,
        attribute_filter=attribute,
        strip_comments=True,
        link_rel=REL,
        url_schemes={"http", "https", "mailto"},
        url_relative=_relative_link(footnotes),
    )


_usual = _cleaner({})
