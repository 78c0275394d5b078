"""Every address of the gallery."""

from django.urls import include, path

from gallery.site.api import api
from gallery.site.operators import healthz, metrics, readyz

urlpatterns = [
    path("api/v1/", api.urls),
    path("o/", include("gallery.accounts.openid_urls")),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("", include("gallery.launches.urls")),
]
