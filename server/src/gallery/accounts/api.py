"""API: who am I."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from gallery.accounts.caller import caller
from gallery.accounts.terms import current_terms

router = Router(tags=["people"])


class Me(Schema):
    """The person behind the credential, and the sentence that they confirm by saving a notebook."""

    name: str
    full_name: str
    url: str
    terms: str
    terms_number: int


@router.get("/me", response=Me, summary="The person whose token or session this is")
def me(request: HttpRequest) -> Me:
    """Answer the caller's own name and page, and the operator's terms for authors."""
    person, terms = caller(request).person(), current_terms()
    return Me(
        name=person.username,
        full_name=person.shown_name,
        url=settings.CONFIG.url + person.get_absolute_url(),
        terms=terms.text,
        terms_number=terms.number,
    )
