"""The typesetting library, loaded at its first use: it takes longer to load than most commands to run.

It would execute files from the home folder (``.reportlab_mods``, ``.reportlab_settings``) or modules of these
names from anywhere, use what others have installed, and heed variables of the environment. Here all of these
are empty, or not there. It opens no font but its own. Source: reportlab 5.1: ``__init__.py``, rl_config.py,
lib/utils.py and lib/rl_safe_eval.py.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

REGULAR: Final = "Vera"
BOLD: Final = "VeraBd"
_FONTS: Final = (REGULAR, BOLD)
_EMPTY: Final = (
    *("reportlab.local_rl_mods", "reportlab_mods"),
    *("reportlab.local_rl_settings", "reportlab_settings"),
)
"""Modules that are there, with nothing in them: where they are not, it looks into the home folder."""
_NOT_THERE: Final = ("_rl_accel", "pyphen", "rlbidi", "uharfbuzz")
"""Modules that it can do without, and with which a page could look different."""
_VARIABLES: Final = re.compile(r"RL_.*|EVAL_DEBUG|SOURCE_DATE_EPOCH")


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
    sys.modules.update({name: ModuleType(name) for name in _EMPTY})
    # What Python takes as "not there", so that the library goes on without it.
    sys.modules.update(dict.fromkeys(_NOT_THERE, cast("ModuleType", None)))
    for name in filter(_VARIABLES.fullmatch, list(os.environ)):
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
