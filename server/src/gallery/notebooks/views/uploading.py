"""Upload in two steps: choose a file; see what leaves and describe it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.lib.errors import GalleryError
from gallery.notebooks.actions import create_notebook
from gallery.notebooks.copies import copies_of
from gallery.notebooks.forms import ChooseForm, DescribeForm
from gallery.notebooks.models import Notebook
from gallery.notebooks.uploads import Travelling, received, sealed, unsealed

READ_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_POST)
def choose(request: HttpRequest) -> HttpResponse:
    """The first step; a file that passes the gate leads straight into the second."""
    person = signed_in(request)
    if request.method != "POST":
        return _choose_page(request, ChooseForm())
    form = ChooseForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose_page(request, form, status=422)
    return _second_step(request, person, form)


def _second_step(request: HttpRequest, person: User, form: ChooseForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    try:
        travelling = received(file.read(), file.name or "")
        return _describe_page(
            request, person, travelling, sealed(travelling, person), DescribeForm(initial=travelling.proposals())
        )
    except GalleryError as error:
        form.add_error("file", error.message)
        return _choose_page(request, form, status=error.status)


@require_http_methods(READ_AND_POST)
def describe(request: HttpRequest) -> HttpResponse:
    """The second step: saves, or shows the form again with everything in it."""
    person = signed_in(request)
    if request.method != "POST":
        return HttpResponseRedirect("/upload")
    content, form = request.POST.get("content", ""), DescribeForm(request.POST)
    try:
        travelling = unsealed(content, person)
    except GalleryError as error:
        chooser = ChooseForm({})
        chooser.add_error("file", error.message)
        return _choose_page(request, chooser, status=error.status)
    if not form.is_valid():
        return _describe_page(request, person, travelling, content, form, status=422)
    notebook = _saved(person, travelling, form)
    messages.success(request, _("Saved. “%(title)s” is in the gallery.") % {"title": notebook.title})
    return HttpResponseRedirect(notebook.get_absolute_url())


def _saved(person: User, travelling: Travelling, form: DescribeForm) -> Notebook:
    return create_notebook(
        owner=person,
        by=person,
        cleaned=travelling.cleaned(),
        about=form.about(),
        visibility=form.shown_to(),
        message="Uploaded",
        terms=form.cleaned_data["terms_number"],
        filename=travelling.filename,
    )


def _choose_page(request: HttpRequest, form: ChooseForm, status: int = 200) -> HttpResponse:
    return render(request, "notebooks/upload.html", {"form": form}, status=status)


def _describe_page(
    request: HttpRequest, person: User, travelling: Travelling, content: str, form: DescribeForm, status: int = 200
) -> HttpResponse:
    copies = copies_of(travelling.notebook, person)
    context = {"form": form, "content": content, "upload": travelling, "copies": copies}
    return render(request, "notebooks/describe.html", context, status=status)
