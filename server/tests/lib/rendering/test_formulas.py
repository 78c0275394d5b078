"""Formulas: found as Jupyter finds them, shown as MathML."""

import pytest
from gallery.lib.rendering import CellSource
from gallery.lib.rendering.formulas import Formula, find_formulas
from gallery.lib.rendering.fragments import render_cell
from gallery.lib.rendering.mathml import NotAllowedError, rebuilt

from server.tests.lib.rendering.inert import assert_inert, parsed


def formulas(source: str) -> list[tuple[str, bool]]:
    return [(formula.tex, formula.display) for formula in find_formulas(source, "token")[1]]


def rendered(source: str) -> str:
    html = render_cell(CellSource("markdown", source, "python"))
    assert_inert(html)
    return html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$a$", [("a", False)]),
        ("$a$ and $b$", [("a", False), ("b", False)]),
        ("$ a $", [(" a ", False)]),
        ("$$a$$", [("a", True)]),
        ("$$\na\n\nb\n$$", [("\na\n\nb\n", True)]),
        ("$a\nb$", [("a\nb", False)]),
        ("\\\\(a\\\\)", [("a", False)]),
        ("\\\\[a\\\\]", [("a", True)]),
        ("\\begin{align}a\\end{align}", [("\\begin{align}a\\end{align}", True)]),
        ("\\begin{equation*}\na\n\\end{equation*}", [("\\begin{equation*}\na\n\\end{equation*}", True)]),
        ("> $$\n> a\n> $$", [("\na\n", True)]),
        (r"$a \$ b$", [(r"a \$ b", False)]),
        ("[$a$](https://b.example)", [("a", False)]),
        # what looks like one and is none
        ("It costs $5 or $10.", []),
        ("Set $HOME and $PATH first", []),
        (r"\$a$ b", []),
        ("$a\n\nb$", []),
        ("$$", []),
        ("$ $", []),
        ("`$a$` and ``$b` $``", []),
        ("```\n$a$\n```\n$b$", [("b", False)]),
        ("~~~\n$a$\n~~~", []),
        ("- ```\n  $a$\n  ```", []),
        ("\\begin{document}a\\end{document}", []),
        ("\\begin{align}a", []),
        (r"\(a\) \[b\]", []),
    ],
)
def test_where_formulas_are(source: str, expected: list[tuple[str, bool]]) -> None:
    assert formulas(source) == expected


@pytest.mark.parametrize("source", ["    $a$ indented $b$", "```tex\n$$a$$\n```", "`$a$`", "<code>$a$</code>"])
def test_none_is_typeset_within_code(source: str) -> None:
    html = rendered(source)
    assert "<math" not in html
    assert "$a$" in parsed(html).text()


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x_1^2", "<msubsup>"),
        (r"\frac{a}{b}", "<mfrac>"),
        (r"\sqrt[3]{x}", "<mroot>"),
        (r"\sum_{i=1}^n x_i", "∑"),
        (r"\int_0^\infty e^{-x} dx", "∞"),
        (r"\alpha\beta\Gamma", "\N{GREEK SMALL LETTER ALPHA}"),
        (r"\mathbb{R} \mathcal{L} \mathbf{x} \boldsymbol{\beta}", "\N{DOUBLE-STRUCK CAPITAL R}"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "<mtable"),
        (r"\begin{cases} a & x > 0 \\ b \end{cases}", "<mtable"),
        (r"\left( \frac{a}{b} \right]", "<mo>]</mo>"),
        (r"\hat{y} \bar{x} \vec{v} \tilde{z}", "<mover"),
        (r"\text{if } x", "<mtext>"),
        (r"\operatorname{argmax}_\theta", "argmax"),
        (r"\color{red} x", 'mathcolor="#FF0000"'),
        (r"\newcommand{\E}[1]{\mathbb{E}[#1]} \E{x}", "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL E}"),
        (r"\DeclareMathOperator{\rank}{rank} \rank A", "rank"),
        (r"\Tr A", "Tr"),
        (r"\pmatrix{a \\ b}", "<mtable"),
        (r"\left(\begin{smallmatrix} a \\ b \end{smallmatrix}\right)", "<mtable"),
        (r"\begin{eqnarray} a & = & b \end{eqnarray}", "<mtable"),
        (r"\begin{align} a \label{eq:1} \\ b \nonumber \end{align}", "<mtable"),
        (r"\eqref{eq:1}", "(eq:1)"),
        (r"\text{model_y}", "model_y"),
        ("a < b > c & d", "maths-source"),
        (r"\undefined", r"$$\undefined$$"),
        ("{" * 5, "maths-source"),
    ],
)
def test_what_formulas_look_like(tex: str, expected: str) -> None:
    assert expected in rendered(f"$${tex}$$")


def test_formulas_of_lines_are_not_numbered_since_cells_do_not_know_of_each_other() -> None:
    assert "(1)" not in parsed(rendered("$$\\begin{align} a &= b \\\\ c &= d \\end{align}$$")).text()


def test_a_formula_on_its_own_line_is_a_block_and_one_in_a_sentence_is_not() -> None:
    maths = parsed(rendered("a $x$ b\n\n$$y$$")).css("math")
    assert [node.attributes.get("display") for node in maths] == [None, "block"]


def test_markdown_does_not_read_what_is_in_a_formula() -> None:
    body = parsed(rendered("$a_1 * b_2 * c_3$ _d_\n\n$$\na\n- b\n+ c\n= d\n$$"))
    assert [node.text() for node in body.css("em")] == ["d"]
    assert body.css("ul, h2, h3") == []


def test_headings_and_tables_may_hold_formulas() -> None:
    body = parsed(rendered("# Why $x$\n\n| a |\n|---|\n| $y$ |"))
    assert len(body.css("h2 math")) == len(body.css("td math")) == 1


def test_an_annotation_with_the_source_is_not_left() -> None:
    assert "annotation" not in rendered("$x$")


@pytest.mark.parametrize(
    "markup",
    ["<math><script>x</script></math>", "<math><mi>a < b</mi></math>", "<math><a href='x'>y</a></math>", "<math><mi"],
)
def test_what_the_converter_must_not_make_is_refused(markup: str) -> None:
    with pytest.raises(NotAllowedError):
        rebuilt(markup)


def test_attributes_that_are_not_on_the_list_go() -> None:
    assert rebuilt('<mi onclick="x" id="y" href="z" mathvariant="normal">a</mi>') == '<mi mathvariant="normal">a</mi>'
    assert rebuilt('<mo lspace="url(x)" stretchy="true">a</mo>') == '<mo stretchy="true">a</mo>'
    assert rebuilt('<mtd style="text-align: left;position: fixed">a</mtd>') == '<mtd class="mx-left">a</mtd>'


def test_every_token_is_given_back() -> None:
    source = "\n\n".join(f"$x_{{{number}}}$ `$y$`\n\n```\n$z$\n```" for number in range(50))
    marked, found = find_formulas(source, "token")
    assert marked.count("token") == len(found) == 50
    assert found[7] == Formula("$x_{7}$", "x_{7}", display=False)
    html = rendered(source)
    assert html.count("<math") == html.count("$y$") == html.count("$z$") == 50
