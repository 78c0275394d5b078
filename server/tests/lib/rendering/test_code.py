"""Highlighted code is the source, character for character."""

from collections.abc import Iterator

import pytest
from gallery.lib.languages import language_of
from gallery.lib.rendering import CellSource, highlighting
from gallery.lib.rendering.fragments import render_cell
from gallery.lib.rendering.grammars import GRAMMARS
from gallery.lib.rendering.lexers import known_languages, own_name
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexer import Lexer
from pygments.token import Token, _TokenType

from server.tests.lib.rendering.inert import assert_inert, parsed


def rendered(source: str, language: str = "python") -> str:
    html = render_cell(CellSource("code", source, language))
    assert_inert(html)
    return html


def shown(html: str) -> str:
    return parsed(html).css("pre > code")[0].text()


def coloured(html: str, kind: str) -> list[str]:
    return [node.text() for node in parsed(html).css(f".hl-{kind}")]


# Language, source, kind, what must be coloured as that kind.
EXAMPLES = [
    ("python", "import a\nfor b in c: pass", "k", ["import", "for", "in", "pass"]),
    ("python", "def f(x):\n    return x", "nf", ["f"]),
    ("python", "class A: pass  # b", "c", ["# b"]),
    ("python", "x = 'a' + \"b\" + f'{c}' + r'd'", "s", ["'a'", '"b"', "f'{c}'", "r'd'"]),
    ("python", "'''a\n\"b'''", "s", ["'''a\n\"b'''"]),
    ("python", '"a\\"b" # c', "s", ['"a\\"b"']),
    ("python", "a = 1 + 0xff + 1.5e-3 + a1 + 1_000", "m", ["1", "0xff", "1.5e-3", "1_000"]),
    ("python", "@decorated\ndef f(): ...", "nd", ["@decorated"]),
    ("python", "a @ b", "nd", []),
    ("python", "a.print(print)", "nf", ["print"]),
    ("python", "information = 1", "k", []),
    ("python", "%matplotlib inline\na % b\n!ls -l\nx = !ls\n?print\nlen?", "magic",
     ["%matplotlib inline", "!ls -l", "!ls", "?print", "len?"]),
    ("python", "%%time\nimport a", "k", ["import"]),
    ("python", "%%sql --x\nselect 1", "k", ["select"]),
    ("python", "%%bash\nif true; then ls; fi", "k", ["if", "then", "fi"]),
    ("python", "%%R\nTRUE", "k", ["TRUE"]),
    ("python", "%%javascript\nvar a = 1", "k", ["var"]),
    ("python", "%%writefile a.txt\nimport this", "k", []),
    ("python", "if a < b & c > d: pass", "k", ["if", "pass"]),
    ("pyspark", "import a", "k", ["import"]),
    ("r", "if (TRUE) x <- function(y) NULL # z", "k", ["if", "TRUE", "function", "NULL"]),
    ("r", "df$in <- is.na(a.b) + 'c'", "nf", ["is.na"]),
    ("r", "'a\nb'", "s", ["'a\nb'"]),
    ("julia", "function f(x) end #= a\n b =# 1", "c", ["#= a\n b =#"]),
    ("julia", "A' * b' + 'c'", "s", ["'c'"]),
    ("julia", "@time f(x)", "nd", ["@time"]),
    ("scala", "object A { def f(x: Int) = /* y */ 1 }", "c", ["/* y */"]),
    ("scala", "val a = s\"b $c\" + '\\n'", "s", ['s"b $c"', "'\\n'"]),
    ("sql", "SELECT a FROM b -- c", "k", ["SELECT", "FROM"]),
    ("sql", "select 'it''s'", "s", ["'it''s'"]),
    ("bash", "for a in b; do echo $a; done # c", "c", ["# c"]),
    ("javascript", "const a = `b`; // c", "k", ["const"]),
    ("typescript", "interface A { b: string }", "k", ["interface", "string"]),
    ("cpp", "int main() { return 0; }", "k", ["int", "return"]),
    ("c", "int main(void) { return 0; }", "k", ["int", "void", "return"]),
    ("ruby", "def a; end", "k", ["def", "end"]),
    ("go", "func main() { var a = 1 }", "k", ["func", "var"]),
    ("java", "public class A {}", "k", ["public class"]),
    ("rust", "fn main() { let a = 1; }", "k", ["fn", "let"]),
    ("perl", "my $a = 1; # b", "c", ["# b"]),
    ("haskell", "module A where", "k", ["module", "where"]),
    ("csharp", "using System;", "k", ["using"]),
    ("fsharp", "let a = 1", "k", ["let"]),
    ("lua", "local a = 1", "k", ["local"]),
    ("powershell", "function A { }", "k", ["function"]),
    ("octave", "% a\nfunction b()\nend", "c", ["% a"]),
    ("stata", "* a\nregress y x", "c", ["* a"]),
    ("groovy", "def a = 1", "m", ["1"]),
    ("clojure", "(def a 1)", "m", ["1"]),
    ("scheme", "(define a 1)", "m", ["1"]),
    ("ocaml", "let a = 1", "k", ["let"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "kind", "expected"), EXAMPLES)
def test_what_is_coloured(language: str, source: str, kind: str, expected: list[str]) -> None:
    html = rendered(source, language)
    assert [text.strip() for text in coloured(html, kind)] == expected
    assert shown(html) == source


@pytest.mark.parametrize("language", known_languages())
def test_every_language_shows_any_text_as_it_is(language: str) -> None:
    source = (
        "a = 'b' + \"c\" # d // e /* f */ -- g\n\tif (x < 1 && y > 2) { return [é, $z, @w, %v]; }\n\n  \\ ` ~ end\n"
    )
    assert shown(rendered(source, language)) == source


@pytest.mark.parametrize("language", ["", "nonsense", "brainfuck", "text", "PythonLexer", "../x", "__class__", "<b>"])
def test_other_languages_are_plain_text(language: str) -> None:
    assert rendered("import a", language) == '<pre class="code"><code>import a</code></pre>'


@pytest.mark.parametrize("name", ["ir", "python3", "c++17", "octave", "ipython3", "xsql", "node", "golang", "f#"])
def test_the_names_that_kernels_use_are_known(name: str) -> None:
    written = language_of({"metadata": {"kernelspec": {"name": name}}})
    assert own_name(written), written


def test_languages_are_known_by_other_names_too() -> None:
    assert [own_name(name) for name in ("IR", " C++ ", "js", "golang", "PySpark", "sh")] == [
        "r", "cpp", "javascript", "go", "python", "bash",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("character", "number"),
    [("\u202e", "202E"), ("\u2066", "2066"), ("\u200b", "200B"), ("\u200d", "200D"), ("\ufeff", "FEFF"),
     ("\u00ad", "00AD"), ("\x1b", "001B"), ("\x00", "0000"), ("\u3164", "3164"), ("\U000e0041", "E0041")],
)  # fmt: skip
def test_hidden_characters_become_visible(character: str, number: str) -> None:
    for source in (f"a{character}b", f"# c {character}", f"'{character}'", f"%%bash\necho {character}"):
        html = rendered(source)
        assert [mark.text() for mark in parsed(html).css(".hidden-char")] == [f"U+{number}"]
        assert character not in html


def test_line_ends_of_windows_are_line_ends() -> None:
    assert shown(rendered("a\r\nb")) == "a\nb"
    assert shown(rendered("a\rb")) == "aU+000Db"


def test_long_code_is_shown_without_colours() -> None:
    source = "import a\n" * 12_000
    html = rendered(source)
    assert shown(html) == source
    assert "hl-" not in html


CODE = st.lists(
    st.sampled_from(
        [*"'\"#%!?@\\\n ()[]{}<>&;:.,=+-*/_$`a1", "'''", '"""', "def ", "import", "\n%", "/*", "*/", "--", "é"]
    )
).map("".join)


@settings(max_examples=200, deadline=None)
@given(CODE, st.sampled_from(sorted(GRAMMARS)))
def test_random_code_is_shown_as_it_is(source: str, language: str) -> None:
    assert shown(rendered(source, language)).lstrip("\n") == source.lstrip("\n")


class _LosingLexer(Lexer):
    """A lexer with a fault: it leaves out what comes after the first word."""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        yield 0, Token.Keyword, text.split(maxsplit=1)[0]


def test_a_lexer_that_loses_text_colours_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highlighting, "lexer_for", lambda _: _LosingLexer())
    assert rendered("public class <A>", "java") == '<pre class="code"><code>public class &lt;A&gt;</code></pre>'
