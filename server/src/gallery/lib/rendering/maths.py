"""Formulas: found in a Markdown source before it is parsed, typeset as MathML after it has been cleaned.

They are taken out first, as Jupyter does, because Markdown would read the `_` and `*` in them. What comes back from
the converter is not trusted: it is rebuilt tag by tag from an allow-list, or shown as its source.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import math_core
from gallery.lib.rendering.hidden import escaped, without_hidden

MAX_FORMULA = 20_000  # characters; longer ones are shown as their source
MAX_EXPANSIONS = 300

# Places where a formula, or code that hides one, may begin.
_OPENING = re.compile(
    r"(?P<fence>^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)*(?P<ticks>`{3,}|~{3,})[^`\n]*$)"
    r"|(?P<code>`+)|(?P<dollars>\$\$)|(?P<dollar>\$)"
    r"|\\begin\{(?P<environment>[A-Za-z]{1,20}\*?)\}|\\\\(?P<bracket>[(\[])|(?P<escape>\\.)",
    re.MULTILINE,
)
_MAYBE = re.compile(r"\$|\\begin\{|\\\\[(\[]")
_INLINE = re.compile(r"\$((?:[^$\\`\n]|\\[^\n]|\n(?![ \t]*\n))++)\$(?!\d)")
_ENVIRONMENTS = frozenset(
    ["equation", "align", "alignat", "gather", "multline", "eqnarray", "displaymath", "math", "matrix", "pmatrix", "bmatrix", "vmatrix", "cases", "array", "aligned", "split", "subequations"]
)
_QUOTE_MARK = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula: the text it stood in the source as, what is between the delimiters, and whether on a line of its own."""

    written: str
    tex: str
    display: bool


def find_formulas(source: str, token: str) -> tuple[str, list[Formula]]:
    """The source with each formula replaced by `token` and a number, and the formulas."""
    formulas: list[Formula] = []
    if not _MAYBE.search(source):
        return source, formulas
    pieces: list[str] = []
    at = done = 0
    while (opening := _OPENING.search(source, at)) is not None:
        found = _formula(source, opening)
        at = found[0]
        if found[1] is not None:
            pieces += source[done : opening.start()], f"{token}m{len(formulas)}z"
            formulas.append(found[1])
            done = at
    return "".join(pieces) + source[done:], formulas


def _formula(source: str, opening: re.Match[str]) -> tuple[int, Formula | None]:
    """Where to go on, and the formula that begins at this opening, if one does."""
    kind = opening.lastgroup
    if kind in {"fence", "ticks"}:
        return _after_fence(source, opening), None
    if kind == "code":
        return _after_code(source, opening), None
    if kind == "escape":
        return opening.end(), None
    if kind == "dollar":
        return _inline(source, opening)
    return _between(source, opening)


def _after_fence(source: str, opening: re.Match[str]) -> int:
    ticks = opening["ticks"]
    closing = re.compile(rf"^[ \t>]*{re.escape(ticks)}{ticks[0]}*[ \t]*$", re.MULTILINE)
    found = closing.search(source, opening.end())
    return found.end() if found else len(source)


def _after_code(source: str, opening: re.Match[str]) -> int:
    ticks = opening.group()
    closing = re.compile(rf"(?<!`){ticks}(?!`)").search(source, opening.end())
    paragraph = re.compile(r"\n[ \t]*\n").search(source, opening.end())
    if closing is None or (paragraph and paragraph.start() < closing.start()):
        return opening.end()
    return closing.end()


def _inline(source: str, opening: re.Match[str]) -> tuple[int, Formula | None]:
    found = _INLINE.match(source, opening.start())
    if found is None or not found[1].strip() or _is_money(source, found):
        return opening.end(), None
    return found.end(), Formula(found.group(), found[1], display=False)


def _is_money(source: str, found: re.Match[str]) -> bool:
    """Whether this is rather `$HOME and $PATH` or `$5 or so, $ 6`: a space before the end, a word right after it."""
    after = source[found.end() : found.end() + 1]
    return found[1][-1].isspace() and not found[1][0].isspace() and after.isalnum()


def _between(source: str, opening: re.Match[str]) -> tuple[int, Formula | None]:
    environment, bracket = opening["environment"], opening["bracket"]
    if environment is not None and environment.rstrip("*") not in _ENVIRONMENTS:
        return opening.end(), None
    closing = f"\\end{{{environment}}}" if environment else {"(": "\\\\)", "[": "\\\\]", None: "$$"}[bracket]
    end = source.find(closing, opening.end())
    if end < 0:
        return opening.end(), None
    written = source[opening.start() : end + len(closing)]
    tex = written if environment else source[opening.end() : end]
    if "\n" in tex and ">" in source[source.rfind("\n", 0, opening.start()) + 1 : opening.start()]:
        tex = _QUOTE_MARK.sub("\n", tex)
    formula = Formula(written, tex, display=bracket != "(")
    return end + len(closing), formula if tex.strip() else None


def typeset(formula: Formula) -> str:
    """The formula as MathML; as its source where it cannot be typeset."""
    if len(formula.tex) > MAX_FORMULA:
        return as_source(formula)
    try:
        made = _converter(formula.tex).convert_with_local_state(
            _prepared(formula.tex), displaystyle=formula.display
        )
        return _rebuilt(made)
    except (math_core.LatexError, _NotAllowedError):
        return as_source(formula)


def as_source(formula: Formula) -> str:
    """The formula as it was written, recognisable as one that could not be typeset."""
    return f'<code class="maths-source">{escaped(formula.written)}</code>'


