from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walletsafe.ui import words as words_module
from walletsafe.ui.style.theme import theme
from walletsafe.ui.style.tokens import DARK, LIGHT, SHAPE_PAIRS, TEXT_PAIRS, Colours

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "ui").rglob("*.py"))


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_keeps_the_contrast_of_aa(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_outlines_of_controls_keep_the_contrast_of_aa(colours: Colours, shape: str, ground: str) -> None:
    assert contrast(getattr(colours, shape), getattr(colours, ground)) >= 3


def test_colours_are_written_in_one_file_only() -> None:
    found = [
        path.name
        for path in SOURCES
        if path.name != "tokens.py" and re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text("utf-8"))
    ]
    assert found == []


def test_the_look_follows_the_systems_colour_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    look = theme()
    look.listen()
    hints = qapp.styleHints()
    with qtbot.waitSignal(look.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.colours is DARK
    assert DARK.paper in qapp.styleSheet()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert look.colours is LIGHT
    assert LIGHT.paper in qapp.styleSheet()


def test_the_words_are_read_as_toml_has_them() -> None:
    path = ROOT / "resources" / "text" / "en" / "window.toml"
    assert tomllib.loads(path.read_text("utf-8")) == words_module._SECTIONS


def test_every_text_of_the_window_is_used_and_every_used_one_exists() -> None:
    table = tomllib.loads((ROOT / "resources" / "text" / "en" / "window.toml").read_text("utf-8"))
    written = {f"{section}.{name}" for section, entries in table.items() for name in entries}
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    used = {key for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', source) if key.split(".")[0] in table}
    used |= {f"pages.{name}" for name in re.findall(r'page_name ?= ?"([a-z_]+)"', source)}
    made_up = {"step.done", "step.now", "step.waiting", "save.txt", "save.html", "save.json", "save.pdf"}
    # A page with a text file of its own may have sections of the same names.
    own = [path for path in SOURCES if (path.parent / "words.py").exists() and path.parent.name != "ui"]
    used -= {key for path in own for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text())} - written
    assert used <= written
    assert written - used - made_up == set()
