"""Settings: defaults, sentences for wrong ones, and a page that tells the truth about them."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from commonplace_hub import settings
from commonplace_hub.settings import CHECKOUT, WrongSetting, describe, read

GUIDE = CHECKOUT / "docs/how-to/run-the-hub.md"


def test_without_any_setting_everything_is_on_this_machine() -> None:
    ours = read({})
    assert (ours.public_url, ours.gallery_url) == ("http://127.0.0.1:8100", "http://127.0.0.1:8000")
    assert ours.issuer == "http://127.0.0.1:8000/o"
    assert (ours.max_seconds, ours.idle_seconds) == (8 * 3600, 3600)
    assert ours.homes == CHECKOUT / "var/hub/homes"


def test_one_port_moves_everything() -> None:
    ours = read({"PORT": "9000"})
    assert (ours.public_url, ours.gallery_url) == ("http://127.0.0.1:9100", "http://127.0.0.1:9000")


def test_sizes_and_ranges_are_read() -> None:
    ours = read({"COMMONPLACE_SERVER_MEMORY": "2G", "COMMONPLACE_SERVER_UIDS": "50000-50009"})
    assert ours.memory == 2 * 2**30
    assert ours.uids == range(50000, 50010)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("COMMONPLACE_SERVER_MAX_SECONDS", "0"),
        ("COMMONPLACE_SERVER_IDLE_SECONDS", "-5"),
        ("COMMONPLACE_SERVER_MEMORY", "lots"),
        ("COMMONPLACE_SERVER_UIDS", "0-10"),
        ("COMMONPLACE_SERVER_UIDS", "2000-1000"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} is '{re.escape(value.upper() if 'MEM' in name else value)}'"):
        read({name: value})


def test_the_secret_is_never_shown() -> None:
    shown = describe(read({"COMMONPLACE_HUB_CLIENT_SECRET": "hush"}))
    assert "hush" not in str(shown)
    assert shown["client_secret"] == "set"


def _read_by_the_code() -> set[str]:
    names: set[str] = set()
    for file in Path(inspect.getfile(settings)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and re.fullmatch(r"COMMONPLACE_[A-Z_]+|PORT", str(node.value)):
                names.add(str(node.value))
    # told to people's servers, not read by the hub
    told = {"COMMONPLACE_ENDS_AT", "COMMONPLACE_GROUPS", "COMMONPLACE_IDLE_SECONDS", "COMMONPLACE_KEPT"}
    return names - told


def test_the_guide_lists_every_setting_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text(), re.MULTILINE)
    assert sorted(table) == sorted(_read_by_the_code())
