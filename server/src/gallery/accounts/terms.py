"""The sentence that authors confirm: the operator's, until an administrator writes another one. Each stays known."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from gallery.accounts.models import TermsVersion
from gallery.audit.actions import record
from gallery.lib.errors import Invalid

LONGEST = 1000
OPERATORS = 0  # the number of the sentence in the settings


@dataclass(frozen=True)
class Terms:
    """The sentence, and by which number the audit log knows it."""

    number: int
    text: str


def current_terms() -> Terms:
    """What authors confirm now."""
    latest = TermsVersion.objects.first()
    return Terms(latest.pk, latest.text) if latest is not None else Terms(OPERATORS, settings.CONFIG.terms)


@transaction.atomic
def write_terms(*, text: str, by: str) -> TermsVersion:
    """From now on authors confirm this. What was confirmed before stays as it was."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise Invalid(f"Write one or a few sentences, at most {LONGEST} characters.")
    made = TermsVersion.objects.create(text=said, by=by)
    record(actor=by, action="terms.changed", subject=f"terms:{made.pk}")
    return made
