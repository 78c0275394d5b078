"""Lists: tags, languages, people, and the notebooks under each."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gallery.accounts.current import reader
from gallery.lib.languages import shown_language
from gallery.lib.paging import page_number
from gallery.notebooks.counted_pages import counted_page
from gallery.notebooks.queries import (
    SORTS,
    Counted,
    Listing,
    languages_seen,
    packages_seen,
    people_seen,
    person_page,
    tags_seen,
    under_language,
    under_package,
    under_tag,
)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """All tags."""
    about = _("Words that authors put on their notebooks.")
    return _index(request, _("Tags"), about, "tag", tags_seen(reader(request)))


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """All languages."""
    about = _("Programming languages of the notebooks that you can see.")
    return _index(request, _("Languages"), about, "code-slash", languages_seen(reader(request)))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All authors."""
    about = _("Authors of the notebooks that you can see.")
    return _index(request, _("People"), about, "person", people_seen(reader(request)))


def _index(request: HttpRequest, title: str, about: str, icon: str, items: Sequence[Counted]) -> HttpResponse:
    listing = counted_page(items, q=request.GET.get("q", ""), page=page_asked(request))
    context = {"title": title, "about": about, "icon": icon, "listing": listing}
    return render(request, "notebooks/index.html", context)


@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """All packages."""
    about = _("What the notebooks that you can see import. Before a package changes, look here whom it concerns.")
    return _index(request, _("Packages"), about, "box-seam", packages_seen(reader(request)))


@require_safe
def package(request: HttpRequest, name: str) -> HttpResponse:
    """Which notebooks import a package."""
    found = under_package(reader(request), name, sort=sort_asked(request), page=page_asked(request))
    title = _("Which notebooks use %(package)s?") % {"package": name}
    search = urlencode({"imports": name})
    return _listed(request, found, title=title, icon="box-seam", search=search, up=("/packages/", _("Packages")))


@require_safe
def tag(request: HttpRequest, name: str) -> HttpResponse:
    """Notebooks with a tag."""
    found = under_tag(reader(request), name, sort=sort_asked(request), page=page_asked(request))
    return _listed(request, found, title=name, icon="tag", search=f"tag={name}", up=("/tags/", _("Tags")))


@require_safe
def language(request: HttpRequest, name: str) -> HttpResponse:
    """Notebooks in a language."""
    found = under_language(reader(request), name, sort=sort_asked(request), page=page_asked(request))
    title = shown_language(name)
    return _listed(
        request,
        found,
        title=title,
        icon="code-slash",
        search=f"language={name}",
        up=("/languages/", _("Languages")),
    )


def _listed(request: HttpRequest, found: Listing, **words: object) -> HttpResponse:
    return render(request, "notebooks/listed.html", {"listing": found, "sort": sort_asked(request), **words})


@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """Somebody and their notebooks, as far as the reader may see them."""
    page = person_page(reader(request), name, sort=sort_asked(request), page=page_asked(request))
    return render(
        request, "notebooks/person.html", {"page": page, "listing": page.listing, "sort": sort_asked(request)}
    )


def page_asked(request: HttpRequest) -> int:
    """The number in `?page=`; the first page for anything that is no number."""
    return page_number(request.GET.get("page", ""))


def sort_asked(request: HttpRequest) -> str:
    """The order in `?sort=`; latest first for anything unknown."""
    sort = request.GET.get("sort", "")
    return sort if sort in SORTS else "updated"
