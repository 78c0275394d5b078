"""Forms about oneself."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gallery.accounts.models import User
from gallery.lib.permissions import Permission


def _password_field(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget)


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password_field(_("Password"), "current-password")

    def clean_username(self) -> str:
        """Names are lower case, however they were typed."""
        return str(self.cleaned_data["username"]).strip().lower()

    def person(self, request: HttpRequest) -> User | None:
        """The person with this name and password, or None."""
        found = authenticate(request, username=self.cleaned_data["username"], password=self.cleaned_data["password"])
        return found if isinstance(found, User) else None


class ProfileForm(forms.Form):
    """What colleagues read."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    about = forms.CharField(
        label=_("About you"),
        help_text=_("A sentence that colleagues see beside your notebooks: your team, what to ask you about."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PasswordForm(forms.Form):
    """The present password and a new one, twice."""

    present = _password_field(_("Present password"), "current-password")
    new = _password_field(_("New password"), "new-password")
    again = _password_field(_("New password once more"), "new-password")

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        """Keep the person, whose password is compared."""
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean_present(self) -> str:
        """It has to be the right one."""
        present = str(self.cleaned_data["present"])
        if not self.person.check_password(present):
            raise ValidationError(_("This is not your present password."))
        return present

    def clean_new(self) -> str:
        """It has to satisfy the rules of the installation."""
        new = str(self.cleaned_data["new"])
        validate_password(new, self.person)
        return new

    def clean(self) -> dict[str, Any]:
        """Both have to agree."""
        values = super().clean() or {}
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return values


class TokenForm(forms.Form):
    """A personal token: what for, how long, what it may do."""

    name = forms.CharField(
        label=_("What is it for?"), help_text=_("For example: my laptop, nightly script."), max_length=80
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=90,
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(permission.value, permission.described) for permission in Permission],
        initial=[Permission.NOTEBOOKS_READ.value],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_scopes(self) -> list[Permission]:
        """As members of the vocabulary."""
        return [Permission(scope) for scope in self.cleaned_data["scopes"]]
