"""From the browser's half through the Jupyter server to the gallery, over real HTTP."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .contract_gallery import TOKEN, ContractGallery
from .jupyter import Jupyter, free_port, jupyter
from .test_records import SECRET, told

RULES = {"record": True, "causes": True}


@pytest.fixture
def server(place: Path, gallery: ContractGallery) -> Iterator[Jupyter]:
    gallery.rules = RULES
    with jupyter(place, gallery_url=gallery.url) as made:
        made.sign_in()
        yield made


def arrived(gallery: ContractGallery, items: list[dict[str, Any]]) -> None:
    gallery.await_records({item["id"] for item in items})


def test_records_arrive_and_hold_nothing_else(server: Jupyter, gallery: ContractGallery) -> None:
    items = [told(), told(success=False, error_type="PermissionError", evalue=SECRET, source=SECRET)]
    assert server.post("executions", items=items).json() == {"kept": 2}
    arrived(gallery, items)
    fields = {"id", "notebook", "revision", "cell_hash", "success", "runtime_ms", "started_at"}
    worked, failed = (gallery.executions[item["id"]] for item in items)
    assert (set(worked), set(failed)) == (fields, fields | {"cause"})
    assert failed["cause"] == "right"
    assert SECRET not in str(server.log)


def test_the_outbox_is_the_persons_alone(server: Jupyter) -> None:
    server.post("executions", items=[told()])
    file = server.data / "commonplace" / "executions.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_server_that_ends_hands_over_what_waits(place: Path, gallery: ContractGallery) -> None:
    gallery.rules = RULES
    items = [told() for _ in range(3)]
    with jupyter(place, gallery_url=gallery.url) as server:
        server.sign_in()
        server.post("executions", items=items)
    assert set(gallery.executions) == {item["id"] for item in items}


def test_records_survive_a_gallery_that_is_away_and_a_restart(place: Path, gallery: ContractGallery) -> None:
    items = [told(), told()]
    with jupyter(place, gallery_url=f"http://127.0.0.1:{free_port()}") as server:
        server.sign_in()
        assert server.post("executions", items=items).json() == {"kept": 2}
        assert "Traceback" not in str(server.log)
    gallery.rules = RULES
    with jupyter(place, gallery_url=gallery.url):
        arrived(gallery, items)
    assert set(gallery.batches) == {2}  # together; a second time where the answer came too late to be heard


def test_the_folder_that_outlives_a_server_holds_the_outbox(place: Path, gallery: ContractGallery) -> None:
    kept = place / "kept"
    kept.mkdir()
    with jupyter(
        place, gallery_url=f"http://127.0.0.1:{free_port()}", environ={"COMMONPLACE_KEPT": str(kept)}
    ) as server:
        server.sign_in()
        server.post("executions", items=[told()])
        server.post("recording-told")
    assert sorted(path.name for path in kept.iterdir()) == ["executions.sqlite", "recording-notice-1"]


def test_the_rules_are_told_and_once_the_person(server: Jupyter) -> None:
    assert server.get("recording").json() == RULES | {"told": False}
    server.post("recording-told")
    assert server.get("recording").json() == RULES | {"told": True}


def test_rules_of_a_gallery_that_is_away_are_unknown(place: Path) -> None:
    with jupyter(place, gallery_url=f"http://127.0.0.1:{free_port()}") as server:
        server.sign_in()
        assert server.get("recording").json() == {"record": None, "causes": None, "told": False}


@pytest.mark.parametrize("rules", [None, {"record": False, "causes": True}])
def test_where_nothing_is_recorded_nothing_is_kept(
    place: Path, gallery: ContractGallery, rules: dict[str, bool] | None
) -> None:
    gallery.rules = rules
    with jupyter(place, gallery_url=gallery.url) as server:
        server.sign_in()
        assert server.get("recording").json() == {"record": False, "causes": False, "told": False}
        assert server.post("executions", items=[told()]).json() == {"kept": 0}
    assert not (place / "data" / "commonplace" / "executions.sqlite").exists()
    assert gallery.executions == {}


def test_signing_out_leaves_nothing_for_the_next_person(server: Jupyter, gallery: ContractGallery) -> None:
    items = [told()]
    server.post("executions", items=items)
    assert server.post("sign-out").status_code == 200
    assert set(gallery.executions) == {items[0]["id"]}
    gallery.broken = True
    server.post("executions", items=[told()])
    server.post("sign-out")
    gallery.broken = False
    assert server.post("sign-in", token=TOKEN).status_code == 200
    later = [told()]
    server.post("executions", items=later)
    arrived(gallery, later)
    assert len(gallery.executions) == 2


def test_what_is_no_record_does_not_keep_the_others(server: Jupyter, gallery: ContractGallery) -> None:
    item = told()
    assert server.post("executions", items=[{"id": SECRET}, item, None]).json() == {"kept": 1}
    arrived(gallery, [item])
    assert SECRET not in str(server.log)


@pytest.mark.parametrize("items", [None, {}, "text"])
def test_an_unfit_list_is_a_sentence(server: Jupyter, items: object) -> None:
    answer = server.post("executions", items=items)
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad-request")


def test_too_many_at_once_are_refused(server: Jupyter) -> None:
    assert server.post("executions", items=[told()] * 1001).status_code == 413


def test_a_disk_that_takes_nothing_is_told(place: Path, gallery: ContractGallery) -> None:
    gallery.rules = RULES
    (place / "data" / "commonplace" / "executions.sqlite").mkdir()
    with jupyter(place, gallery_url=gallery.url) as server:
        server.sign_in()
        answer = server.post("executions", items=[told()])
    assert (answer.status_code, answer.json()["reason"]) == (503, "not-kept")
    assert "Your notebook is not affected." in answer.json()["message"]


def test_health_and_reports_pass_through(server: Jupyter, gallery: ContractGallery) -> None:
    item = told()
    gallery.health = {"outage": None, "others": {"users": 1, "working": 1, "failing": 0, "failing_since": None}}
    answer = server.get(f"health?notebook={item['notebook']}&cell={item['cell_hash']}")
    assert answer.json() == gallery.health
    assert server.post("report", notebook=item["notebook"], cell_hash=item["cell_hash"]).json() == {}
    assert gallery.reports == [(item["notebook"], item["cell_hash"])]
    assert server.post("report", notebook="../me", cell_hash=item["cell_hash"]).status_code == 400
