"""Markdown as analysts write it."""

import pytest
from gallery.lib.rendering import CellSource
from gallery.lib.rendering.fragments import render_cell

from server.tests.lib.rendering.inert import assert_inert, parsed

REL = 'rel="noopener noreferrer nofollow ugc"'


def rendered(source: str) -> str:
    html = render_cell(CellSource("markdown", source, "python"))
    assert_inert(html)
    return html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>"),
        ("# a", '<h2 id="cell-@-h1">a</h2>'),
        ("###### a", '<h6 id="cell-@-h1">a</h6>'),
        ("a\n=\n\nb\n-", '<h2 id="cell-@-h1">a</h2>\n<h3 id="cell-@-h2">b</h3>'),
        ("<h1 align=center>a</h1>", '<h2 id="cell-@-h1">a</h2>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("[a](https://b.example/?c=1&d=2)", f'<p><a href="https://b.example/?c=1&amp;d=2" {REL}>a</a></p>'),
        ("<https://b.example>", f'<p><a href="https://b.example" {REL}>https://b.example</a></p>'),
        ("[a](mailto:b@c.example)", f'<p><a href="mailto:b@c.example" {REL}>a</a></p>'),
        ("[a](other.ipynb)", f"<p><a {REL}>a</a></p>"),
        ("[a](#cell-4-h2)", f'<p><a href="#cell-4-h2" {REL}>a</a></p>'),
        ("[a](#Some-heading)", f'<p><a href="#@Some-heading" {REL}>a</a></p>'),
        ("H<sub>2</sub>O <kbd>Ctrl</kbd>", "<p>H<sub>2</sub>O <kbd>Ctrl</kbd></p>"),
        ("<center>a</center>", '<div class="text-center">a</div>'),
        ('<abbr title="b">a</abbr>', '<p><abbr title="b">a</abbr></p>'),
        ('<font color="red">a</font>', "<p>a</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    ],
)
def test_common_marks(source: str, expected: str) -> None:
    assert rendered(source).strip() == expected


def test_a_table_keeps_its_alignment_without_a_style() -> None:
    cells = parsed(rendered("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")).css("td")
    assert [cell.attributes.get("class") for cell in cells] == ["text-left", "text-center", "text-right"]


def test_a_table_in_html_keeps_its_spans() -> None:
    html = rendered('<table><tr><td colspan="2" align="right" width=9>a</td></tr></table>')
    assert '<td colspan="2" class="text-right">a</td>' in html


def test_a_table_inside_of_a_title_stays_text() -> None:
    html = rendered("<abbr title='<td style=\"text-align: left\">'>a</abbr>")
    assert parsed(html).css("abbr")[0].attributes == {"title": '<td style="text-align: left">'}


def test_tasks_are_signs_with_words_for_those_who_listen() -> None:
    html = rendered("- [x] a\n- [ ] b")
    assert '<span class="task" role="img" aria-label="done">☑</span>' in html
    assert '<span class="task" role="img" aria-label="to do">☐</span>' in html


def test_details_open_without_script() -> None:
    assert "<details open><summary>a</summary>b</details>" in rendered(
        "<details open><summary>a</summary>b</details>"
    ).replace('open=""', "open")


def test_footnotes_lead_to_anchors_of_ours() -> None:
    html = rendered("a[^one] b[^two]\n\n[^one]: first\n\n[^two]: second")
    assert [link.attributes["href"] for link in parsed(html).css("sup a")] == ["#cell-@-fn1", "#cell-@-fn2"]
    assert [note.attributes["id"] for note in parsed(html).css("div[id]")] == ["cell-@-fn1", "cell-@-fn2"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("![a chart](chart.png)", "Image not shown: a chart"),
        ("![](chart.png)", "Image not shown"),
        ("![a](data:image/png;base64,iVBORw0KGgo=)", "Image not shown: a"),
        ("![a](attachment:b.png)", "Image not shown: a"),
        ("<img src='https://a.example/b.png'>", "Image not shown: https://a.example/b.png"),
        ("![a & <b>](https://a.example/b.png)", "Image not shown: a & <b>"),
    ],
)
def test_images_are_words(source: str, expected: str) -> None:
    body = parsed(rendered(source))
    assert body.css("img") == []
    assert body.css(".image-not-shown")[0].text() == expected


def test_an_image_from_elsewhere_can_be_followed() -> None:
    link = parsed(rendered("![a](https://a.example/b.png)")).css("a")[0]
    assert link.attributes["href"] == "https://a.example/b.png"


def test_an_image_in_a_link_leaves_the_link_alone() -> None:
    links = parsed(rendered("[![a](https://a.example/b.svg)](https://c.example)")).css("a")
    assert [link.attributes["href"] for link in links] == ["https://c.example"]


@pytest.mark.parametrize("language", ["mermaid", "vega-lite", "", "nonsense", "../../x"])
def test_fences_of_other_languages_are_plain_code(language: str) -> None:
    html = rendered(f"```{language}\ngraph TD; A-->B\n```")
    assert html.strip() == '<pre class="code"><code>graph TD; A--&gt;B\n</code></pre>'


def test_fences_are_highlighted_within_lists_and_quotes() -> None:
    html = rendered("- a\n\n  ```python\n  import b\n  ```\n\n> ```r\n> TRUE\n> ```\n\n    plain = indented")
    body = parsed(html)
    assert [node.text() for node in body.css(".hl-k")] == ["import", "TRUE"]
    assert body.css("li > pre > code")[0].text() == "import b\n"
    assert body.css("blockquote > pre > code")[0].text() == "TRUE\n"


def test_hidden_characters_become_visible_in_prose() -> None:
    body = parsed(rendered("a\u202eb [c\u200b](https://d.example/\u200be) <abbr title='f\u2066'>g</abbr>"))
    assert [mark.text() for mark in body.css(".hidden-char")] == ["U+202E", "U+200B"]
    assert body.css("abbr")[0].attributes["title"] == "f"


def test_what_belongs_to_writing_stays() -> None:
    family, flag = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f3\ufe0f\u200d\U0001f308"
    assert parsed(rendered(f"{family} {flag} é ö 日本 עברית")).css(".hidden-char") == []


def test_raw_cells_are_text() -> None:
    assert render_cell(CellSource("raw", "<b>*a*</b>\r\n", "")) == '<pre class="raw">&lt;b&gt;*a*&lt;/b&gt;\n</pre>'


def test_an_unknown_kind_of_cell_is_text() -> None:
    assert render_cell(CellSource("widget", "<b>", "")) == '<pre class="raw">&lt;b&gt;</pre>'
