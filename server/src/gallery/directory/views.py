"""Pages on which groups are made, described and left, their members, and the tree of organisations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.actions import person_named
from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.directory import actions
from gallery.directory.forms import GroupForm, MemberForm
from gallery.directory.group_queries import group_head, group_named, members_page
from gallery.directory.models import Group, GroupRole
from gallery.directory.organisation_queries import organisation_named, organisation_tree, people_page
from gallery.directory.permissions import check_manages
from gallery.directory.suggesting import suggested
from gallery.lib.errors import Conflict
from gallery.lib.paging import page_number


@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Make a group; whoever makes it owns it."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "directory/new_group.html", {"form": GroupForm()})
    form = GroupForm(request.POST)
    if not form.is_valid():
        return render(request, "directory/new_group.html", {"form": form}, status=422)
    made = actions.create_group(by=person, **form.cleaned_data)
    messages.success(request, _("%(name)s is there. Now take in the people whom you work with.") % {"name": made.name})
    return HttpResponseRedirect(f"{made.get_absolute_url()}/members")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Change name and description."""
    person, group = _managed(request, slug)
    if request.method != "POST":
        form = GroupForm(initial={"name": group.name, "description": group.description})
        return render(request, "directory/edit_group.html", {"form": form, "group": group_head(person, group)})
    form = GroupForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "group": group_head(person, group)}
        return render(request, "directory/edit_group.html", context, status=422)
    actions.describe_group(group=group, by=person, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(group.get_absolute_url())


def _managed(request: HttpRequest, slug: str) -> tuple[User, Group]:
    person = signed_in(request)
    group = group_named(slug)
    check_manages(person, group)
    return person, group


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a group that owns nothing; one that still does says so."""
    person, group = _managed(request, slug)
    try:
        actions.delete_group(group=group, by=person)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(f"{group.get_absolute_url()}/edit")
    messages.success(request, _("%(name)s is gone. Its members stay who they are.") % {"name": group.name})
    return HttpResponseRedirect("/groups/")


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a group."""
    person = signed_in(request)
    group = group_named(slug)
    try:
        actions.remove_member(group=group, person=person, by=person)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You have left %(name)s.") % {"name": group.name})
    return HttpResponseRedirect(group.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody in the group; here its owners take people in and change what they may do."""
    person = signed_in(request)
    group = group_named(slug)
    if request.method != "POST":
        return _members_page(request, person, group, MemberForm())
    check_manages(person, group)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _members_page(request, person, group, form, status=422)
    member, role = form.taken_in()
    try:
        actions.set_member(group=group, person=member, role=role, by=person)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("%(name)s is in %(group)s as %(role)s.")
        messages.success(request, words % {"name": member.shown_name, "group": group.name, "role": role.label})
    return HttpResponseRedirect(f"{group.get_absolute_url()}/members")


def _members_page(
    request: HttpRequest, person: User, group: Group, form: MemberForm, status: int = 200
) -> HttpResponse:
    page = members_page(person, group, page_number(request.GET.get("page", "")))
    context = {"page": page, "group": page.head, "listing": page, "form": form, "roles": GroupRole.choices}
    return render(request, "directory/members.html", context, status=status)


@require_POST
def remove(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Let a member go."""
    person, group = _managed(request, slug)
    member = person_named(name)
    try:
        actions.remove_member(group=group, person=member, by=person)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("%(name)s is no longer in %(group)s. That counts at once.")
        messages.success(request, words % {"name": member.shown_name, "group": group.name})
    return HttpResponseRedirect(f"{group.get_absolute_url()}/members")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree of organisations."""
    return render(request, "directory/organisations.html", {"branches": organisation_tree(signed_in(request))})


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who belongs to an organisation itself."""
    person = signed_in(request)
    page = people_page(person, organisation_named(slug), page_number(request.GET.get("page", "")))
    return render(request, "directory/people.html", {"page": page, "organisation": page.head, "listing": page})


@require_safe
def suggest_names(request: HttpRequest) -> HttpResponse:
    """Those whose names begin with what is being typed, as a piece of HTML: people, where no other kind is chosen."""
    person, asked = signed_in(request), request.GET
    typed = asked.get("name", asked.get("person", ""))
    found = suggested(person, asked.get("kind", "person"), typed)
    return render(request, "directory/suggested.html", {"found": found, "list": asked.get("list", "")[:20]})
