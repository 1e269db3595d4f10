"""One entry of a list: a mark and, beside it, its sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from ..style.tokens import SPACE
from .layouts import row
from .text import Text


def entry(mark: str, sentence: str) -> QHBoxLayout:
    """Return ``mark`` ("1.", "-") level with the first line of ``sentence``."""
    sign = Text(mark)
    line = row(sign, Text(sentence), gap=SPACE.small)
    line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return line
