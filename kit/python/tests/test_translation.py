"""What the kit says can be translated: all of it goes through gettext, and a catalogue of a language is used."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import commonplace as cp
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from commonplace import errors, translation
from commonplace.display import amount

from tools.surroundings import ROOT

SOURCES = ROOT / "kit/python/src/commonplace"
ERRORS = {name for name in vars(errors) if isinstance(getattr(errors, name), type)}
GERMAN: dict[str | tuple[str, ...], str | tuple[str, ...]] = {
    "There is no data source “{name}”. {meant}": "Es gibt keine Datenquelle „{name}“. {meant}",
    "cp.sources() lists what you may use.": "cp.sources() zeigt, welche Sie verwenden dürfen.",
    ("{number} row", "{number} rows"): ("{number} Zeile", "{number} Zeilen"),
}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A German catalogue of a few sentences; the language is still that of the session."""
    catalog = Catalog(locale="de")
    for english, translated in GERMAN.items():
        catalog.add(english, translated)
    path = tmp_path / "locale/de/LC_MESSAGES/commonplace_kit.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(translation, "LOCALE", tmp_path / "locale")
    for name in translation.SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return path


@pytest.mark.usefixtures("german", "some_plays")
@pytest.mark.parametrize(
    ("setting", "language"),
    [("LANG", "de_DE.UTF-8"), ("LC_ALL", "de"), ("LANGUAGE", "fr:de"), ("LC_MESSAGES", "de_AT")],
)
def test_the_language_is_the_environments(monkeypatch: pytest.MonkeyPatch, setting: str, language: str) -> None:
    assert amount(2, "row") == "2 rows"
    monkeypatch.setenv(setting, language)
    assert (amount(1, "row"), amount(1234, "row")) == ("1 Zeile", "1,234 Zeilen")
    with pytest.raises(errors.SourceNotFound) as raised:
        cp.source("zebra")
    assert str(raised.value) == "Es gibt keine Datenquelle „zebra“. cp.sources() zeigt, welche Sie verwenden dürfen."
    assert amount(2, "job") == "2 jobs"  # is not in the catalogue


def test_a_damaged_catalogue_does_not_take_an_errors_place(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    german.write_bytes(b"no catalogue at all, but some text that is long enough")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert amount(2, "row") == "2 rows"


def plain_sentences(tree: ast.AST) -> Iterator[str]:
    """Texts of errors that no translator will ever see, and f-strings, of which gettext sees nothing."""
    for call in ast.walk(tree):
        name = getattr(getattr(call, "func", None), "id", "")
        if not isinstance(call, ast.Call) or name not in {*ERRORS, "_", "marked", "ngettext"}:
            continue
        for given in call.args:
            plain = isinstance(given, ast.Constant) and isinstance(given.value, str) and name in ERRORS
            if plain or isinstance(given, ast.JoinedStr):
                yield f"line {call.lineno}: {ast.unparse(given)}"


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCES)))
def test_every_error_can_be_translated(path: Path) -> None:
    assert list(plain_sentences(ast.parse(path.read_text()))) == []


def test_an_error_that_cannot_be_translated_would_be_seen() -> None:
    planted = (
        'raise WrongRequest("no")\nraise WrongRequest(f"no {x}")\nraise KitError(_(f"{x}"))\nraise KitError(_("a"))'
    )
    assert len(list(plain_sentences(ast.parse(planted)))) == 3


def formatted(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Sentences with the names that are put into them."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=sentence)]))
            ) if all(keyword.arg for keyword in call.keywords):
                yield str(sentence), {str(keyword.arg) for keyword in call.keywords}


def test_what_is_put_into_a_sentence_has_a_place_in_it() -> None:
    found = [pair for path in SOURCES.rglob("*.py") for pair in formatted(ast.parse(path.read_text()))]
    assert len(found) > 100
    for sentence, names in found:
        sentence.format(**{name: Anything() for name in names})
        assert [name for name in names if f"{{{name}" not in sentence] == [], sentence


class Anything:
    """Can be written in any way."""

    def __format__(self, how: str) -> str:
        return how

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)
