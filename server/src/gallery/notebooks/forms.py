"""Forms about notebooks: choose a file, describe it, change the description."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gallery.accounts.terms import current_terms
from gallery.lib.proposals import LONGEST_TITLE
from gallery.lib.question_card import MORE, QUESTION, Asked, QuestionCard, card_of
from gallery.notebooks.actions import Description
from gallery.notebooks.deprecation import LONGEST_REASON
from gallery.notebooks.models import Visibility
from gallery.notebooks.tags import split_tags

LONGEST_DESCRIPTION = 4000


class ChooseForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Notebook file"),
        widget=forms.FileInput(attrs={"accept": ".ipynb,application/x-ipynb+json,application/json"}),
        error_messages={
            "required": _("Choose a file that ends in .ipynb."),
            "empty": _("This file is empty."),
        },
    )


def _text(label: Any, hint: Any, rows: int, most: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=widget)


def _answer(asked: Asked) -> forms.CharField:
    return _text(asked.heading, asked.hint, 2, asked.longest)


class DeprecateForm(forms.Form):
    """Why a notebook should no longer be used, and which one should."""

    because = _text(
        _("Why"), _("One sentence that readers see, such as: The source was switched off in May."), 2, LONGEST_REASON
    )
    instead = forms.CharField(
        label=_("What to use instead"),
        help_text=_("The address of another notebook's page. Leave it empty if there is none."),
        required=False,
        max_length=500,
    )


class _AboutForm(forms.Form):
    """What every form about a notebook asks: title, description, tags, and the questions of its card."""

    title = forms.CharField(
        label=_("Title"), help_text=_("What colleagues would search for."), max_length=LONGEST_TITLE,
        error_messages={"required": _("Give the notebook a title.")},
    )  # fmt: skip
    question = _answer(QUESTION)
    inputs, rights, duration, result, contact = map(_answer, MORE)
    description = _text(_("Description"), _("Plain text or Markdown."), 6, LONGEST_DESCRIPTION)
    tags = forms.CharField(
        label=_("Tags"), help_text=_("A few words with commas between them, such as: maps, budget, newcomers."),
        required=False, max_length=900,
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[one for one in Visibility.choices if one[0] != Visibility.SHARED],
        initial=Visibility.PRIVATE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who may see the notebook.")},
    )

    def shown_to(self) -> Visibility:
        """The visibility that was chosen."""
        return Visibility(self.cleaned_data["visibility"])

    def more(self) -> list[forms.BoundField]:
        """The further questions of the card, for the part of the form that is folded away."""
        return [self[asked.name] for asked in MORE]

    def more_is_wanted(self) -> bool:
        """Whether the folded part holds something to see."""
        return any(field.value() or field.errors for field in self.more())

    def card(self) -> QuestionCard:
        """The answers as they were typed."""
        return card_of(self.cleaned_data)


def _with_terms_to_confirm(data: QueryDict, number: int) -> QueryDict:
    fresh = data.copy()
    fresh.pop("terms", None)
    fresh["terms_number"] = str(number)
    return fresh


class DescribeForm(_AboutForm):
    """The second step of an upload."""

    terms = forms.BooleanField(
        error_messages={"required": _("Please confirm this sentence; without it nothing is saved.")}
    )
    terms_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        """The sentence to confirm is the operator's, and what is confirmed is the sentence that was shown."""
        now = current_terms()
        changed = data is not None and data.get("terms_number", "") != str(now.number)
        super().__init__(_with_terms_to_confirm(data, now.number) if data is not None and changed else data, **kwargs)
        self.fields["terms"].label = now.text
        self.fields["terms_number"].initial = now.number
        if changed:
            self.fields["terms"].error_messages["required"] = _(
                "This sentence has changed while you were writing. Please read and confirm it as it is now."
            )

    def about(self) -> Description:
        """What was typed, as the verb takes it."""
        values = self.cleaned_data
        return Description(values["title"], values["description"], split_tags(values["tags"]), self.card())


class EditForm(_AboutForm):
    """Change what is said about a notebook."""

    def __init__(self, *args: Any, owns: bool, **kwargs: Any) -> None:
        """Who may see it is for owners to decide; others who may edit are not asked."""
        super().__init__(*args, **kwargs)
        if not owns:
            del self.fields["visibility"]

    def clean_tags(self) -> list[str]:
        """As a list."""
        tags = split_tags(self.cleaned_data["tags"])
        if self.cleaned_data["tags"].strip() and not tags:
            raise ValidationError(_("There is no word in this that can be a tag."))
        return tags

    def about(self) -> Description:
        """What was typed, as the verb takes it."""
        values = self.cleaned_data
        return Description(values["title"], values["description"], values["tags"], self.card())
