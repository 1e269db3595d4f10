"""The mark on everything that shows words: they are a practice sheet's."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from walletsafe import texts

from .demo import DemoBanner
from .text import DemoBadge


class PracticeBadge(DemoBadge):
    """The word PRACTICE, in the look of DEMO: neither is ever real."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(texts.words("practice", "sheet.mark"))


class PracticeBanner(DemoBanner):
    """The mark and what it means, above a page: nothing scrolls it away."""

    def __init__(self) -> None:
        super().__init__(texts.words("practice", "window.banner"), PracticeBadge())
