"""Addresses of notebooks. The words after the number are reserved: see `Notebook.slug`."""

from django.urls import path

from gallery.notebooks.views import cells, changing, groups, lists, reading, sharing, uploading

urlpatterns = [
    path("upload", uploading.choose, name="upload"),
    path("upload/describe", uploading.describe, name="upload-describe"),
    path("trash", changing.trash_page, name="trash-page"),
    path("tags/", lists.tags, name="tags"),
    path("tags/<str:name>", lists.tag, name="tag"),
    path("languages/", lists.languages, name="languages"),
    path("languages/<str:name>", lists.language, name="language"),
    path("people/", lists.people, name="people"),
    path("people/<str:name>", lists.person, name="person"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<slug:slug>", groups.group, name="group"),
    path("groups/<slug:slug>/landing", groups.landing, name="group-landing"),
    path("organisations/<slug:slug>", groups.organisation, name="organisation"),
    path("notebooks/<uuid:uuid>/cells/<str:cell>/elsewhere", cells.elsewhere, name="elsewhere"),
    path("notebooks/<uuid:uuid>/history", reading.history, name="history"),
    path("notebooks/<uuid:uuid>/download", reading.download, name="download"),
    path("notebooks/<uuid:uuid>/star", reading.star, name="star"),
    path("notebooks/<uuid:uuid>/unstar", reading.unstar, name="unstar"),
    path("notebooks/<uuid:uuid>/share", sharing.share, name="share"),
    path("notebooks/<uuid:uuid>/visibility", sharing.visibility, name="visibility"),
    path("notebooks/<uuid:uuid>/shares/<int:pk>/remove", sharing.unshare, name="unshare"),
    path("notebooks/<uuid:uuid>/demands", sharing.demands, name="demands"),
    path("notebooks/<uuid:uuid>/give", sharing.give, name="give"),
    path("notebooks/<uuid:uuid>/requests/<int:pk>", sharing.answer, name="answer-request"),
    path("notebooks/<uuid:uuid>/ask", sharing.ask, name="ask"),
    path("notebooks/<uuid:uuid>/take-over", sharing.take_over, name="take-over"),
    path("invitations/<str:signed>", sharing.invitation, name="invitation"),
    path("invitations/<str:signed>/accept", sharing.accept_invitation, name="accept-invitation"),
    path("notebooks/<uuid:uuid>/edit", changing.edit, name="edit"),
    path("notebooks/<uuid:uuid>/restore", changing.restore, name="restore"),
    path("notebooks/<uuid:uuid>/trash", changing.trash, name="trash"),
    path("notebooks/<uuid:uuid>/untrash", changing.untrash, name="untrash"),
    path("notebooks/<uuid:uuid>", reading.notebook, name="notebook-short"),
    path("notebooks/<uuid:uuid>/<slug:slug>", reading.notebook, name="notebook"),
]
