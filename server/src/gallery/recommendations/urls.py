"""Addresses of suggestions."""

from django.urls import path

from gallery.recommendations import views

urlpatterns = [path("notebooks/<uuid:uuid>/similar", views.similar, name="similar")]
