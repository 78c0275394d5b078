"""Nothing of Jupyter's own protection is switched off on our addresses."""

import httpx
import pytest
from commonplace_lab.handlers import ROUTES, Asking

from .jupyter import Jupyter

ASKING = [name for name, handler in ROUTES if issubclass(handler, Asking)]
DOING = [name for name, handler in ROUTES if not issubclass(handler, Asking)]


@pytest.mark.parametrize("name", ASKING)
def test_nobody_asks_without_being_signed_in_to_jupyter(ada: Jupyter, name: str) -> None:
    answer = httpx.get(f"{ada.url}/commonplace/{name}")
    assert answer.status_code == 403
    assert "gallery" not in answer.text.lower()


@pytest.mark.parametrize("name", DOING)
def test_nobody_does_anything_without_being_signed_in_to_jupyter(ada: Jupyter, name: str) -> None:
    cookies = {"_xsrf": ada.client.cookies["_xsrf"]}
    headers = {"X-XSRFToken": cookies["_xsrf"]}
    answer = httpx.post(f"{ada.url}/commonplace/{name}", json={}, headers=headers, cookies=cookies)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", DOING)
def test_another_site_cannot_make_the_browser_do_anything(ada: Jupyter, name: str) -> None:
    answer = ada.client.post(f"{ada.url}/commonplace/{name}", json={})  # the cookie alone, as a foreign page sends it
    assert answer.status_code == 403
    assert "_xsrf" in answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"ticket": 1}', "null"])
def test_an_unfit_request_is_answered_in_a_sentence(ada: Jupyter, body: str) -> None:
    headers = {"X-XSRFToken": ada.client.cookies["_xsrf"]}
    answer = ada.client.post(f"{ada.url}/commonplace/redeem", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert "Traceback" not in answer.text
