"""Signing in to the gallery where no hub does it."""

import stat

from .contract_gallery import TOKEN, ContractGallery
from .jupyter import Jupyter


def test_a_stranger_is_asked_to_sign_in(stranger: Jupyter) -> None:
    status = stranger.get("status").json()
    assert (status["signed_in"], status["user"], status["problem"]) == (False, None, None)
    assert status["can_sign_in"]


def test_a_stranger_gets_a_sentence_instead_of_notebooks(stranger: Jupyter) -> None:
    answer = stranger.get("search?q=rivers")
    assert answer.status_code == 403
    assert answer.json()["reason"] == "not-signed-in"
    assert "connect once" in answer.json()["message"]


def test_the_token_is_kept_for_its_owner_alone(ada: Jupyter) -> None:
    file = ada.data / "commonplace" / "gallery-token"
    assert file.read_text() == TOKEN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ada.get("status").json()["user"]["full_name"] == "Ada Lovelace"


def test_the_token_is_nowhere_else(ada: Jupyter) -> None:
    assert TOKEN not in str(ada.log)
    assert TOKEN not in ada.get("status").text


def test_a_wrong_token_is_refused_and_not_kept(stranger: Jupyter) -> None:
    answer = stranger.post("sign-in", token="wrong")
    assert (answer.status_code, answer.json()["reason"]) == (403, "sign-in-refused")
    assert not (stranger.data / "commonplace" / "gallery-token").exists()


def test_what_is_no_token_never_reaches_the_gallery(stranger: Jupyter) -> None:
    answer = stranger.post("sign-in", token="two\nlines")
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad-token")


def test_signing_out_deletes_the_token(ada: Jupyter) -> None:
    assert ada.post("sign-out").status_code == 200
    assert not (ada.data / "commonplace" / "gallery-token").exists()
    assert ada.get("status").json()["signed_in"] is False


def test_a_token_that_was_revoked_is_explained(ada: Jupyter, gallery: ContractGallery) -> None:
    gallery.tokens.clear()
    status = ada.get("status").json()
    assert status["signed_in"] is False
    assert "connect again" in status["problem"]


def test_a_gallery_that_is_out_of_order_is_explained(ada: Jupyter, gallery: ContractGallery) -> None:
    gallery.broken = True
    answer = ada.get("shelf")
    assert answer.status_code == 502
    assert answer.json()["message"] == "Something broke on our side."
