"""Words on the page: always plain text, always wrapped, with room between the lines."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ..style.tokens import LETTERS, LINE_HEIGHT, TITLE_LINE_HEIGHT

PLAIN_TEXT = 0
"""``Qt.TextFormat.PlainText`` as a property takes it.

Touching any of Qt's own enumerations loads all of them, a fifth of the time to the first page: what
that page needs is set through properties, by number.
"""
_TITLES = ("title", "verdict")


class Text(QLabel):
    """A wrapped label that never interprets what it shows.

    ``role`` is one of the type roles of the style sheet (``small``, ``strong``, ``lead``,
    ``title``, ``verdict``, ``mono``, ``code``), ``tone`` a colour token. Lines stand further apart than
    Qt's labels allow, so this one lays them out itself.
    """

    def __init__(self, text: str = "", role: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: tuple[str, str, bool] | None = None
        self._laid_out: dict[int, tuple[QTextLayout, float]] = {}
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setWordWrap(role != "mono")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setText(text)

    def restyle(self, role: str, tone: str) -> None:
        """Change role and colour."""
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller, unless lines must not be broken."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """The height of the text in ``width`` pixels."""
        self.ensurePolished()
        return round(self._lines(width)[1])

    def sizeHint(self) -> QSize:
        """As wide as the longest paragraph, at most a column."""
        self.ensurePolished()
        metrics = QFontMetricsF(self.font())
        width = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0.0)
        if self.wordWrap():
            width = min(width, metrics.averageCharWidth() * LETTERS)
        return QSize(int(width) + 2, self.heightForWidth(int(width) + 2))

    def minimumSizeHint(self) -> QSize:
        """The longest word, unless it is longer than any word should be."""
        if not self.wordWrap():
            return self.sizeHint()
        self.ensurePolished()
        metrics = QFontMetricsF(self.font())
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0.0)
        width = min(int(longest) + 2, int(metrics.averageCharWidth() * 20))
        return QSize(width, round(self._leading()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, in the middle of what height there is."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        layout, height = self._lines(self.width())
        layout.draw(painter, QPointF(0, max(0.0, (self.height() - height) / 2)))

    def _leading(self) -> float:
        pixels = self.font().pixelSize()
        factor = TITLE_LINE_HEIGHT if self.property("role") in _TITLES else LINE_HEIGHT
        # In whole pixels, as Qt's own labels have it: some fonts are higher than a title's lines are apart.
        return max(pixels * factor, ceil(QFontMetricsF(self.font()).height()))

    def _lines(self, width: int) -> tuple[QTextLayout, float]:
        """Lay the text out in ``width`` pixels; return it with its height."""
        look = (self.text(), self.font().key(), self.isRightToLeft())
        if look != self._look:
            self._look = look
            self._laid_out.clear()
        if width not in self._laid_out:
            self._laid_out[width] = self._lay_out(width)
        return self._laid_out[width]

    def _lay_out(self, width: int) -> tuple[QTextLayout, float]:
        option = QTextOption()
        if self.isRightToLeft():
            _mirror(option, self.text())
        wrap = (
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
            if self.wordWrap()
            else QTextOption.WrapMode.NoWrap
        )
        option.setWrapMode(wrap)
        layout = QTextLayout(self.text().replace("\n", "\u2028"), QFont(self.font()))
        layout.setTextOption(option)
        leading, top = self._leading(), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top + (leading - line.height()) / 2))
            top += leading
        layout.endLayout()
        return layout, top


def _mirror(option: QTextOption, text: str) -> None:
    """Put a text on the right; its first strong letter says which way it runs by itself."""
    import unicodedata

    from PySide6.QtCore import Qt

    kinds = (unicodedata.bidirectional(letter) for letter in text)
    strong = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    left_to_right = strong == "L"
    option.setTextDirection(
        Qt.LayoutDirection.LeftToRight if left_to_right else Qt.LayoutDirection.RightToLeft
    )
    option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)


class DemoBadge(QLabel):
    """The mark on everything that belongs to a practice Ledger. Its word is the same in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("DEMO", parent)
        self.setObjectName("demoBadge")
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
