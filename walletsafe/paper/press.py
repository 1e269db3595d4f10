"""The typesetting library, loaded at its first use: it takes longer to load than most commands to run.

It would execute a settings file from the home folder (``.reportlab_settings``), or modules of that kind from
the folder the program was started in, and heed variables of the environment (``RL_...``). Here it finds empty
settings, and none of those variables. It opens no font but its own. Source: reportlab 5.1, rl_config.py.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

REGULAR: Final = "Vera"
BOLD: Final = "VeraBd"
_FONTS: Final = (REGULAR, BOLD)
_SETTINGS: Final = ("reportlab.local_rl_settings", "reportlab_settings")


@dataclass(frozen=True, slots=True)
class Press:
    """The parts of the library (which has no types), and the characters that all our fonts have."""

    platypus: ModuleType
    styles: ModuleType
    shapes: ModuleType
    colors: ModuleType
    metrics: ModuleType
    characters: frozenset[int]


@cache
def press() -> Press:
    """Load the library and its fonts once."""
    for name in _SETTINGS:
        sys.modules[name] = ModuleType(name)
    for name in [name for name in os.environ if name.startswith("RL_")]:
        del os.environ[name]
    config: Any = import_module("reportlab.rl_config")
    # Else an empty cell or a drawing would ask for a font that no file of ours has in it.
    config.canvas_basefontname = config.defaultGraphicsFontName = REGULAR
    metrics = import_module("reportlab.pdfbase.pdfmetrics")
    characters = _register_fonts(metrics)
    return Press(
        import_module("reportlab.platypus"),
        import_module("reportlab.lib.styles"),
        import_module("reportlab.graphics.shapes"),
        import_module("reportlab.lib.colors"),
        metrics,
        characters,
    )


def _register_fonts(metrics: ModuleType) -> frozenset[int]:
    ttfonts = import_module("reportlab.pdfbase.ttfonts")
    folder = Path(import_module("reportlab").__path__[0], "fonts")
    characters = set(range(0x110000))
    for name in _FONTS:
        font = ttfonts.TTFont(name, str(folder / f"{name}.ttf"))
        metrics.registerFont(font)
        characters &= set(font.face.charToGlyph)
    metrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset(characters)
