"""Register a Jupyter server."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.environments.actions import server_address
from gallery.lib.errors import Invalid


class RegisterForm(forms.Form):
    """Name and address."""

    name = forms.CharField(
        label=_("Name"), help_text=_("How you want to call it, for example: my laptop."), max_length=80
    )
    url = forms.CharField(
        label=_("Address"),
        help_text=_(
            "What stands in your browser's address bar when Jupyter is open, for example http://localhost:8888/lab."
        ),
        max_length=300,
        widget=forms.URLInput(attrs={"spellcheck": "false", "inputmode": "url"}),
    )

    def clean_url(self) -> str:
        """As it is kept."""
        try:
            return server_address(self.cleaned_data["url"])
        except Invalid as error:
            raise ValidationError(error.message) from None

    def refuse(self, message: Any) -> None:
        """Show why the server could not be registered."""
        self.add_error("name", message)
