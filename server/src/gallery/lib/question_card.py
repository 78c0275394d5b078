"""The card that a reader looks at first: six questions, and where a text answers them already."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from gallery.lib.text import plain_prose, shortened

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Asked:
    """One question of the card: its field, its heading, what the author reads beside it, its most characters."""

    name: str
    heading: "_StrPromise | str"
    hint: "_StrPromise | str"
    longest: int


QUESTION = Asked(
    "question",
    gettext_lazy("What it answers"),
    gettext_lazy("The question in plain words, as a colleague would ask it. It stands below the title in every list."),
    300,
)
MORE = (
    Asked(
        "inputs",
        gettext_lazy("What to put in"),
        gettext_lazy("Files, dates or parameters that a reader has to choose."),
        400,
    ),
    Asked(
        "rights",
        gettext_lazy("Rights that it needs"),
        gettext_lazy("Databases or folders that one has to be allowed to use."),
        400,
    ),
    Asked(
        "duration",
        gettext_lazy("How long it takes"),
        gettext_lazy("For example: two minutes for a month of data."),
        400,
    ),
    Asked(
        "result",
        gettext_lazy("What to do with the result"),
        gettext_lazy("Where it goes, and how sure one can be."),
        400,
    ),
    Asked("contact", gettext_lazy("Whom to ask"), gettext_lazy("A person or a team."), 400),
)
ALL = (QUESTION, *MORE)
LONGEST_READ = 20_000
_HEADED = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\*\*(?P<heading>[^*\n]{1,60}?):\*\*[ \t]*", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|`{1,2})(?=\S)([^*`\n]{1,200}?)(?<=\S)\1")
_LEAD = re.compile(r"^[^\w¿]+")
_QUESTION = re.compile(r"(?:^|(?<=[.!?:]\s))[^.!?:\n]{12,280}\?(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True)
class QuestionCard:
    """The answers of one notebook, in plain text; empty where nobody gave one."""

    question: str = ""
    inputs: str = ""
    rights: str = ""
    duration: str = ""
    result: str = ""
    contact: str = ""

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return any(asdict(self).values())

    def tidy(self) -> "QuestionCard":
        """Each answer on one line, and no longer than its place."""
        values = asdict(self)
        return card_of({one.name: shortened(" ".join(values[one.name].split()), one.longest) for one in ALL})

    def or_else(self, other: "QuestionCard") -> "QuestionCard":
        """The other's answers where this one has none."""
        mine, theirs = asdict(self), asdict(other)
        return card_of({name: value or theirs[name] for name, value in mine.items()})

    def text(self) -> str:
        """Everything but the question, a line each."""
        return "\n".join(value for name, value in asdict(self).items() if value and name != QUESTION.name)


def card_of(values: Mapping[str, object]) -> QuestionCard:
    """A card from values by the names of its fields; other names do not count."""
    return QuestionCard(**{one.name: str(values.get(one.name) or "") for one in ALL})


def card_in(text: str) -> QuestionCard:
    """What a text says under the headings of the card: `**How long it takes:** a minute`.

    >>> card_in("# Tides\\n- **What it answers:** When is it *high*?\\n- **Whom to ask:** Ada").contact
    'Ada'
    """
    found: dict[str, str] = {}
    for heading, said in _headed(text[:LONGEST_READ]):
        name = _field(heading)
        if name:
            answer = in_words(said)
            found.setdefault(name, answer[:1].upper() + answer[1:])
    return card_of(found).tidy()


def _field(heading: str) -> str:
    """The field that stands under a heading of the card; empty for another heading."""
    return next((one.name for one in ALL if str(one.heading).casefold() == heading.strip().casefold()), "")


def _headed(text: str) -> Iterator[tuple[str, str]]:
    """Each heading with the paragraph that follows it."""
    places = list(_HEADED.finditer(text))
    ends = [*(place.start() for place in places[1:]), len(text)]  # one too many where there is no place
    for place, end in zip(places, ends, strict=False):
        yield place["heading"], text[place.end() : end].split("\n\n", 1)[0]


def in_words(markdown: str) -> str:
    """A piece of Markdown as people say it: marks around words go without leaving a gap.

    >>> in_words("Is it *high*, `now`?")
    'Is it high, now?'
    """
    return plain_prose(_EMPHASIS.sub(r"\2", markdown))


def question_in(prose: str) -> str:
    """The first sentence of plain prose that ends in a question mark; empty where there is none.

    >>> question_in("For the desk. Which parcels come late, and why? It takes a minute.")
    'Which parcels come late, and why?'
    """
    found = _QUESTION.search(prose[:LONGEST_READ])
    return found[0].strip() if found else ""


def as_a_question(found: str) -> str:
    """A question as it stands alone: without what led to it, and with a capital letter.

    >>> as_a_question("- which parcels come late?"), as_a_question("¿por qué?")
    ('Which parcels come late?', '¿Por qué?')
    """
    asked = _LEAD.sub("", found)
    first = 1 if asked.startswith("¿") else 0
    return asked[:first] + asked[first : first + 1].upper() + asked[first + 1 :]


def beside(card: QuestionCard, paragraph: str) -> str:
    """A paragraph of Markdown without the answers that the card gives; empty where it says nothing else.

    >>> beside(QuestionCard(contact="Ada"), "For the desk.\\n- **Whom to ask:** Ada")
    'For the desk.'
    >>> beside(QuestionCard(question="Who is late?"), "Who is late?")
    ''
    """
    answers = asdict(card)
    before, *headed = _HEADED.split(paragraph)
    others = zip(headed[::2], headed[1::2], strict=True)
    kept = [before.strip(), *(f"**{name}:** {said.strip()}" for name, said in others if not answers.get(_field(name)))]
    rest = in_words("\n".join(kept))
    for answer in filter(None, answers.values()):
        rest = re.sub(re.escape(answer.rstrip(".")), "", rest, flags=re.IGNORECASE)
    return "\n".join(filter(None, kept)) if re.search(r"\w", rest) else ""


def beyond(question: str, text: str) -> str:
    """A description without the question that it begins with, where the card shows that already.

    >>> beyond("Who is late?", "Who is late? Put in a week.")
    'Put in a week.'
    """
    begins = text[: len(question)].casefold() == question.casefold()
    return text[len(question) :].lstrip() if question and begins else text
