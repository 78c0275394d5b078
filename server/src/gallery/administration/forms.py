"""Forms of the administration. Each knows its few fields; what else is sent is not looked at."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.accounts.actions import NAME
from gallery.accounts.models import User
from gallery.administration.mode import LONGEST_REASON
from gallery.administration.models import Level
from gallery.directory.forms import MemberForm
from gallery.directory.group_queries import group_named
from gallery.directory.models import Group
from gallery.directory.people import person_typed
from gallery.lib.errors import Invalid, NotThere


class AdminModeForm(forms.Form):
    """Why, and the password once more."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence for the record, such as: Otto has left and asked me to look after his report."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why; the reason is kept with everything that you do then.")},
    )
    password = forms.CharField(
        label=_("Your password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any) -> None:
        """Without a password of the gallery, a fresh sign-in stands in for it."""
        super().__init__(*args, **kwargs)
        if not with_password:
            del self.fields["password"]


class PersonForm(forms.Form):
    """What an administrator says about somebody."""

    full_name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)


class NewPersonForm(PersonForm):
    """A new person. Everything else, administrator included, is decided on their page."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("2 to 39 lower-case letters, digits, dots, hyphens or underscores; it stands in addresses."),
        max_length=39,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    field_order = ("name", "full_name", "email")

    def clean_name(self) -> str:
        """As names are written here."""
        name = str(self.cleaned_data["name"]).strip().lower()
        try:
            NAME(name)
        except ValidationError:
            raise ValidationError(_("That is no name as names are written here.")) from None
        return name


class HandOverForm(forms.Form):
    """To whom: a person or a group."""

    kind = forms.ChoiceField(label=_("To"), choices=[("person", _("a person")), ("group", _("a group"))])
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As in the address of the page, such as grace."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """It has to be somebody who is here."""
        values = super().clean() or {}
        if values.get("kind") and values.get("name"):
            try:
                values["to"] = _heir(values["kind"], values["name"].strip())
            except Invalid as error:
                self.add_error("name", error.message)
            except NotThere:
                self.add_error("name", _("There is no group of this name."))
        return values


def _heir(kind: str, name: str) -> User | Group:
    return person_typed(name) if kind == "person" else group_named(name)


class AttributeForm(forms.Form):
    """An attribute in words."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As people say it, such as: Cleared for personnel data."),
        max_length=100,
        error_messages={"required": _("Give it a name.")},
    )
    description = forms.CharField(
        label=_("What does it mean?"),
        help_text=_("Who may hold it, and what notebooks demand it for."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewAttributeForm(AttributeForm):
    """A new attribute, with the short name by which sign-in providers and programs know it."""

    slug = forms.SlugField(
        label=_("Short name"),
        help_text=_("As your sign-in provider calls it. Made from the name where you leave it out."),
        max_length=60,
        required=False,
    )
    field_order = ("name", "slug", "description")


class HolderForm(MemberForm):
    """Who is to hold an attribute."""

    role = None  # type: ignore[assignment]  # Django's way to leave out a field of the parent


class OrganisationForm(forms.Form):
    """An organisation in words."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Give it a name.")})
    description = forms.CharField(
        label=_("What does it do?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _moment(label: Any, hint: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=hint, required=False, widget=widget)


class AnnouncementForm(forms.Form):
    """What stands on top of every page."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("Plain text, read by everybody, guests included."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what everybody should read.")},
    )
    level = forms.ChoiceField(label=_("How loud"), choices=Level.choices, initial=Level.INFO)
    begins_at = _moment(_("From"), _("In UTC. Now, where you leave it out."))
    ends_at = _moment(_("Until"), _("In UTC. Until you take it down, where you leave it out."))

    def clean(self) -> dict[str, Any]:
        """It has to end after it begins."""
        values = super().clean() or {}
        begins, ends = values.get("begins_at"), values.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins."))
        return values


class TermsForm(forms.Form):
    """The sentence that authors confirm."""

    text = forms.CharField(
        label=_("What authors confirm"),
        help_text=_("Plain text, in the first person, such as: I may share this, and it holds no data."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write at least one sentence.")},
    )
