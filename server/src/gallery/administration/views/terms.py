"""The sentence that authors confirm, and those of before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gallery.accounts.models import TermsVersion
from gallery.accounts.terms import current_terms, write_terms
from gallery.administration.doors import administrator
from gallery.administration.forms import TermsForm
from gallery.lib.errors import Invalid

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Write them anew; what was confirmed before stays on record."""
    by, now = administrator(request), current_terms()
    form = TermsForm(request.POST) if request.method == "POST" else TermsForm(initial={"text": now.text})
    if form.is_valid():
        try:
            write_terms(text=form.cleaned_data["text"], by=by.username)
        except Invalid as error:
            form.add_error("text", ValidationError(_(error.message)))
        else:
            messages.success(request, _("From now on authors confirm this."))
            return HttpResponseRedirect("/admin/terms")
    context = {"form": form, "now": now, "versions": list(TermsVersion.objects.all()[:SHOWN])}
    return render(request, "administration/terms.html", context, status=422 if form.is_bound else 200)
