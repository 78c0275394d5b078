"""Promises about the templates: no inline script or style, only icons that exist, every text translatable."""

import re
from pathlib import Path

import gallery
import pytest

ROOT = Path(gallery.__file__).parent
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
FRONT_END = ROOT.parents[1] / "frontend"
DIST = ROOT / "site" / "static" / "dist"
TAG = re.compile(r"<[^>{}]*(?:\{[^>]*?\}[^>{}]*)*>")


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 25


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_inline_script_or_style(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|javascript:", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"hx-on|hx-vals\s*=\s*[\"']js:", text)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


def test_every_icon_is_in_the_sprite_and_every_icon_of_the_sprite_is_used() -> None:
    used = {name for path in TEMPLATES for name in re.findall(r"\{% icon [\"']([\w-]+)[\"']", path.read_text())}
    used |= {"tag", "code-slash", "person", "box-seam"}  # named by views
    used |= {"person-plus", "person-check", "person-dash", "person-x"}  # named by notices
    used |= {"flag"}  # named by notices about health
    used |= {"person", "people", "diagram-3", "envelope"}  # named by the page about sharing
    named = set(re.findall(r'^  "([\w-]+)",$', (FRONT_END / "build" / "icon-names.ts").read_text(), re.MULTILINE))
    assert used == named


def test_every_text_can_be_translated() -> None:
    for path in TEMPLATES:
        text = re.sub(r"\{% (?:translate|icon|asset) .*?%\}|\{\{.*?\}\}|<title>.*?</title>", "", path.read_text())
        text = re.sub(
            r"\{% blocktranslate.*?endblocktranslate %\}|<kbd.*?</kbd>|<code>.*?</code>", "", text, flags=re.DOTALL
        )
        text = re.sub(r"\{%.*?%\}|<[^>]*>", " ", text, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z]{3,}", text)) - {"Commonplace", "middot"}
        assert not words, f"{path.name}: {sorted(words)}"


def test_the_built_style_sheet_asks_for_nothing_from_elsewhere() -> None:
    css = (DIST / "gallery.css").read_text()
    assert "data:" not in css
    assert "url(" not in css
    assert "@import" not in css


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (FRONT_END / "package-lock.json").read_text()
