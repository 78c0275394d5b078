"""What a notebook's own text proposes for its card: the author reads it, and corrects it, before it is kept."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gallery.lib import python_cells
from gallery.lib.imports import named_sources
from gallery.lib.question_card import QuestionCard, as_a_question, card_in, in_words, question_in

FIRST_PROSE = 5  # cells of prose that may ask the question
MOST_NAMED = 8  # of files, parameters and places
LONGEST_CELL = 20_000
_FILE = re.compile(
    r"['\"]([^'\"\n]{0,200}?[\w-]+\.(?:csv|tsv|xlsx?|ods|parquet|feather|json|geojson|txt|png|svg|pdf))['\"]"
)
_WRITES = re.compile(r"(?:\bto_\w+|\bwrite\w*|\bsave\w*|\bggsave|\bsink\w*|\bdump)\([^()'\"\n]*$")
_TAKES = re.compile(
    r"[^.!?\n]*\b(?:takes?|runs? (?:in|for)|needs?) [^.!?\n]{0,60}\b(?:seconds?|minutes?|hours?)\b[^.!?\n]*"
)


def proposed_card(notebook: dict[str, Any], language: str, description: str = "") -> QuestionCard:
    """What its headings, prose and code say, and what its description says already; empty where nothing does."""
    prose = [cell["source"][:LONGEST_CELL] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    said = card_in(description).or_else(card_in("\n\n".join(prose[:FIRST_PROSE])))
    return said.or_else(_read(notebook, language, prose, description)).tidy()


def proposed_question(notebook: dict[str, Any], description: str) -> str:
    """The question alone, where description or prose asks one in so many words: for whoever proposes to nobody."""
    prose = [cell["source"][:LONGEST_CELL] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    said = card_in(description).or_else(card_in("\n\n".join(prose[:FIRST_PROSE]))).question
    return as_a_question(said) if said.endswith("?") else _question(prose, description)


def _read(notebook: dict[str, Any], language: str, prose: Sequence[str], description: str) -> QuestionCard:
    code = [cell["source"][:LONGEST_CELL] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    read, written = _files(code)
    return QuestionCard(
        question=_question(prose, description),
        inputs=_sentences((_("Values to change: %s."), _parameters(notebook, language)), (_("Files: %s."), read)),
        rights=_sentences((_("Data from %s."), sorted(named_sources(code, language))[:MOST_NAMED])),
        duration=_duration(prose),
        result=_sentences((_("Writes %s."), written)),
        contact=", ".join(_authors(notebook)),
    )


def _question(prose: Sequence[str], description: str) -> str:
    pieces = (paragraph for text in (description, *prose[:FIRST_PROSE]) for paragraph in text.split("\n"))
    return as_a_question(next(filter(None, (question_in(in_words(one)) for one in pieces)), ""))


def _duration(prose: Sequence[str]) -> str:
    pieces = (paragraph for text in prose[:FIRST_PROSE] for paragraph in text.split("\n"))
    found = next(filter(None, (_TAKES.search(in_words(one)) for one in pieces)), None)
    return f"{found[0].strip()}." if found else ""


def _parameters(notebook: dict[str, Any], language: str) -> list[str]:
    """What the cell of parameters sets, in its order."""
    tagged = (cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", ()))
    names = dict.fromkeys(name for cell in tagged for name in _assigned(cell["source"], language))
    return [name.replace("_", " ") for name in names][:MOST_NAMED]


def _assigned(source: str, language: str) -> Iterator[str]:
    if language != "python":
        yield from re.findall(r"^([A-Za-z][\w.]*)[ \t]*(?:<-|=)(?!=)", source, re.MULTILINE)
        return
    tree = python_cells.parsed(source)
    for node in tree.body if tree is not None else ():
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _files(code: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of files that the code reads and writes, without their folders; what is written is not read first."""
    read, written = dict[str, None](), dict[str, None]()
    for source in code:
        for found in _FILE.finditer(source):
            name = re.split(r"[/\\]", found[1])[-1]
            writes = _WRITES.search(source[: found.start()].rpartition("\n")[2])
            (written if writes else read)[name] = None
    return [name for name in read if name not in written][:MOST_NAMED], list(written)[:MOST_NAMED]


def _authors(notebook: dict[str, Any]) -> list[str]:
    authors = notebook["metadata"].get("authors") or []
    return [str(one["name"]) for one in authors if isinstance(one, dict) and one.get("name")][:3]


def _sentences(*parts: tuple[str, Sequence[str]]) -> str:
    return " ".join(words % ", ".join(named) for words, named in parts if named)
