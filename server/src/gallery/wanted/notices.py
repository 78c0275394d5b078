"""The words of notices about requests, made when they are read: rights of that moment count."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from gallery.notices.models import Notice
from gallery.notices.presenters import Presenter, Words, register
from gallery.wanted.access import answers_to, seen_by
from gallery.wanted.actions import ACCEPTED, ANSWERED, REMOVED, REOPENED
from gallery.wanted.models import Wanted
from gallery.wanted.states import State


def _answered(notice: Notice) -> Words | None:
    wanted = _seen(notice)
    if wanted is None:
        return None
    found = answers_to(notice.person).filter(pk=notice.subject.partition("#")[2], wanted=wanted)
    answer = found.select_related("notebook").first()
    if answer is None:
        return None
    facts = {"question": wanted.question, "title": answer.notebook.title}
    text = _("“%(title)s” may answer what you asked for: “%(question)s”.") % facts
    return Words(text, wanted.get_absolute_url(), "check-circle")


def _about_seen(sentence: str, icon: str) -> Presenter:
    def words(notice: Notice) -> Words | None:
        wanted = _seen(notice)
        if wanted is None:
            return None
        return Words(_(sentence) % {"question": wanted.question}, wanted.get_absolute_url(), icon)

    return words


def _removed(notice: Notice) -> Words | None:
    found = Wanted.objects.filter(uuid=_number(notice), asker=notice.person, state=State.REMOVED).first()
    if found is None:
        return None
    text = _("An administrator removed your request “%(question)s”: %(why)s")
    return Words(text % {"question": found.question, "why": found.removed_because}, "/wanted", "trash")


def _seen(notice: Notice) -> Wanted | None:
    return seen_by(notice.person).filter(uuid=_number(notice)).first()


def _number(notice: Notice) -> UUID:
    return UUID(notice.subject.removeprefix("wanted:").partition("#")[0])


# Made once, so that registering them again changes nothing.
_WORDS: dict[str, Presenter] = {
    ANSWERED: _answered,
    ACCEPTED: _about_seen(_noop("Your notebook helped: “%(question)s” is answered."), "star"),
    REOPENED: _about_seen(_noop("“%(question)s” is open again: the answers did not do."), "arrow-counterclockwise"),
    REMOVED: _removed,
}


def register_all() -> None:
    """Register the words of every kind of notice about requests."""
    for kind, presenter in _WORDS.items():
        register(kind, presenter)
