"""Addresses of notices."""

from django.urls import path

from gallery.notices import views

urlpatterns = [path("notices", views.notices, name="notices")]
