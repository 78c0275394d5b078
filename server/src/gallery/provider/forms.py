"""The form of a client, for administrators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gallery.lib.errors import Invalid
from gallery.provider.clients import ClientDetails
from gallery.provider.redirects import checked_addresses
from gallery.provider.scopes import DEFAULT, DESCRIBED


def _addresses(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=5_000, widget=widget)


class ClientForm(forms.Form):
    """What a client is called, where people return to, and what it may ask for."""

    name = forms.CharField(
        label=_("Name"), help_text=_("People read it when they are asked, for example: Team dashboards."), max_length=80
    )
    redirect_uris = _addresses(
        _("Where people return to after signing in"),
        _("The exact address that the application's own manual calls redirect URI or callback URL. One on each line."),
        required=True,
    )
    post_logout_redirect_uris = _addresses(
        _("Where people return to after signing out"), _("Exact addresses, one on each line."), required=False
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may ask to"),
        choices=[(scope, format_lazy("{} ({})", words, scope)) for scope, words in DESCRIBED.items()],
        initial=list(DEFAULT),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_redirect_uris(self) -> list[str]:
        """Exact addresses."""
        return _checked(self.cleaned_data["redirect_uris"], needed=True)

    def clean_post_logout_redirect_uris(self) -> list[str]:
        """Exact addresses, or none."""
        return _checked(self.cleaned_data["post_logout_redirect_uris"], needed=False)

    def details(self) -> ClientDetails:
        """As the verbs take it."""
        return ClientDetails(**{name: self.cleaned_data[name] for name in ClientDetails.__dataclass_fields__})


class NewClientForm(ClientForm):
    """The same, and whether it can keep a secret: that cannot be changed later."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("confidential", _("It runs on a server and can keep a secret")),
            (
                "public",
                _("It runs on people's own machines, where nothing can be kept from them: no secret, PKCE alone"),
            ),
        ],
        initial="confidential",
        widget=forms.RadioSelect,
    )


def _checked(typed: str, *, needed: bool) -> list[str]:
    try:
        return checked_addresses(typed.split(), needed=needed)
    except Invalid as error:
        raise ValidationError(error.message) from None
