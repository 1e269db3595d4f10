"""How a check ended: a sign and a colour for each outcome, and a line with both."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout

from walletsafe.findings import Outcome

from ..style.tokens import SPACE
from .glyphs import Glyph
from .layouts import row
from .text import Text

SIGNS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.PASSED: ("good", "good"),
    Outcome.DID_NOT_PASS: ("danger", "danger"),
    Outcome.COULD_NOT_CHECK: ("unknown", "unknown"),
    Outcome.NOT_CHECKED_YET: ("waiting", "unknown"),
    Outcome.STOPPED: ("stopped", "muted"),
}
"""Glyph and tone of each outcome."""


def tone_reported(tone: str) -> str:
    """The tone of what was not checked here and now. It can be forged: no crop of it may look good."""
    return "muted" if tone == "good" else tone


def outcome_line(outcome: Outcome, text: str, role: str = "", *, reported: bool = False) -> QHBoxLayout:
    """Return ``text``, which says the outcome in words, behind its sign.

    ``reported``: it was not checked here and now.
    """
    sign, tone = SIGNS[outcome]
    tone = tone_reported(tone) if reported else tone
    return row(Glyph(sign, tone, 20), Text(text, role), gap=SPACE.small)
