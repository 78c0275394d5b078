"""Addresses about oneself."""

from django.urls import path

from gallery.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/sign-out", views.sign_out, name="sign-out"),
    path("account/profile", views.save_profile, name="save-profile"),
    path("account/password", views.save_password, name="save-password"),
    path("account/tokens", views.make_token, name="make-token"),
    path("account/tokens/<int:pk>/revoke", views.revoke, name="revoke-token"),
]
