"""Starred and recently run notebooks wait in two folders when a server has started."""

from pathlib import Path

from .contract_gallery import ContractGallery
from .jupyter import free_port, jupyter

FILLED = "folders of starred and recent notebooks are filled"


def test_both_folders_fill_when_a_server_starts(place: Path, gallery: ContractGallery) -> None:
    stars, recent = gallery.publish("Northern stars", "star = 1"), gallery.publish("Yesterday", "run = 1")
    gallery.starred, gallery.recent = [stars.uuid], [stars.uuid, recent.uuid]
    with jupyter(place, gallery_url=gallery.url) as server:
        server.log.await_words(FILLED)
        assert "run = 1" in (server.folder / "Recent" / "yesterday.ipynb").read_text()
        assert "star = 1" in (server.folder / "Starred" / "northern-stars.ipynb").read_text()
        assert [path.name for path in (server.folder / "Recent").iterdir()] == ["yesterday.ipynb"]


def test_what_is_in_the_folder_already_is_left_alone(place: Path, gallery: ContractGallery) -> None:
    mine = place / "work" / "Starred" / "maps.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my own")
    gallery.starred = [gallery.publish("Maps", "theirs = 1").uuid]
    with jupyter(place, gallery_url=gallery.url) as server:
        server.log.await_words(FILLED)
    assert "theirs = 1" in mine.with_name("maps (2).ipynb").read_text()
    assert mine.read_text() == "my own"


def test_a_server_starts_without_its_gallery(place: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    with jupyter(place, gallery_url=away) as server:
        server.sign_in()
        status = server.get("status").json()
        assert status["signed_in"] is False
        assert "cannot be reached" in status["problem"]
        assert "Traceback" not in str(server.log)


def test_the_panel_hears_what_is_recommended_and_why(place: Path, gallery: ContractGallery) -> None:
    maps = gallery.publish("Maps", "m = 1")
    with jupyter(place, gallery_url=gallery.url) as server:
        server.sign_in()
        assert server.get("shelf").json() == {"starred": [], "recent": [], "recommended": []}  # an older gallery
        gallery.recommended = {maps.uuid: "Trending this month"}
        found = server.get("shelf").json()["recommended"]
        assert found == [{"notebook": maps.uuid, "title": "Maps", "reason": "Trending this month"}]
        assert not (server.folder / "Recommended").exists()
