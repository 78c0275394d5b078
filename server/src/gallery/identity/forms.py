"""Forms of the way in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.accounts.actions import NAME
from gallery.identity.registration import domain_counts, needs_approval


class AddressForm(forms.Form):
    """The mail address to which the link goes."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """Only addresses of the house."""
        email = str(self.cleaned_data["email"])
        if not domain_counts(email):
            raise ValidationError(_("Accounts are only for addresses of the organisation."))
        return email


class RegistrationForm(forms.Form):
    """Name and password of a new account."""

    username = forms.CharField(
        label=_("Name"),
        help_text=_("2 to 30 lower-case letters, digits, dots, hyphens or underscores; it stands in addresses."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reason = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("A sentence for the administrator who decides."),
        max_length=300,
        required=False,
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a reason only where somebody reads it."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if not needs_approval():
            del self.fields["reason"]

    def clean_username(self) -> str:
        """As names are written here."""
        name = str(self.cleaned_data["username"]).strip().lower()
        NAME(name)
        return name

    def clean(self) -> dict[str, Any]:
        """Both passwords have to agree."""
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("The two passwords differ."))
        return values


class DirectoryForm(forms.Form):
    """Name and password at a directory, to add it to one's account."""

    username = forms.CharField(
        label=_("Name there"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password there"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
