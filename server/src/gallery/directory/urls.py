"""Addresses of groups and organisations that need no notebooks; their pages with notebooks are a floor above."""

from django.urls import path

from gallery.directory import views

urlpatterns = [
    path("groups/new", views.new_group, name="new-group"),
    path("groups/<slug:slug>/edit", views.edit_group, name="edit-group"),
    path("groups/<slug:slug>/delete", views.delete, name="delete-group"),
    path("groups/<slug:slug>/leave", views.leave, name="leave-group"),
    path("groups/<slug:slug>/members", views.members, name="members"),
    path("groups/<slug:slug>/members/<str:name>/remove", views.remove, name="remove-member"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/people", views.people, name="organisation-people"),
    path("suggest/names", views.suggest_names, name="suggest-names"),
]
