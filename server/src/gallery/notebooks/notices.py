"""The words of notices about notebooks, made when they are read: rights of that moment count."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import GIVEN, OFFERED
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.requests import ASKED, DECLINED
from gallery.notebooks.sharing import SHARED
from gallery.notices.models import Notice
from gallery.notices.presenters import Presenter, Words, register


def _about_readable(sentence: str, icon: str) -> Presenter:
    def words(notice: Notice) -> Words | None:
        notebook = _notebook(notice)
        if notebook is None or role_of(notice.person, notebook) < Role.READ:
            return None
        text = _(sentence) % {"name": _name(notice), "title": notebook.title}
        return Words(text, notebook.get_absolute_url(), icon)

    return words


def _asked(notice: Notice) -> Words | None:
    notebook = _notebook(notice)
    if notebook is None or role_of(notice.person, notebook) < Role.OWN:
        return None
    text = _("%(name)s asks for access to “%(title)s”.") % {"name": _name(notice), "title": notebook.title}
    return Words(text, f"/notebooks/{notebook.uuid}/share#requests", "question-circle")


def _declined(notice: Notice) -> Words:
    # Says nothing of the notebook: whoever reads this was refused.
    return Words(_("A request of yours for access to a notebook was declined."), "/help#access", "person-x")


def _notebook(notice: Notice) -> Notebook | None:
    key = UUID(notice.subject.partition(":")[2])
    return Notebook.objects.filter(uuid=key).select_related("owner", "group").first()


def _name(notice: Notice) -> str:
    person = User.objects.filter(username=notice.detail.get("by", "")).first()
    return person.shown_name if person else _("Somebody")


# Made once, so that registering them again changes nothing.
_WORDS: dict[str, Presenter] = {
    SHARED: _about_readable(_noop("%(name)s shares “%(title)s” with you."), "person-plus"),
    GIVEN: _about_readable(_noop("%(name)s made you the owner of “%(title)s”."), "person-check"),
    OFFERED: _about_readable(_noop("%(name)s has left. You may take over “%(title)s”."), "person-dash"),
    ASKED: _asked,
    DECLINED: _declined,
}


def register_all() -> None:
    """Register the words of every kind of notice about notebooks."""
    for kind, presenter in _WORDS.items():
        register(kind, presenter)
