"""Addresses of the way in."""

from django.urls import path

from gallery.identity.views import exchange, farewell, provider, registration, saml, sign_in, ways

urlpatterns = [
    path("account/sign-in", sign_in.sign_in, name="sign-in"),
    path("account/sign-in/with/<slug:key>", provider.start, name="sign-in-with"),
    path("account/sign-in/from/<slug:key>", provider.back, name="sign-in-from"),
    path("account/sign-in/farewell/<slug:key>", farewell.farewell, name="sign-in-farewell"),
    path("account/register", registration.register, name="register"),
    path("account/register/<str:token>", registration.confirmed, name="register-confirmed"),
    path("o/exchange/", exchange.exchange_token, name="exchange-token"),
    path("account/saml/<slug:key>/metadata", saml.metadata, name="saml-metadata"),
    path("account/saml/<slug:key>/acs", saml.consume, name="saml-acs"),
    path("account/saml/<slug:key>/done", saml.done, name="saml-done"),
    path("account/ways/add/<slug:key>", ways.add, name="add-way"),
    path("account/ways/confirm", ways.confirm, name="confirm-way"),
    path("account/ways/<int:pk>/remove", ways.remove, name="remove-way"),
]
