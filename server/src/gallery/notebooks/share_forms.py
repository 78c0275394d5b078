"""Forms about who may see a notebook."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.directory.forms import suggesting
from gallery.lib.errors import Invalid
from gallery.notebooks.models import Visibility
from gallery.notebooks.permissions import Role
from gallery.notebooks.sharing import Wish
from gallery.notebooks.targets import Target, find_target

ROLES = [
    (Role.READ.value, _("read it")),
    (Role.RUN.value, _("read and run it")),
    (Role.COMMENT.value, _("read, run and comment")),
    (Role.EDIT.value, _("change it")),
    (Role.OWN.value, _("own it, as I do")),
]


class VisibilityForm(forms.Form):
    """Who may see it beside those who are named one by one."""

    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[one for one in Visibility.choices if one[0] != Visibility.SHARED],
        widget=forms.RadioSelect,
    )


class _TargetForm(forms.Form):
    """What every form that names somebody does with the name."""

    def clean(self) -> dict[str, Any]:
        """Find whom it names."""
        values = super().clean() or {}
        if values.get("kind") and values.get("name"):
            try:
                values["target"] = find_target(values["kind"], values["name"])
            except Invalid as error:
                self.add_error("name", ValidationError(error.message))
        return values


class ShareForm(_TargetForm):
    """With whom, what they may do, until when."""

    kind = forms.ChoiceField(
        label=_("Share with"),
        choices=[
            ("person", _("a person")),
            ("group", _("a group")),
            ("organisation", _("an organisation")),
            ("email", _("a mail address")),
        ],
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=254,
        widget=suggesting("id_name", "id_kind"),
        error_messages={"required": _("Say with whom.")},
    )
    role = forms.TypedChoiceField(label=_("They may"), choices=ROLES, coerce=int, initial=Role.COMMENT.value)
    until = forms.DateField(
        label=_("Until the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def wish(self) -> Wish:
        """As the verb takes it."""
        target: Target = self.cleaned_data["target"]
        return Wish(target, Role(self.cleaned_data["role"]), end_of(self.cleaned_data["until"]))


def end_of(day: Any) -> datetime | None:
    """The last moment of a day, None for none."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class GiveForm(_TargetForm):
    """A new owner."""

    kind = forms.ChoiceField(label=_("Give it to"), choices=[("person", _("a person")), ("group", _("a group"))])
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=suggesting("give_name", "give_kind"),
        error_messages={"required": _("Say to whom.")},
    )
    keep_editing = forms.BooleanField(label=_("I want to go on changing it"), required=False)


class AskForm(forms.Form):
    """Ask for a right, and say why."""

    role = forms.TypedChoiceField(label=_("I would like to"), choices=ROLES[:4], coerce=int, initial=Role.RUN.value)
    message = forms.CharField(
        label=_("Why"),
        help_text=_("A sentence for the owner: who you are and what you need it for."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
