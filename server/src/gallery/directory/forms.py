"""Forms about groups and their members."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gallery.accounts.models import User
from gallery.directory.models import GroupRole
from gallery.directory.people import person_typed
from gallery.lib.errors import Invalid

ROLES = [
    (GroupRole.VIEWER.value, _("viewer: reads and runs the group's notebooks")),
    (GroupRole.EDITOR.value, _("editor: changes them, too, and adds new ones")),
    (GroupRole.OWNER.value, _("owner: decides about notebooks and members")),
]


def suggesting(box: str, kind: str = "") -> forms.TextInput:
    """An input that suggests as one types; without script the name itself does.

    `box` is its own id on the page, `kind` that of the field that says what is looked for: people without one.
    """
    attributes = {
        "autocomplete": "off",
        "autocapitalize": "none",
        "spellcheck": "false",
        "hx-get": f"/suggest/names?list={box}-",
        "hx-trigger": "input changed delay:120ms",
        "hx-target": f"#suggestions-{box}",
        "hx-sync": "this:replace",
    }
    return forms.TextInput(attrs=attributes | ({"hx-include": f"#{kind}"} if kind else {}))


class GroupForm(forms.Form):
    """What a group is called and what it is for."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues call you, such as Pricing or Traffic desk."),
        max_length=100,
        error_messages={"required": _("Give the group a name.")},
    )
    description = forms.CharField(
        label=_("What is it for?"),
        help_text=_("A sentence or two: what you work on, and what others can come to you with."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MemberForm(forms.Form):
    """Whom to take in, and as what."""

    person = forms.CharField(
        label=_("Who?"),
        help_text=_("Begin to type a name, and choose."),
        max_length=150,
        widget=suggesting("id_person"),
        error_messages={"required": _("Say whom you want to take in.")},
    )
    role = forms.TypedChoiceField(
        label=_("May do what?"),
        choices=ROLES,
        coerce=int,
        initial=GroupRole.EDITOR.value,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of these roles.")},
    )

    def clean_person(self) -> User:
        """As the person who is meant."""
        try:
            return person_typed(str(self.cleaned_data["person"]))
        except Invalid as error:
            raise forms.ValidationError(error.message) from None

    def taken_in(self) -> tuple[User, GroupRole]:
        """Who, and as what."""
        return self.cleaned_data["person"], GroupRole(self.cleaned_data["role"])
