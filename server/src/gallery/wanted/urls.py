"""Addresses of what is wanted."""

from django.urls import path

from gallery.wanted import views

urlpatterns = [
    path("wanted", views.wanted_board, name="wanted-board"),
    path("wanted/ask", views.ask, name="wanted-ask"),
    path("wanted/<uuid:uuid>", views.wanted, name="wanted"),
    path("wanted/<uuid:uuid>/second", views.second, name="wanted-second"),
    path("wanted/<uuid:uuid>/unsecond", views.unsecond, name="wanted-unsecond"),
    path("wanted/<uuid:uuid>/answer", views.answer, name="wanted-answer"),
    path("wanted/<uuid:uuid>/close", views.close, name="wanted-close"),
    path("wanted/<uuid:uuid>/reopen", views.reopen, name="wanted-reopen"),
    path("wanted/<uuid:uuid>/remove", views.remove, name="wanted-remove"),
]
