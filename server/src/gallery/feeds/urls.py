"""Addresses of feeds, and of what one follows."""

from django.urls import path

from gallery.feeds import views
from gallery.feeds.lists import ROOMS
from gallery.feeds.models import Kind

urlpatterns = [
    path("feeds/all.atom", views.feed, {"kind": Kind.ALL}, name="feed-all"),
    path("feeds/search.atom", views.search_feed, name="feed-search"),
    *(
        path(f"feeds/{room}/<str:value>.atom", views.feed, {"kind": kind}, name=f"feed-{kind.value}")
        for kind, room in ROOMS.items()
    ),
    path("feeds/stop/<str:signed>", views.stop, name="stop-daily-mail"),
    path("account/feeds", views.account_feeds, name="account-feeds"),
    path("account/feeds/addresses", views.make_token, name="make-feed-token"),
    path("account/feeds/addresses/<int:pk>/revoke", views.revoke_token, name="revoke-feed-token"),
    path("account/feeds/subscriptions", views.follow, name="follow"),
    path("account/feeds/subscriptions/<int:pk>/remove", views.unfollow, name="unfollow"),
    path("account/feeds/mail", views.daily_mail, name="daily-mail"),
]
