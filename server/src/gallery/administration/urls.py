"""Addresses of the administration. For everybody but administrators none of them is there."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.common import no_append_slash

from gallery.administration.views import (
    announcements,
    attributes,
    audit,
    health,
    holdings,
    leavers,
    mode,
    organisations,
    overview,
    people,
    terms,
    tokens,
    wanted,
)


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """An address that is not offered to who leaves the last slash out: that would tell that it is there."""
    return path(f"admin/{route}", no_append_slash(view), name=name)


urlpatterns = [
    page("", overview.front, "administration"),
    path("admin", no_append_slash(overview.without_slash), name="administration-without-slash"),
    page("mode", mode.mode, "admin-mode"),
    page("mode/off", mode.off, "admin-mode-off"),
    page("mode/sign-in-again", mode.sign_in_again, "admin-mode-sign-in-again"),
    page("people/", people.people, "admin-people"),
    page("new-person", people.new_person, "admin-new-person"),
    page("people/<str:name>", people.person, "admin-person"),
    page("people/<str:name>/change", people.change, "admin-change-person"),
    page("people/<str:name>/deactivate", people.deactivate, "admin-deactivate"),
    page("people/<str:name>/reactivate", people.reactivate, "admin-reactivate"),
    page("people/<str:name>/approve", people.approve, "admin-approve"),
    page("people/<str:name>/refuse", people.refuse, "admin-refuse"),
    page("people/<str:name>/password", people.password, "admin-password"),
    page("people/<str:name>/administrator", people.administers, "admin-administrator"),
    page("people/<str:name>/place", people.place, "admin-place"),
    page("people/<str:name>/attributes", holdings.grant, "admin-grant"),
    page("people/<str:name>/attributes/<slug:slug>/withdraw", holdings.withdraw, "admin-withdraw"),
    page("tokens/", tokens.tokens, "admin-tokens"),
    page("tokens/<int:pk>/revoke", tokens.revoke, "admin-revoke-token"),
    page("audit/", audit.audit, "admin-audit"),
    page("audit.csv", audit.download, "admin-audit-download"),
    page("health", health.health, "admin-health"),
    page("wanted/", wanted.wanted, "admin-wanted"),
    page("wanted/<int:pk>/dismiss", wanted.dismiss, "admin-dismiss-term"),
    page("wanted/<int:pk>/restore", wanted.restore, "admin-restore-term"),
    page("leavers/", leavers.leavers, "admin-leavers"),
    page("leavers/<str:name>", leavers.leaver, "admin-leaver"),
    page("attributes/", attributes.attributes, "admin-attributes"),
    page("attributes/<slug:slug>", attributes.attribute, "admin-attribute"),
    page("attributes/<slug:slug>/grant", attributes.grant, "admin-grant-attribute"),
    page("attributes/<slug:slug>/delete", attributes.delete, "admin-delete-attribute"),
    page("organisations/", organisations.organisations, "admin-organisations"),
    page("organisations/<slug:slug>", organisations.organisation, "admin-organisation"),
    page("organisations/<slug:slug>/move", organisations.move, "admin-move-organisation"),
    page("organisations/<slug:slug>/delete", organisations.delete, "admin-delete-organisation"),
    page("announcements/", announcements.announcements, "admin-announcements"),
    page("announcements/<int:pk>", announcements.announcement, "admin-announcement"),
    page("announcements/<int:pk>/end", announcements.end, "admin-end-announcement"),
    page("terms", terms.terms, "admin-terms"),
    path("announcements/<int:pk>/dismiss", announcements.dismiss, name="dismiss-announcement"),
]
