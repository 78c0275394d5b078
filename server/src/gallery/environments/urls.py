"""Addresses of registered Jupyter servers."""

from django.urls import path

from gallery.environments import views

urlpatterns = [
    path("environments/", views.environments, name="environments"),
    path("environments/<uuid:uuid>/remove", views.forget, name="remove-environment"),
]
