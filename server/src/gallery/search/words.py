"""Words as search knows them: parts of identifiers, without case and accents, reduced to their stem.

The same functions read notebooks, questions and passages, so that `read_csv`, `readCsv` and `read csv` meet.
"""

import unicodedata
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from gallery.lib.text import identifier_parts, identifiers

VERSION = "3"  # another number whenever the words of a text become others: the index is then built anew
LONGEST_WORD = 64  # longer ones are data, and only their beginning counts


def _analyzer(*last: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.ascii_fold()).filter(Filter.lowercase())
    for one in last:
        builder = builder.filter(one)
    return builder.build()


STEMS = _analyzer(Filter.stemmer("english"))
EXACT = _analyzer()


def stands_alone(character: str) -> bool:
    """Whether this is a character of a script that is written without spaces."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


class _Plain(dict[int, str]):
    """What stands for a character without its accents; worked out once for each."""

    def __missing__(self, number: int) -> str:
        korean = 0xAC00 <= number <= 0xD7A3  # would fall apart into single sounds
        parts = chr(number) if korean else unicodedata.normalize("NFKD", chr(number))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        # Chinese and Japanese put no spaces between words, so each character counts as one.
        self[number] = f" {plain} " if stands_alone(chr(number)) else plain
        return self[number]


class _Folded(dict[int, str]):
    """The one small plain letter that stands for a character, so that places in a text stay the same."""

    def __missing__(self, number: int) -> str:
        plain = _PLAIN[number].lower()
        self[number] = plain if len(plain) == 1 else chr(number)
        return self[number]


_PLAIN, _FOLDED = _Plain(), _Folded()


def without_accents(text: str) -> str:
    """`naïve` as `naive`; letters of other scripts stay."""
    return text if text.isascii() else text.translate(_PLAIN)


def folded(text: str) -> str:
    """The text in small letters without accents, exactly as long as it was."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


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


def names(text: str) -> list[str]:
    """Every word and identifier of a text in order, its parts written together."""
    return EXACT.analyze(" ".join(map(_together, identifiers(without_accents(text)))))


@lru_cache(maxsize=100_000)
def _together(identifier: str) -> str:
    return "".join(identifier_parts(identifier))[:LONGEST_WORD]
