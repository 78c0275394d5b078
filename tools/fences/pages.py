"""Pages obey the strict Content-Security-Policy, and text becomes HTML in named places only."""

import re
from collections.abc import Iterator

from tools.fences.tree import Tree, is_test

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
TRUSTED = re.compile(
    r"\|\s*safe(?:seq)?\b|\bmark_safe\b|\bSafe(?:String|Text)\(|(?<!class )\bQuotation(?:\.of)?\(|\bautoescape\s+off\b"
)

HERE = "tools/fences/pages.py"

# Where text is declared to be safe HTML, and why that is true. Nowhere else.
MAY_TRUST: dict[str, str] = {
    "server/src/gallery/health/charts.py": "numbers, names that stand in the file, and words that are escaped each",
    "server/src/gallery/notebooks/rendered.py": "fragments that gallery.lib.rendering built, inert by construction",
    "server/src/gallery/search/snippets.py": "each piece of a text is escaped by `_safe`, the marks are ours",
}


def inline(tree: Tree) -> Iterator[str]:
    """No style attribute, no inline script, no handler in any template."""
    for path in tree.named(".html"):
        text = tree.text(path)
        for what, pattern in INLINE.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.end()) + 1
                yield f"{path}:{line}: {what}; the Content-Security-Policy forbids it, use a class or a file"


def trusted(tree: Tree, may: dict[str, str] = MAY_TRUST) -> Iterator[str]:
    """Nothing is declared to be safe HTML outside the named places."""
    unused = set(may)
    for path in tree.named(".html", ".py"):
        if is_test(path) or path.parts[0] == "tools":
            continue
        for number, line in tree.lines(path):
            if TRUSTED.search(line) and str(path) in may:
                unused.discard(str(path))
            elif TRUSTED.search(line):
                yield f"{path}:{number}: declares text to be safe HTML; use format_html, or see {HERE}"
    yield from (f"{path}: trusts nothing by now; remove its entry in {HERE}" for path in sorted(unused))
