"""What a rendered cell may contain, seen as a browser sees it: after an HTML5 parser has read it."""

import re

from gallery.lib.rendering.highlighting import classes
from gallery.lib.rendering.mathml import ATTRIBUTES, CLASSES, TAGS
from selectolax.lexbor import LexborHTMLParser, LexborNode

REL = "noopener noreferrer nofollow ugc"
OWN_ID = re.compile(r"cell-(?:@|\d+)-(?:h|fn)\d+")
LINK = re.compile(
    r"(?:https?:|mailto:)[^\x00-\x20]*|#cell-(?:@|\d+)(?:-(?:h|fn)\d+)?|#@[^\x00-\x20\"<>]*", re.IGNORECASE
)
SMALL_NUMBER = re.compile(r"\d{1,4}")
OUR_CLASSES = (
    {f"hl-{name}" for name in classes()}
    | set(CLASSES)
    | {"code", "raw", "plain-text", "plain-text-note", "maths-source", "hidden-char", "image-not-shown", "task"}
    | {"text-left", "text-center", "text-right"}
)
# Written out here once more, and not taken from the sanitiser: a wider list there must be meant.
PROSE_TAGS = set(
    re.findall(
        r"\w+",
        "p br hr h2 h3 h4 h5 h6 strong b em i u s del ins mark small sub sup code pre kbd samp var q cite blockquote "
        "ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td details summary a abbr div span "
        "figure figcaption ruby rt rp",
    )
)
ALLOWED = {
    "a": {"href", "rel", "title"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class"},
    "ol": {"start"},
    "details": {"open"},
    "span": {"class", "title", "role", "aria-label"},
    "pre": {"class"},
    "code": {"class"},
    "p": {"class", "role"},
    "div": {"id", "class"},
} | {f"h{level}": {"id"} for level in range(2, 7)}


def parsed(html: str) -> LexborNode:
    """The body of a page that holds this fragment."""
    body = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>").body
    assert body is not None
    return body


def assert_inert(html: str) -> None:
    """Only allowed tags with allowed attributes and nothing active, also when what was parsed is parsed once more.

    The second time may move things, links within links say; but it must not wake anything up.
    """
    once = _inert_body(html)
    _inert_body(once)
    for left in LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>").css("head *"):
        raise AssertionError(f"<{left.tag}> went to the head: {html[:300]}")


def _inert_body(html: str) -> str:
    body = parsed(html)
    for node in body.traverse():
        if node.mem_id != body.mem_id:
            _check(node, html)
    return body.inner_html or ""


def _check(node: LexborNode, html: str) -> None:
    tag = node.tag or ""
    assert tag in PROSE_TAGS or tag in TAGS, f"<{tag}> in {html[:300]}"
    allowed = ATTRIBUTES if tag in TAGS else ALLOWED.get(tag, set())
    for name, value in node.attributes.items():
        assert name in allowed, f"{name}={value!r} on <{tag}> in {html[:300]}"
        _check_value(tag, name, value or "")


def _check_value(tag: str, name: str, value: str) -> None:
    if name == "id":
        assert OWN_ID.fullmatch(value), value
    elif name == "href":
        assert LINK.fullmatch(value), value
    elif name == "rel":
        assert value == REL
    elif name == "class":
        assert set(value.split()) <= OUR_CLASSES, value
    elif name in {"colspan", "rowspan", "start"} and tag not in TAGS:
        assert SMALL_NUMBER.fullmatch(value), value
