"""The words of notices about health, made when they are read: rights of that moment count, and no name is in them."""

from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.executions.models import Cause
from gallery.health.telling import RECOVERED, REPORTED, UNHEALTHY
from gallery.health.words import cause_in_words
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role, role_of
from gallery.notices.models import Notice
from gallery.notices.presenters import Presenter, Words, register


def _unhealthy(notice: Notice) -> Words | None:
    notebook = _owned(notice)
    return Words(_failing(notice, notebook), _page(notebook), "exclamation-circle") if notebook is not None else None


def _failing(notice: Notice, notebook: Notebook) -> str:
    """“Prices” has turned unhealthy. Cell 5 has failed since … for 4 people, mostly because a package was missing."""
    cell, people = notice.detail.get("cell"), int(notice.detail.get("failed_for") or 0)
    since = datetime.fromisoformat(str(notice.detail["since"]))
    facts = {
        "title": notebook.title,
        "cell": cell,
        "since": f"{date_format(since, 'j F Y, H:i')} UTC",
        "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
    }
    turned = _("“%(title)s” has turned unhealthy.") % facts
    if cell is None:
        failing = _("It has failed since %(since)s for %(people)s.") % facts
    else:
        failing = _("Cell %(cell)s has failed since %(since)s for %(people)s.") % facts
    return " ".join(filter(None, (turned, failing, _because(notice.detail.get("cause", "")))))


def _because(cause: object) -> str:
    known = cause_in_words(Cause(str(cause))) if cause in Cause.values else ""
    return _("Most often: %(cause)s.") % {"cause": known} if known else ""


def _recovered(notice: Notice) -> Words | None:
    notebook = _owned(notice)
    if notebook is None:
        return None
    text = _("“%(title)s” is healthy again.") % {"title": notebook.title}
    return Words(text, _page(notebook), "check-circle")


def _reported(notice: Notice) -> Words | None:
    notebook = _owned(notice)
    if notebook is None:
        return None
    facts = {"title": notebook.title, "cell": notice.detail.get("cell")}
    if facts["cell"] is None:
        text = _("Somebody reports that “%(title)s” fails for them.") % facts
    else:
        text = _("Somebody reports that cell %(cell)s of “%(title)s” fails for them.") % facts
    return Words(text, _page(notebook), "flag")


def _owned(notice: Notice) -> Notebook | None:
    """The notebook of a notice, for who owns it now."""
    key = UUID(notice.subject.removeprefix("notebook:").partition("#")[0])
    found = Notebook.objects.filter(uuid=key).select_related("owner", "group").first()
    return found if found is not None and role_of(notice.person, found) >= Role.OWN else None


def _page(notebook: Notebook) -> str:
    return f"/notebooks/{notebook.uuid}/health"


_WORDS: dict[str, Presenter] = {UNHEALTHY: _unhealthy, RECOVERED: _recovered, REPORTED: _reported}


def register_all() -> None:
    """Register the words of every kind of notice about health."""
    for kind, presenter in _WORDS.items():
        register(kind, presenter)
