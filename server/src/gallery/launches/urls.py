"""Addresses of *Run in Jupyter*."""

from django.urls import path

from gallery.launches import views

urlpatterns = [path("run/<uuid:uuid>", views.run, name="run")]
