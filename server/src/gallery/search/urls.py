"""Addresses of browsing and searching."""

from django.urls import path

from gallery.search import views

urlpatterns = [
    path("notebooks/", views.browse, name="browse"),
    path("suggest", views.suggestions, name="suggest"),
]
