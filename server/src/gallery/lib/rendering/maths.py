"""Formulas as MathML, or as their source where they cannot be typeset."""

import re
from collections.abc import Callable

import math_core

from gallery.lib.rendering.formulas import Formula
from gallery.lib.rendering.hidden import escaped
from gallery.lib.rendering.mathml import NotAllowedError, rebuilt

MAX_FORMULA = 20_000  # characters; longer ones are shown as their source
MAX_EXPANSIONS = 300


def typeset(formula: Formula) -> str:
    """The formula as MathML; as its source where it cannot be typeset."""
    if len(formula.tex) > MAX_FORMULA:
        return as_source(formula)
    try:
        made = _converter(formula.tex).convert_with_local_state(_prepared(formula.tex), displaystyle=formula.display)
        return rebuilt(made)
    except (math_core.LatexError, NotAllowedError):
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
