"""The questions of a form: `cp.field.text("Title")`, `cp.field.choice("Country", ["DE", "FR"])`."""

from commonplace_clean.forms.fields import choice, choices, dates, file, number, source, text

__all__ = ["choice", "choices", "dates", "file", "number", "source", "text"]
