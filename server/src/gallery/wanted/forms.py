"""Forms: ask for a notebook, answer with one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gallery.accounts.models import User
from gallery.directory.models import Group
from gallery.directory.queries import groups_of
from gallery.notebooks.models import Notebook
from gallery.wanted.actions import LONGEST_EXPLANATION, LONGEST_QUESTION, LONGEST_REASON
from gallery.wanted.queries import notebook_named


class AskForm(forms.Form):
    """The question, a few words more, and who sees it."""

    question = forms.CharField(
        label=_("What should the notebook answer?"),
        help_text=_("One sentence, as you would ask a colleague."),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Say what the notebook should answer.")},
    )
    explanation = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("What you would put in, and what you would do with the result. No data, please."),
        max_length=LONGEST_EXPLANATION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    audience = forms.ChoiceField(label=_("Who sees this request"), widget=forms.RadioSelect, initial="", required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        """Whoever asks chooses among everybody and their own groups."""
        super().__init__(*args, **kwargs)
        self._groups = {group.slug: group for group in groups_of(person)}
        own = [(slug, _now("The group %(name)s") % {"name": one.name}) for slug, one in self._groups.items()]
        self.fields["audience"].choices = [("", _("Everybody who is signed in")), *own]  # type: ignore[attr-defined]

    def group(self) -> Group | None:
        """The group that was chosen; None is everybody."""
        return self._groups.get(self.cleaned_data["audience"])


class AnswerForm(forms.Form):
    """Which notebook."""

    notebook = forms.CharField(
        label=_("Notebook"),
        help_text=_("Choose one of yours, or paste the address of any notebook that everybody here can find."),
        max_length=400,
        widget=forms.TextInput(attrs={"list": "mine", "autocomplete": "off"}),
        error_messages={"required": _("Say which notebook.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        """Only what this person may find can be named."""
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_notebook(self) -> Notebook:
        """The notebook itself."""
        found = notebook_named(self._person, self.cleaned_data["notebook"])
        if found is None:
            raise ValidationError(_("There is no notebook at this address that you can see."))
        return found


class RemoveForm(forms.Form):
    """Why an administrator removes it."""

    because = forms.CharField(
        label=_("Why?"),
        help_text=_("Whoever asked will read this sentence."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why: whoever asked will read it.")},
    )
