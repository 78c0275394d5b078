"""What can be followed: a kind of list and which one, its addresses, and the notebooks that a reader finds in it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.directory.organisation_queries import organisation_named
from gallery.feeds.models import Kind
from gallery.lib.errors import NotThere
from gallery.lib.languages import shown_language
from gallery.notebooks.group_queries import group_seen
from gallery.notebooks.group_queries import notebooks_of as of_group
from gallery.notebooks.models import Notebook
from gallery.notebooks.organisation_queries import notebooks_of as of_organisation
from gallery.notebooks.permissions import listed_to
from gallery.search.pages import NARROWING, Asked, read_question
from gallery.search.periods import period_in_words
from gallery.search.queries import Question, answers

ROOMS = {
    Kind.TAG: "tags",
    Kind.LANGUAGE: "languages",
    Kind.PERSON: "people",
    Kind.GROUP: "groups",
    Kind.ORGANISATION: "organisations",
}


@dataclass(frozen=True)
class List:
    """One list: its kind, and which of that kind."""

    kind: Kind
    value: str = ""

    @property
    def page(self) -> str:
        """The path of its page."""
        if self.kind in ROOMS:
            return f"/{ROOMS[self.kind]}/{quote(self.value, safe='')}"
        return f"/notebooks/?{self.value}" if self.value else "/notebooks/"

    @property
    def feed(self) -> str:
        """The path of its feed."""
        if self.kind in ROOMS:
            return f"/feeds/{ROOMS[self.kind]}/{quote(self.value, safe='')}.atom"
        return f"/feeds/search.atom?{self.value}" if self.value else "/feeds/all.atom"

    @property
    def words(self) -> str:
        """The list in words, for titles."""
        return _SENTENCES[self.kind]() % {"which": self.which}

    @property
    def which(self) -> str:
        """Which one, as people read it."""
        if self.kind == Kind.SEARCH:
            said = QueryDict(self.value).dict()
            return ", ".join(_in_words(name, value) for name, value in said.items())
        return shown_language(self.value) if self.kind == Kind.LANGUAGE else self.value


def _in_words(name: str, value: object) -> str:
    return period_in_words(str(value)) if name == "changed" else str(value)


_SENTENCES = {
    Kind.ALL: lambda: _("All notebooks"),
    Kind.TAG: lambda: _("Notebooks with the tag %(which)s"),
    Kind.LANGUAGE: lambda: _("Notebooks in %(which)s"),
    Kind.PERSON: lambda: _("Notebooks of %(which)s"),
    Kind.GROUP: lambda: _("Notebooks of the group %(which)s"),
    Kind.ORGANISATION: lambda: _("Notebooks from %(which)s"),
    Kind.SEARCH: lambda: _("Notebooks found by: %(which)s"),
}


def searched(query: QueryDict) -> List:
    """The list behind the address of the search page; everything where nothing is asked."""
    asked = read_question(query)
    value = Asked(**{name: getattr(asked, name) for name in ("q", *NARROWING)}).address().partition("?")[2]
    return List(Kind.SEARCH, value) if value else List(Kind.ALL)


def found_in(user: User | None, wanted: List) -> QuerySet[Notebook]:
    """The notebooks of a list that this reader may find.

    Raises:
        NotThere: where the list does not exist for this reader, exactly as its page.
    """
    return _FOUND[wanted.kind](user, wanted.value)


def _everything(user: User | None, value: str) -> QuerySet[Notebook]:
    return listed_to(user)


def _answers(user: User | None, value: str) -> QuerySet[Notebook]:
    asked = read_question(QueryDict(value))
    return answers(user, Question(text=asked.q, **{name: getattr(asked, name) for name in NARROWING}))


def _tagged(user: User | None, name: str) -> QuerySet[Notebook]:
    return _not_empty(listed_to(user).filter(tags__name=name))


def _written_in(user: User | None, language: str) -> QuerySet[Notebook]:
    return _not_empty(listed_to(user).filter(language=language))


def _not_empty(found: QuerySet[Notebook]) -> QuerySet[Notebook]:
    if not found.exists():
        raise NotThere
    return found


def _of_person(user: User | None, name: str) -> QuerySet[Notebook]:
    """To guests only authors of what they may read exist."""
    found = listed_to(user).filter(owner__username=name)
    if user is None:
        return _not_empty(found)
    if not User.objects.filter(username=name).exists():
        raise NotThere
    return found


def _of_group(user: User | None, slug: str) -> QuerySet[Notebook]:
    return of_group(user, group_seen(user, slug))


def _of_organisation(user: User | None, slug: str) -> QuerySet[Notebook]:
    """Organisations exist for people who are signed in."""
    if user is None:
        raise NotThere
    return of_organisation(user, organisation_named(slug))


_FOUND: dict[Kind, Callable[[User | None, str], QuerySet[Notebook]]] = {
    Kind.ALL: _everything,
    Kind.TAG: _tagged,
    Kind.LANGUAGE: _written_in,
    Kind.PERSON: _of_person,
    Kind.GROUP: _of_group,
    Kind.ORGANISATION: _of_organisation,
    Kind.SEARCH: _answers,
}
