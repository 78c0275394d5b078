"""A question as a query of the index: weights of the fields, words and phrases, what is not wanted."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice, pairwise

from tantivy import Occur, Query

from gallery.search.index import FIELDS, SCHEMA
from gallery.search.question import Asked, Word

# How much more a word counts that also stands there, relative to a word anywhere in the notebook.
WEIGHTS = {"title": 1.0, "question": 0.8, "tags": 0.5, "description": 0.3}
WEIGHT_OF_NAMES = 1.0  # of a whole word as it was typed, before it is reduced to its stem
WEIGHT_OF_HEADINGS = 0.4  # of a word that stands in a heading
WEIGHT_OF_NEIGHBOURS = 0.3  # of two words that follow each other as they do in the question, or are written as one
MOST_NEIGHBOURS = 16
SHORTEST_FUZZY = 4
SENTENCE = 4  # words that tell something
_EMPTY = Query.empty_query()


class Strictness(Enum):
    """How much of the text a notebook must have. The first one that finds enough counts."""

    MOST = "most"  # every word of two, two of three, and so on
    SOME = "some"  # at least one word
    SIMILAR = "similar"  # words that are one letter away count too


def needed(words: int) -> int:
    """How many of this many words are most of them."""
    return words if words <= 2 else -(-words * 3 // 5)


def least(words: int, strictness: Strictness) -> int:
    """How many of this many words have to be there."""
    return 1 if strictness is Strictness.SOME else needed(words)


def enough(words: int, strictness: Strictness) -> int:
    """How many answers make it unnecessary to be less strict. Who asks in a sentence wants the best, exact or not."""
    return 10 if strictness is Strictness.MOST and words >= SENTENCE else 1


def query_of(asked: Asked, strictness: Strictness) -> Query:
    """The query of the index for a question that has to be searched."""
    if asked.unreadable:
        return _EMPTY
    clauses = [(Occur.Must, _phrase(phrase)) for phrase in asked.phrases]
    if asked.words:
        clauses.append((Occur.Must, _words(asked.words, strictness)))
    for one in asked.conditions_on("imports"):
        imported = Query.const_score_query(Query.term_query(SCHEMA, "imports", one.value), 0.0)
        clauses.append((Occur.Must if one.wanted else Occur.MustNot, imported))
    clauses.extend((Occur.MustNot, _unwanted(word)) for word in asked.without)
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def by_words(asked: Asked, strictness: Strictness) -> bool:
    """Whether nothing but the words themselves decides what matches."""
    more = asked.phrases or asked.without or asked.unreadable or asked.conditions_on("imports")
    return bool(asked.words) and not more and strictness is not Strictness.SIMILAR


def _words(words: Sequence[Word], strictness: Strictness) -> Query:
    similar = strictness is Strictness.SIMILAR
    clauses = [(Occur.Should, _word(word, similar=similar)) for word in words]
    return Query.boolean_query(clauses, least(len(words), strictness))


def _word(word: Word, *, similar: bool) -> Query:
    parts = [(Occur.Must, anywhere(part)) for part in word.parts]
    either = [(Occur.Should, Query.boolean_query(parts)), (Occur.Should, named(word.name))]
    if similar and len(word.name) >= SHORTEST_FUZZY:
        either.append((Occur.Should, Query.fuzzy_term_query(SCHEMA, "names", word.name)))
    return Query.boolean_query(either)


def named(name: str) -> Query:
    """A whole word, as it was typed."""
    return Query.boost_query(Query.term_query(SCHEMA, "names", name), WEIGHT_OF_NAMES)


def anywhere(part: str) -> Query:
    """A stem anywhere in a notebook; where it stands high, it counts for more."""
    above = [Query.boost_query(Query.term_query(SCHEMA, name, part), weight) for name, weight in WEIGHTS.items()]
    anywhere = (Occur.Must, Query.term_query(SCHEMA, "all", part))
    return Query.boolean_query([anywhere, *((Occur.Should, one) for one in above)])


def additions(asked: Asked) -> Iterator[tuple[str, Query]]:
    """What counts beside a word anywhere in a notebook, each as a query of its own, by where the word stands."""
    parts = [part for word in asked.words for part in word.parts]
    for name, weight in WEIGHTS.items():
        if parts:
            each = [Query.boost_query(Query.term_query(SCHEMA, name, part), weight) for part in parts]
            yield name, Query.boolean_query([(Occur.Should, one) for one in each])
    whole = [named(word.name) for word in asked.words]
    if whole:
        yield "names", Query.boolean_query([(Occur.Should, one) for one in whole])


def neighbours(asked: Asked) -> list[tuple[str, str]]:
    """The words of a question that follow each other in it, two by two."""
    return list(islice(pairwise(part for word in asked.words for part in word.parts), MOST_NEIGHBOURS))


def as_one(asked: Asked) -> list[str]:
    """The same words written as one, two by two: who asks for a data frame means `DataFrame`, too."""
    return [first.name + second.name for first, second in islice(pairwise(asked.words), MOST_NEIGHBOURS)]


def at_second_sight(asked: Asked) -> Iterator[tuple[str, Query]]:
    """What is looked for in the best answers alone, since it would take too long in all: a query for each kind."""
    parts = [part for word in asked.words for part in word.parts]
    if parts:
        yield "headings", any_of([Query.term_query(SCHEMA, "headings", part) for part in parts], WEIGHT_OF_HEADINGS)
    beside = [Query.phrase_query(SCHEMA, "all", list(two)) for two in neighbours(asked)]
    beside += [Query.term_query(SCHEMA, "names", name) for name in as_one(asked)]
    if beside:
        yield "neighbours", any_of(beside, WEIGHT_OF_NEIGHBOURS)


def any_of(queries: Sequence[Query], weight: float = 1.0) -> Query:
    """What at least one of these matches, with the sum of their scores."""
    return Query.boost_query(Query.boolean_query([(Occur.Should, one) for one in queries]), weight)


def _phrase(parts: Sequence[str]) -> Query:
    together = [Query.phrase_query(SCHEMA, name, list(parts)) for name in FIELDS]  # in one field, not across two
    return Query.disjunction_max_query(together)


def _unwanted(word: Word) -> Query:
    whole = _phrase(word.parts) if len(word.parts) > 1 else anywhere(word.parts[0])
    return whole.or_should_match(Query.term_query(SCHEMA, "names", word.name))
