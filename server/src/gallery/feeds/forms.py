"""Forms of following."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gallery.feeds.lists import List, searched
from gallery.feeds.models import Kind

LONGEST_TYPED = 10_000


class ListForm(forms.Form):
    """Which list is meant. Nobody types this: the menu of the list's page says it."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput, initial=Kind.ALL)
    value = forms.CharField(required=False, max_length=LONGEST_TYPED, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A kind that needs to say which one has to say it."""
        values = super().clean() or {}
        kind, value = values.get("kind"), values.get("value", "")
        if kind in {Kind.ALL, Kind.SEARCH}:
            return values | {"list": searched(QueryDict(value if kind == Kind.SEARCH else ""))}
        if not kind or not value:
            raise forms.ValidationError(_("This does not say what to follow. Go back to the list and try again."))
        return values | {"list": List(Kind(kind), value)}

    def wanted(self) -> List:
        """The list; everything where the form does not say any."""
        found = self.cleaned_data.get("list") if self.is_valid() else None
        return found if isinstance(found, List) else List(Kind.ALL)


class FeedTokenForm(forms.Form):
    """A private address: what for."""

    name = forms.CharField(
        label=_("Which program will read it?"),
        help_text=_("For example: Thunderbird on my laptop. So you know later which one to revoke."),
        max_length=80,
    )
