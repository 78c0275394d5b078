"""Search done the slow way: each notebook read by itself, each right asked for by itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from gallery.accounts.models import User
from gallery.lib.imports import imported_packages
from gallery.notebooks.content import document
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import can_read
from gallery.search.matching import Strictness, enough, needed
from gallery.search.question import Asked, Condition, Question, Word
from gallery.search.words import joined, names, stems


class Read:
    """One notebook as a reader would look it through."""

    def __init__(self, notebook: Notebook) -> None:
        assert notebook.head is not None
        self.notebook = notebook
        cells = document(notebook.head)["cells"]
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        prose = [cell["source"] for cell in cells if cell["cell_type"] != "code"]
        self.tags = {tag.name for tag in notebook.tags.all()}
        owner = f"{notebook.owner.username} {notebook.owner.full_name}"
        said = f"{notebook.description}\n{notebook.question_card.text()}"
        texts = [notebook.title, notebook.question, said, " ".join(sorted(self.tags)), owner]
        texts += ["\n\n".join(prose), "\n\n".join(code)]
        self.fields = [stems(text) for text in texts]
        self.stems = {stem for field in self.fields for stem in field}
        self.names = names(" ".join(texts))
        self.imports = {joined(name) for name in imported_packages(code, notebook.language)}

    def together(self, parts: tuple[str, ...]) -> bool:
        """Whether the parts follow each other in one field."""
        size = len(parts)
        return any(tuple(field[at : at + size]) == parts for field in self.fields for at in range(len(field)))

    def has(self, word: Word) -> bool:
        """Whether a wanted word is there."""
        return set(word.parts) <= self.stems or word.name in self.names

    def is_free_of(self, word: Word) -> bool:
        """Whether an unwanted word is not there."""
        return not self.together(word.parts) and word.name not in self.names

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds, its sign aside."""
        owner, value = self.notebook.owner, condition.value
        return {
            "tag": value in self.tags,
            "language": value == self.notebook.language,
            "owner": value.lower() in {owner.username.lower(), owner.full_name.lower()},
            "imports": value in self.imports,
            "changed": condition.field == "changed" and self.notebook.updated_at >= begins(value),
        }[condition.field]


def begins(period: str) -> datetime:
    """When a period begins."""
    days = {"day": 1, "week": 7, "month": 30, "year": 365}
    if period in days:
        return timezone.now() - timedelta(days=days[period])
    return datetime.strptime(period, "%Y-%m-%d").replace(tzinfo=UTC)


def answers(user: User | None, question: Question) -> tuple[set[UUID], bool]:
    """The identifiers of everything that this person should find, and whether slips were not needed for it."""
    asked = question.asked
    if asked.unreadable:
        return set(), True
    every = Notebook.objects.select_related("owner", "head").prefetch_related("tags")
    readable = [Read(notebook) for notebook in every if can_read(user, notebook)]
    fitting = [one for one in readable if _fits(one, asked)]
    size = len(asked.words)
    for least, wanted in ((needed(size), enough(size, Strictness.MOST)), (1, 1)):
        found = {one.notebook.uuid for one in fitting if sum(map(one.has, asked.words)) >= least or not size}
        if len(found) >= wanted or not size:
            return found, True
    return set(), False


def _fits(one: Read, asked: Asked) -> bool:
    phrases = all(map(one.together, asked.phrases)) and all(map(one.is_free_of, asked.without))
    return phrases and all(_meets(one, asked, condition) for condition in asked.conditions)


def _meets(one: Read, asked: Asked, condition: Condition) -> bool:
    if not condition.wanted:
        return not one.holds(condition)
    if condition.field in {"tag", "imports", "changed"}:
        return one.holds(condition)
    return any(one.holds(other) for other in asked.conditions_on(condition.field) if other.wanted)


def strict(strictness: Strictness) -> bool:
    """Whether no slip of the finger was assumed."""
    return strictness is not Strictness.SIMILAR
