"""Words as search knows them: parts of identifiers, without case and accents, reduced to their stem.

The same functions read notebooks, questions and passages, so that `read_csv`, `readCsv` and `read csv` meet.
"""

import unicodedata

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from gallery.lib.text import identifier_parts, identifiers

VERSION = "1"  # another number whenever the words of a text become others: the index is then built anew
LONGEST_WORD = 64  # longer ones are data, and only their beginning counts


def _analyzer(*last: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.ascii_fold()).filter(Filter.lowercase())
    for one in last:
        builder = builder.filter(one)
    return builder.build()


STEMS = _analyzer(Filter.stemmer("english"))
EXACT = _analyzer()


def without_accents(text: str) -> str:
    """`naïve` as `naive`; letters of other scripts stay."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def spread(text: str) -> str:
    """A text with all identifiers taken apart and spaces between the parts: what the analyzers read."""
    return " ".join(part[:LONGEST_WORD] for part in identifier_parts(without_accents(text)))


def stems(text: str) -> list[str]:
    """The stems of a text, in order: `plotting read_csv` gives plot, read, csv."""
    return STEMS.analyze(spread(text))


def exact_words(text: str) -> list[str]:
    """The words of a text in order, taken apart but not reduced."""
    return EXACT.analyze(spread(text))


def joined(word: str) -> str:
    """One word or identifier with its parts written together: `read_csv` and `readCsv` give readcsv."""
    return "".join(exact_words(word))[:LONGEST_WORD]


def names(text: str) -> set[str]:
    """Every word and identifier of a text, each once, its parts written together."""
    return {name for word in set(identifiers(without_accents(text))) if (name := joined(word))}
