"""Codes are remembered as long as one that is shown again can mean something."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from gallery.provider.ending import tidy
from gallery.provider.models import IssuedCode
from oauth2_provider.models import get_access_token_model, get_grant_model

from server.tests.provider.flow import App


def test_a_used_code_is_remembered_while_its_family_lives(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    tidy()
    assert IssuedCode.objects.count() == 1
    team.posts("/o/revoke_token/", token=had["refresh_token"])
    tidy()
    assert IssuedCode.objects.count() == 1


def test_a_code_is_forgotten_with_its_family(browser: Client, team: App) -> None:
    team.tokens(browser)
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(days=1))
    tidy()
    assert IssuedCode.objects.count() == 0


def test_a_code_in_flight_is_remembered_and_an_expired_one_is_not(browser: Client, team: App) -> None:
    team.code(browser)
    tidy()
    assert IssuedCode.objects.count() == 1
    get_grant_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    tidy()
    assert IssuedCode.objects.count() == 0
