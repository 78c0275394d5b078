"""Addresses of suggestions."""

from django.urls import path

from gallery.recommendations import views

urlpatterns = [
    path("recommended", views.recommended, name="recommended"),
    path("notebooks/<uuid:uuid>/similar", views.similar, name="similar"),
    path("notebooks/<uuid:uuid>/also-viewed", views.also_viewed, name="also-viewed"),
    path("notebooks/<uuid:uuid>/dismiss", views.dismiss, name="dismiss"),
    path("notebooks/<uuid:uuid>/bring-back", views.bring_back, name="bring-back"),
]
