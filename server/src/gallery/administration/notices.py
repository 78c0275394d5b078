"""The words of notices about what administrators did to somebody's account."""

from django.utils.translation import gettext as _

from gallery.notices.models import Notice
from gallery.notices.presenters import Words, register

PASSWORD_RESET = "password-reset"  # noqa: S105 — a kind of notice


def register_all() -> None:
    """Register the words of every kind."""
    register(PASSWORD_RESET, _password_reset)


def _password_reset(notice: Notice) -> Words:
    text = _("The administrator %(name)s set a new password for you. If you did not ask for that, say so.")
    return Words(text % {"name": notice.detail.get("by", "")}, "/account/", "key")
