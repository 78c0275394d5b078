"""Notebooks that mean harm, by class: each must end as a harmless page or as a refusal in one sentence."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

OUT = "http://127.0.0.1:9/leaves"  # nothing listens there; a request to it is what must not happen
RUN = "window.harmed=1;alert(1)"
AFTER = "After"  # the heading of the cell after a hostile one


@dataclass(frozen=True)
class Hostile:
    """A file, its class of attack, whether the gate has to refuse it, and whether a harmless cell follows."""

    kind: str
    name: str
    raw: bytes
    refused: bool = False
    has_more: bool = False


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """A notebook, format 4.5."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def cell(source: Any, kind: str = "markdown", **more: Any) -> dict[str, Any]:
    """A cell."""
    base = {"cell_type": kind, "metadata": {}, "source": source}
    return base | ({"outputs": [], "execution_count": None} if kind == "code" else {}) | more


def _raw(document: object) -> bytes:
    return json.dumps(document).encode()


SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<script src='{OUT}/a.js'></script>",
    f"<SCRIPT/x>{RUN}</SCRIPT>",
    f"<img src=x onerror='{RUN}'>",
    f"<img src=x onerror={RUN}//",
    f"<svg onload='{RUN}'></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin='{RUN}' attributeName=x dur=1s></svg>",
    f"<body onload='{RUN}'>",
    f"<details open ontoggle='{RUN}'>x</details>",
    f"<input autofocus onfocus='{RUN}'>",
    f"<marquee onstart='{RUN}'>x</marquee>",
    f"<video><source onerror='{RUN}'></video>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='data:text/html,<script>{RUN}</script>'>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'>",
    f"<math><annotation-xml encoding='text/html'><script>{RUN}</script></annotation-xml></math>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror='{RUN}'>",
    f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\">",
    f"<textarea><img title=\"</textarea><img src=x onerror='{RUN}'>\">",
    f"<title><img title=\"</title><img src=x onerror='{RUN}'>\">",
    f"<template><script>{RUN}</script></template>",
    f"<!--><img src=x onerror='{RUN}'>-->",
    f"<![CDATA[<img src=x onerror='{RUN}'>]]>",
    f"<a href='x' onclick='{RUN}' onmouseover='{RUN}'>move here</a>",
    f"<button formaction='javascript:{RUN}'>x</button>",
    f"<xss id=x tabindex=1 onfocus='{RUN}'></xss>",
    f"<p style='animation:x' onanimationstart='{RUN}'>x</p>",
    f"{{{{constructor.constructor('{RUN}')()}}}} {{% debug %}}",
    f"<div hx-get='/account/' hx-trigger='load' hx-on:load='{RUN}'>x</div>",
    f"<div data-bs-toggle='tooltip' data-bs-html='true' title='<img src=x onerror={RUN}>'>x</div>",
)
LINKS = (
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](java\tscript:{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"[x](\x01javascript:{RUN})",
    f"[x](vbscript:{RUN})",
    f"[x](data:text/html,<script>{RUN}</script>)",
    f"<javascript:{RUN}>",
    f"[x]: javascript:{RUN}\n\n[x]",
    f"<a href=' javascript:{RUN}'>x</a>",
    f"<a href='javascript&colon;{RUN}'>x</a>",
    f"<a href='//127.0.0.1:9/leaves' ping='{OUT}' target='_blank'>x</a>",
    "<a href='/account/sign-out'>x</a> [y](/notebooks/)",
    f"<area href='javascript:{RUN}'><map name='m'></map>",
)
REQUESTS = (
    f"![x]({OUT}/a.png)",
    f"<img src='{OUT}/b.png' srcset='{OUT}/c.png 2x'>",
    "<img src='//127.0.0.1:9/d.png'>",
    f"<link rel=stylesheet href='{OUT}/e.css'>",
    f"<style>@import '{OUT}/f.css'; body{{background:url({OUT}/g.png)}}</style>",
    f"<p style='background:url({OUT}/h.png)'>x</p>",
    f"<table background='{OUT}/i.png'><tr><td background='{OUT}/j.png'>x</table>",
    f"<video poster='{OUT}/k.png' src='{OUT}/l.mp4' autoplay></video>",
    f"<audio src='{OUT}/m.mp3' autoplay></audio>",
    f"<iframe src='{OUT}/n.html'></iframe>",
    f"<object data='{OUT}/o'></object><embed src='{OUT}/p'>",
    f"<meta http-equiv=refresh content='0;url={OUT}/q'>",
    f"<base href='{OUT}/'>",
    f"<form action='{OUT}/r' method=post><button autofocus>x</button></form>",
    f"<svg><image href='{OUT}/s.png'/><use href='{OUT}/t.svg#x'/></svg>",
    f"<link rel=dns-prefetch href='{OUT}'><link rel=prefetch href='{OUT}/u'>",
    f"<math href='{OUT}/v'><mi xlink:href='{OUT}/w'>x</mi></math>",
)
MATHS = (
    rf"$\href{{javascript:{RUN}}}{{x}}$",
    r"$$\htmlData{x=1}{y} \htmlId{content}{z} \htmlClass{btn}{w} \htmlStyle{color:red}{v}$$",
    rf"$\includegraphics{{{OUT}/x.png}}$",
    rf"$\url{{javascript:{RUN}}}$",
    rf"$\text{{<img src=x onerror='{RUN}'>}}$",
    rf"$</math><script>{RUN}</script>$",
    r"$\def\a{\a\a}\a$",
    r"$"
    r"\def\a{xxxxxxxxxx}"
    + "".join(rf"\def\{b}{{\{a}\{a}\{a}\{a}\{a}}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + r"\i$",
    r"$\rule{99999999em}{99999999em}$",
    "$" + "{" * 20_000 + "$",
    "$$" + r"\frac{1}{" * 2_000 + "$$",
    rf"$\unicode{{x3c}}script\unicode{{x3e}}{RUN}$",
)
CLOBBER = (
    "<a id=main name=main>x</a><img name=body>",
    "<form id=search name=csrfmiddlewaretoken><input name=action></form>",
    "<p id='cell-1'>x</p><h1 id='content'>y</h1>",
    "<p class='btn btn-danger position-fixed top-0 start-0 w-100 h-100'>Session ended. Sign in again</p>",
    "<div style='position:fixed;inset:0;z-index:9999;background:#fff'>gone</div>",
    "<div role=alert aria-live=assertive>x</div><dialog open>y</dialog>",
    "</main></body></html><h1>after the end",
    "</div></section></article>" * 50,
)
SLOW = (
    "![[" * 10_000,
    ">" * 20_000 + " x",
    "- " * 10_000 + "x",
    "*a **b " * 20_000,
    "[" * 50_000 + "]" * 50_000,
    "`" * 100_001,
    "<" * 100_000,
    "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|b" * 5_000,
    "&" * 200_000,
    "a" * 1_000_000,
    "\n" * 500_000,
    "[a](<" * 20_000,
    "[^1]" * 20_000 + "\n\n[^1]: x",
)
HIDDEN = (
    "x = 1 \u202e# 2 = y\u202c",
    "if user\u200b == 'ad\u200dmin': pass",
    "print('\u2066\u2067\u2068\u2069')",
    "\ufeff\u061cname = 1",
    "a\u0000b".replace("\u0000", "\u0001\u0007\u001b[31m"),
    "\U000e0041\U000e0042 tags",
)


def _prose() -> Iterator[Hostile]:
    classes = {
        "script": SCRIPTS,
        "link": LINKS,
        "request": REQUESTS,
        "maths": MATHS,
        "clobber": CLOBBER,
        "slow": SLOW,
        "hidden": HIDDEN,
    }
    for kind, sources in classes.items():
        for number, source in enumerate(sources):
            raw = _raw(notebook(cell(source), cell(f"# {AFTER}")))
            yield Hostile(kind, f"{kind}-{number}", raw, has_more=True)


def _code() -> Iterator[Hostile]:
    strange = (
        "python",
        "r",
        "sql",
        "bash",
        "javascript",
        "c++",
        "html",
        "../../etc/passwd",
        "<script>",
        "x" * 5_000,
        "__class__",
    )
    body = f"</code></pre><script>{RUN}</script><img src=x onerror='{RUN}'>"
    for number, language in enumerate(strange):
        spec = {"name": language, "display_name": f"<img src=x onerror='{RUN}'>", "language": language}
        yield Hostile(
            "code",
            f"language-{number}",
            _raw(notebook(cell(body, "code"), kernelspec=spec, language_info={"name": language})),
        )
    for number, source in enumerate(
        (
            "'" * 100_000,
            "(" * 100_000,
            '"""' * 30_000,
            "f'{" * 20_000,
            "%%html\n" + body,
            "\\" * 200_000,
            "#" + " " * 500_000,
        )
    ):
        yield Hostile("code", f"lexer-{number}", _raw(notebook(cell(source, "code"), language_info={"name": "python"})))
    for number, fence in enumerate(("mermaid", "vega-lite", "html", "math", "python'><script>", "{=html}")):
        yield Hostile("code", f"fence-{number}", _raw(notebook(cell(f"```{fence}\n{body}\n```"))))
    yield Hostile("code", "raw-html", _raw(notebook(cell(body, "raw", metadata={"raw_mimetype": "text/html"}))))


def _around() -> Iterator[Hostile]:
    bad = f"<script>{RUN}</script><img src=x onerror='{RUN}'>"
    yield Hostile("around", "title-heading", _raw(notebook(cell(f"# {bad}"))))
    yield Hostile("around", "title-metadata", _raw(notebook(cell("x"), title=bad[:190])))
    yield Hostile("around", "authors", _raw(notebook(cell("x"), authors=[{"name": bad[:70]}] * 500)))
    yield Hostile("around", "tags", _raw(notebook(cell("x", metadata={"tags": [bad, "'\"><svg/onload=alert(1)>"]}))))
    yield Hostile(
        "around",
        "cell-id",
        _raw(notebook(cell("x", id="x' onfocus='alert(1)"), cell("y", id="cell-1"), cell("z", id="cell-1"))),
    )
    yield Hostile(
        "around",
        "outputs",
        _raw(
            notebook(
                cell(
                    "1",
                    "code",
                    outputs=[
                        {
                            "output_type": "display_data",
                            "data": {"text/html": bad, "application/javascript": RUN},
                            "metadata": {},
                        }
                    ],
                )
            )
        ),
    )
    yield Hostile(
        "around",
        "widgets",
        _raw(
            notebook(
                cell("1", "code"),
                widgets={"application/vnd.jupyter.widget-state+json": {"state": {"x": {"html": bad}}}},
            )
        ),
    )
    yield from _pictures()
    yield Hostile("around", "many-cells", _raw(notebook(*[cell(f"## part {n}\n\n`x`") for n in range(3_000)])))


def _pictures() -> Iterator[Hostile]:
    picture = base64.b64encode(f"<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/>".encode()).decode()
    yield Hostile(
        "around",
        "attachment-svg",
        _raw(notebook(cell("![x](attachment:x.svg)", attachments={"x.svg": {"image/svg+xml": picture}}))),
    )
    yield Hostile(
        "around",
        "attachment-lies",
        _raw(notebook(cell("![x](attachment:x.png)", attachments={"x.png": {"image/png": picture}}))),
    )
    yield Hostile("around", "data-uri", _raw(notebook(cell(f"![x](data:image/svg+xml;base64,{picture})"))))


def _gate() -> Iterator[Hostile]:
    good = notebook(cell("x"))
    text = json.dumps(good)
    refused = {
        "empty": b"",
        "blank": b" \n ",
        "no-json": b"PK\x03\x04 not json",
        "cut": text[:-3].encode(),
        "array": b"[]",
        "number": b"7",
        "utf-16": text.encode("utf-16"),
        "latin-1": '{"x": "\xe9"}'.encode("latin-1"),
        "two-boms": b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode(),
        "duplicate-keys": text.replace('"nbformat": 4', '"nbformat": 4, "nbformat": 4').encode(),
        "nan": text.replace('"metadata": {}', '"metadata": {"x": NaN}', 1).encode(),
        "infinity": text.replace('"metadata": {}', '"metadata": {"x": -Infinity}', 1).encode(),
        "long-number": text.replace('"metadata": {}', '"metadata": {"x": ' + "9" * 5_000 + "}", 1).encode(),
        "nul": text.replace('"x"', '"x\\u0000"').encode(),
        "surrogate": text.replace('"source": "x"', '"source": "\\ud800"').encode(),
        "deep-lists": b"[" * 1_000_000,
        "deep-objects": b'{"a":' * 200_000,
        "deep-metadata": text.replace('"metadata": {}', '"metadata": {"x": ' + "[" * 200 + "]" * 200 + "}", 1).encode(),
        "format-2": _raw(good | {"nbformat": 2}),
        "format-99": _raw(good | {"nbformat": 99}),
        "format-text": _raw(good | {"nbformat": "4"}),
        "cells-object": _raw(good | {"cells": {}}),
        "cell-text": _raw(good | {"cells": ["x"]}),
        "cell-null": _raw(good | {"cells": [None]}),
        "source-number": _raw(notebook(cell(5))),
        "source-nested": _raw(notebook(cell([["x"]]))),
        "source-object": _raw(notebook(cell({"a": "b"}))),
        "kind-unknown": _raw(notebook(cell("x", "html5"))),
        "kind-number": _raw(notebook(cell("x", 3))),  # type: ignore[arg-type]
        "encoded-data": _raw(
            notebook(cell("d = '" + base64.b64encode(bytes(range(256)) * 400).decode() + "'", "code"))
        ),
        "data-uri-large": _raw(
            notebook(
                cell("![x](data:image/png;base64," + base64.b64encode(bytes(range(255, -1, -1)) * 200).decode() + ")")
            )
        ),
        "too-large": _raw(notebook(cell("x" * 10_500_000))),
    }
    for name, raw in refused.items():
        yield Hostile("gate", name, raw, refused=True)


def hostile_notebooks() -> list[Hostile]:
    """All of them, in a fixed order."""
    return [*_prose(), *_code(), *_around(), *_gate()]
