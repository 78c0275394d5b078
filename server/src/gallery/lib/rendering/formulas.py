"""Formulas found in a Markdown source.

They are taken out before it is parsed, as Jupyter does, because Markdown would read the `_` and `*` in them.
"""

import re
from dataclasses import dataclass

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
    ("equation", "align", "alignat", "gather", "multline", "eqnarray", "displaymath", "math",
     "matrix", "pmatrix", "bmatrix", "vmatrix", "cases", "array", "aligned", "split", "subequations")
)  # fmt: skip
_QUOTE_MARK = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula: as written in the source, as TeX without delimiters, and whether on a line of its own."""

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