# What real notebooks use and the converter does not know.
_MACROS = {
    "Tr": r"\operatorname{Tr}",
    "diag": r"\operatorname{diag}",
    "LaTeX": r"\text{LaTeX}",
}
_OPERATOR = re.compile(r"\\DeclareMathOperator\*?\s*\{?\\([A-Za-z]+)\}?\s*\{([^{}]*)\}")
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|multline|eqnarray|alignat)\}")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_REFERENCE = re.compile(r"\\(?:eq)?ref\s*\{([^{}]*)\}")
_PLAIN_MATRIX = re.compile(r"\\(p?matrix|cases)\s*\{([^{}]*)\}")
_WRAPPER = re.compile(r"\\(?:begin|end)\{(?:displaymath|math|subequations)\}")


def _converter(tex: str) -> math_core.LatexToMathML:
    declared = dict(_OPERATOR.findall(tex)) if "\\DeclareMathOperator" in tex else {}
    if not declared:
        return _shared
    return _new_converter(_MACROS | {name: rf"\operatorname{{{text}}}" for name, text in declared.items()})


def _new_converter(macros: dict[str, str]) -> math_core.LatexToMathML:
    return math_core.LatexToMathML(
        macros=macros, fancy_error=False, allow_unreliable_rendering=True, max_expansions=MAX_EXPANSIONS
    )


_shared = _new_converter(_MACROS)


def _prepared(tex: str) -> str:
    """The formula without numbering (cells are shown one by one, so numbers would be wrong) and in modern spelling."""
    if "\\" not in tex:
        return tex
    for pattern, replacement in _SPELLINGS:
        tex = pattern.sub(replacement, tex)
    return tex


_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_OPERATOR, ""),
    (_LABEL, ""),
    (_REFERENCE, r"\\text{(\1)}"),
    (_WRAPPER, ""),
    (_NUMBERED, r"\\\1{\2*}"),
    (re.compile(r"\{eqnarray\*\}"), "{align*}"),
    (re.compile(r"\{smallmatrix\}"), "{matrix}"),
    (re.compile(r"(?<!operatorname)(?<![A-Za-z]space)(\\[a-z]{2,12})\*"), r"\1 *"),
    (re.compile(r"\\text\{[^{}$\\]*_[^{}$\\]*\}"), lambda m: m[0].replace("_", r"\_")),
    (_PLAIN_MATRIX, lambda m: rf"\begin{{{m[1]}}}{m[2]}\end{{{m[1]}}}"),
)


class _NotAllowedError(ValueError):
    """The converter made a tag that is not on the list."""


_TAG = re.compile(r'<(/?)([a-z]+)((?: [a-z-]+="[^"<>]*")*)(/?)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')
_TAGS = frozenset(
    ["math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mpadded", "mphantom", "mstyle", "menclose"]
)
_LENGTH = re.compile(r"-?\d{0,3}(?:\.\d{1,10})?(?:em|ex|rem|px|pt|%)?")
_WORDS = frozenset(
    ["true", "false", "block", "inline", "normal", "prefix", "infix", "postfix", "left", "right", "center", "top", "bottom", "box"]
)
_ATTRIBUTES = frozenset(
    ["display", "displaystyle", "scriptlevel", "form", "fence", "separator", "stretchy", "symmetric", "lspace", "rspace", "minsize", "maxsize", "movablelimits", "largeop", "accent", "accentunder", "linethickness", "mathvariant", "width", "height", "depth", "voffset", "columnspan", "rowspan", "notation"]
)
_NOTATION = frozenset(["updiagonalstrike", "downdiagonalstrike", "horizontalstrike", "verticalstrike"])
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{3,8})")
_STYLES = {
    "text-align: left": "mx-left", "text-align: right": "mx-right", "padding-left: 0": "mx-pl0",
    "padding-right: 0": "mx-pr0", "padding-left:1em": "mx-pl1", "border-top: 0.05em solid currentcolor": "mx-bt",
    "border-right: 0.05em solid currentcolor": "mx-br", "border-bottom: 0.05em solid currentcolor": "mx-bb",
    "border-left: 0.05em solid currentcolor": "mx-bl",
}  # fmt: skip


def _rebuilt(markup: str) -> str:
    """MathML of allowed tags and attributes only, styles as classes of ours."""
    pieces: list[str] = []
    done = 0
    for tag in _TAG.finditer(markup):
        pieces += _text(markup[done : tag.start()]), _tag(tag)
        done = tag.end()
    pieces.append(_text(markup[done:]))
    return "".join(pieces)


def _text(text: str) -> str:
    if "<" in text or ">" in text:
        raise _NotAllowedError(text[:80])
    return without_hidden(text)


def _tag(tag: re.Match[str]) -> str:
    closing, name, attributes, empty = tag.groups()
    if name not in _TAGS:
        raise _NotAllowedError(name)
    if closing:
        return f"</{name}>"
    kept = "".join(_attribute(*pair) for pair in _ATTRIBUTE.findall(attributes)) if attributes else ""
    return f"<{name}{kept}></{name}>" if empty else f"<{name}{kept}>"


def _attribute(name: str, value: str) -> str:
    value = html.unescape(value)
    if name == "style":
        return _style(value)
    allowed = name in _ATTRIBUTES and (value in _WORDS or value in _NOTATION or _LENGTH.fullmatch(value))
    return f' {name}="{value}"' if allowed else ""


def _style(value: str) -> str:
    if colour := _COLOUR.search(value):
        return f' mathcolor="{colour[1]}"'
    classes = [_STYLES[part] for part in (piece.strip() for piece in value.split(";")) if part in _STYLES]
    return f' class="{" ".join(classes)}"' if classes else ""
