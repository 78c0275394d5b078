"""Cleaned tags in the form in which they are shown: headings, images, task boxes, alignment."""

import re
from html import escape, unescape

from gallery.lib.rendering.sanitising import REL

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*+)>')
_REWRITTEN = re.compile(r"<(?:h[1-6]|/h[1-6]|img|input|t[dh] |/?center)")
_VALUE = re.compile(r' ([a-z]+)="([^"]*)"')


def rewritten(markup: str) -> str:
    """Cleaned markup with headings one level down and under our ids, images as words, and classes of ours."""
    return _Rewriting().rewritten(markup) if _REWRITTEN.search(markup) else markup


class _Rewriting:
    """Headings one level down with our ids, images as words, task boxes as signs, alignment as classes."""

    def __init__(self) -> None:
        self.headings = 0
        self.links = 0

    def rewritten(self, markup: str) -> str:
        """The markup with each tag in the form in which it is shown."""
        return TAG.sub(self._tag, markup)

    def _tag(self, found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name == "a":
            self.links += -1 if closing else 1
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            return self._heading(closing, int(name[1]))
        elif name == "center":
            return "</div>" if closing else '<div class="text-center">'
        elif name in {"img", "input", "td", "th"} and not closing:
            return self._replaced(name, attributes)
        return found.group()

    def _replaced(self, name: str, attributes: str) -> str:
        values = dict(_VALUE.findall(attributes))
        if name == "img":
            return _image(values, within_link=self.links > 0)
        if name == "input":
            return _task(done="checked" in values) if "type" in values else ""
        return _table_cell(name, values)

    def _heading(self, closing: str, level: int) -> str:
        level = min(level + 1, 6)
        if closing:
            return f"</h{level}>"
        self.headings += 1
        return f'<h{level} id="cell-@-h{self.headings}">'


def _task(*, done: bool) -> str:
    sign, word = ("☑", "done") if done else ("☐", "to do")
    return f'<span class="task" role="img" aria-label="{word}">{sign}</span>'


def _image(values: dict[str, str], *, within_link: bool) -> str:
    """Words in place of an image: showing it would tell its server who reads what."""
    source = values.get("src", "")
    words = escape(unescape(values.get("alt", "")), quote=False).strip()
    if source.startswith(("http://", "https://")) and not within_link:
        words = f'<a href="{source}" rel="{REL}">{words or escape(unescape(source)[:100], quote=False)}</a>'
    return f'<span class="image-not-shown">Image not shown{": " if words else ""}{words}</span>'


def _table_cell(name: str, values: dict[str, str]) -> str:
    where = {"left": "left", "right": "right", "center": "center"}.get(values.get("style") or values.get("align", ""))
    spans = "".join(f' {key}="{values[key]}"' for key in ("colspan", "rowspan") if key in values)
    return f"<{name}{spans}" + (f' class="text-{where}">' if where else ">")
