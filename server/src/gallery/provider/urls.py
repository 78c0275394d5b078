"""Addresses of the pages: for everybody about themselves, and for administrators."""

from django.urls import path
from django.views.decorators.common import no_append_slash

from gallery.provider.views import applications, clients

urlpatterns = [
    path("account/applications", applications.applications, name="applications"),
    path("account/applications/<int:pk>/withdraw", applications.withdraw, name="withdraw-application"),
    path("admin/clients/", no_append_slash(clients.clients), name="clients"),
    path("admin/clients/<int:pk>", clients.client, name="client"),
    path("admin/clients/<int:pk>/secret", clients.secret, name="client-secret"),
    path("admin/clients/<int:pk>/remove", clients.remove, name="remove-client"),
]
