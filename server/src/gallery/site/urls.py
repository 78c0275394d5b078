"""Every address of the gallery."""

from django.urls import include, path

from gallery.site import pages
from gallery.site.api import api
from gallery.site.operators import healthz, metrics, readyz

urlpatterns = [
    path("api/v1/", api.urls),
    path("o/", include("gallery.provider.openid_urls")),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("", pages.home, name="home"),
    path("help", pages.help_page, name="help"),
    path("terms", pages.terms, name="terms"),
    path("theme", pages.theme, name="theme"),
    path("", include("gallery.identity.urls")),
    path("", include("gallery.accounts.urls")),
    path("", include("gallery.provider.urls")),
    path("", include("gallery.notices.urls")),
    path("", include("gallery.feeds.urls")),
    path("", include("gallery.directory.urls")),
    path("", include("gallery.search.urls")),
    path("", include("gallery.health.urls")),
    path("", include("gallery.wanted.urls")),
    path("", include("gallery.recommendations.urls")),
    path("", include("gallery.notebooks.urls")),
    path("", include("gallery.environments.urls")),
    path("", include("gallery.launches.urls")),
    path("", include("gallery.administration.urls")),
]

handler400 = "gallery.site.errors.bad_request"
handler403 = "gallery.site.errors.forbidden"
handler404 = "gallery.site.errors.not_found"
handler500 = "gallery.site.errors.server_error"
