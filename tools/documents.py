"""Makes the documentation readable in any browser without a network, in dist/docs: `make docs`."""

import html
import re
import shutil
import sys
from pathlib import Path

import pyromark

from tools.failure import Failure, say, told
from tools.fences import documents
from tools.fences.tree import tree
from tools.surroundings import ROOT

TARGET = ROOT / "dist" / "docs"
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**/*.md")
PICTURES = "docs/images/*"
OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
TO_MARKDOWN = re.compile(r'(href="(?![a-z]+:)[^"#]*)\.md(#[^"]*)?"')
HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{up}docs.css"></head>
<body><nav aria-label="Documentation"><a href="{up}README.html">Commonplace</a>
<a href="{up}docs/README.html">Documentation</a></nav><main>{body}</main></body></html>
"""
STYLE = """body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:auto;padding:1rem}
:root{color-scheme:light dark}
nav a{margin-right:1rem}img{max-width:100%}pre{overflow-x:auto;padding:.75rem;border:1px solid #8888}
table{border-collapse:collapse}td,th{border:1px solid #8888;padding:.25rem .5rem;text-align:left}
"""


def _anchored(found: re.Match[str]) -> str:
    level, text = found.groups()
    words = html.unescape(re.sub(r"<[^>]+>", "", text))
    anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
    return f'<{level} id="{html.escape(anchor)}">{text}</{level}>'


def page(path: Path, text: str) -> str:
    """One document as a page; links to other documents lead to their pages."""
    body = HEADING.sub(_anchored, pyromark.html(text, options=OPTIONS))
    body = TO_MARKDOWN.sub(r'\1.html\2"', body)
    title = next((line.lstrip("# ") for line in text.splitlines() if line.startswith("# ")), path.stem)
    return PAGE.format(title=html.escape(title), up="../" * (len(path.parts) - 1), body=body)


def write(target: Path = TARGET) -> int:
    """Write every page and picture; the number of pages."""
    shutil.rmtree(target, ignore_errors=True)
    found = [path.relative_to(ROOT) for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    for path in found:
        goal = (target / path).with_suffix(".html")
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.write_text(page(path, (ROOT / path).read_text()))
    for picture in ROOT.glob(PICTURES):
        goal = target / picture.relative_to(ROOT)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, goal)
    (target / "docs.css").write_text(STYLE)
    return len(found)


def main() -> int:
    """Check the documents, then write them; raise `Failure` where one is wrong."""
    files = tree(ROOT)
    checks = (documents.commands, documents.links, documents.decisions, documents.changelog)
    wrong = [sentence for check in checks for sentence in check(files)]
    if wrong:
        raise Failure("\n".join(wrong))
    say(f"{write()} pages; begin with {(TARGET / 'README.html').relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(told(main))
