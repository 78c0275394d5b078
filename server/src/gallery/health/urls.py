"""Addresses of health."""

from django.urls import path

from gallery.health import views

urlpatterns = [
    path("notebooks/<uuid:uuid>/health", views.health, name="health"),
    path("notebooks/<uuid:uuid>/<slug:slug>/health", views.below_title, name="health-below-title"),
]
