"""The guide's example files are read by the code that it describes."""

import re
from pathlib import Path

import pytest
from gallery.identity.provider_file import KINDS, read_providers
from gallery.site.config import CHECKOUT, described_settings

GUIDE = CHECKOUT / "docs/how-to/sign-in-with-your-organisation.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
WHOLE = [text for text in EXAMPLES if "[[provider]]" in text]
ENV = {"CORPORATE_SECRET": "x", "DIRECTORY_PASSWORD": "x"}


def read(tmp_path: Path, text: str) -> tuple[object, list[str]]:
    path = tmp_path / "sign-in.toml"
    path.write_text(text, encoding="utf-8")
    for name in re.findall(r'_file = "([^"]+)"', text):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return read_providers(path, ENV)


@pytest.mark.parametrize("text", WHOLE)
def test_each_example_is_right(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text)[1] == []


def test_all_examples_fit_into_one_file(tmp_path: Path) -> None:
    assert read(tmp_path, "\n".join(WHOLE))[1] == []


def test_there_is_an_example_of_each_kind() -> None:
    assert {re.findall(r'kind = "(\w+)"', text)[0] for text in WHOLE} == set(KINDS)


def test_the_line_for_the_hub_fits_into_the_first_example(tmp_path: Path) -> None:
    (line,) = [text for text in EXAMPLES if text not in WHOLE]
    assert read(tmp_path, WHOLE[0] + line)[1] == []


def test_the_settings_named_are_settings() -> None:
    known = {str(one["name"]) for one in described_settings()}
    hub = (CHECKOUT / "docs/how-to/run-the-hub.md").read_text(encoding="utf-8")
    named = set(re.findall(r"COMMONPLACE_[A-Z_]+", GUIDE.read_text(encoding="utf-8")))
    assert named
    assert all(name in known or f"`{name}`" in hub for name in named)
