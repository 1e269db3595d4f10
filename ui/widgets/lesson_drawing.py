"""The drawings of the lessons. Each step says in words what its drawing shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from walletsafe import texts

from ..style.theme import theme
from .line_art import Pen, arrow, boxes, device, hand, person, sheet

_WIDTH, _HEIGHT = 420, 150
_LARGEST_SCALE = 1.6


def _word(name: str) -> str:
    return texts.words("learn", f"picture.{name}")


def _phrase_opens_all(pen: Pen) -> None:
    pen.use(accent=True)
    pen.line((118, 75), (150, 75), (150, 52), (379, 52))
    for number in range(4):
        x = 190 + number * 56
        pen.use(accent=True)
        arrow(pen, (x + 21, 52), (x + 21, 84))
        pen.use()
        pen.box(x, 90, 42, 36, 3)
        pen.line((x, 101), (x + 42, 101))
        pen.ring(x + 21, 114, 7)
    pen.use()
    sheet(pen, 44, 28, 66, 96)


def _words_on_device(pen: Pen) -> None:
    device(pen, 135, 30, (_word("word_asked"), _word("letters")))
    pen.use(accent=True)
    hand(pen, 263, 58)
    pen.fill("")
    pen.ring(263, 55, 14)


def _never_computer(pen: Pen) -> None:
    pen.box(130, 10, 160, 92, 5)
    boxes(pen, (146, 26), 6, 4, (22, 16))
    pen.shape((130, 106), (290, 106), (312, 138), (108, 138))
    for row in range(3):
        pen.line((130 - row * 4, 113 + row * 8), (290 + row * 4, 113 + row * 8))
    _bar(pen, (104, 134), (316, 14))


def _never_phone(pen: Pen) -> None:
    pen.box(172, 6, 76, 138, 11)
    pen.line((200, 14), (220, 14))
    boxes(pen, (182, 30), 2, 6, (29, 16))
    pen.ring(210, 134, 4)
    _bar(pen, (136, 132), (284, 18))


def _never_photo(pen: Pen) -> None:
    pen.use(dashed=True)
    pen.line((166, 66), (266, 26))
    pen.line((166, 86), (266, 124))
    pen.use()
    pen.box(76, 46, 92, 62, 8)
    pen.shape((102, 46), (108, 36), (136, 36), (142, 46))
    pen.ring(122, 78, 21)
    pen.ring(122, 78, 11)
    sheet(pen, 272, 26, 70, 98)
    _bar(pen, (90, 136), (330, 14))


def _never_cloud(pen: Pen) -> None:
    for x, y in ((66, 88), (210, 104), (354, 88)):
        pen.use(dashed=True)
        pen.line((x, y - 8), (210, 58))
        pen.use()
        person(pen, x, y)
    path = QPainterPath(QPointF(146, 92))
    path.cubicTo(112, 92, 112, 54, 146, 54)
    path.cubicTo(150, 14, 214, 4, 228, 32)
    path.cubicTo(262, 18, 286, 44, 272, 62)
    path.cubicTo(296, 70, 290, 92, 268, 92)
    path.closeSubpath()
    pen.path(path)
    sheet(pen, 186, 30, 48, 56)
    _bar(pen, (110, 140), (310, 10))


def _fake_page(pen: Pen) -> None:
    pen.box(70, 8, 240, 134, 6)
    pen.line((70, 34), (310, 34))
    for x in (80, 89, 98):
        pen.ring(x, 21, 2.5)
    pen.box(110, 14, 190, 14, 7)
    pen.write("ledger-update[.]example", (116, 14, 178, 14), left=True)
    pen.shape((82, 52), (90, 44), (98, 52), (90, 60))
    pen.box(108, 48, 128, 9, 4)
    pen.fill("ink")
    pen.box(108, 48, 102, 9, 4)
    pen.fill("surface")
    pen.write(_word("percent"), (240, 43, 30, 18))
    pen.ring(290, 53, 11)
    pen.line((290, 46), (290, 53), (285, 56))
    boxes(pen, (84, 72), 8, 3, (27, 21))
    pen.use(accent=True)
    pen.fill("")
    pen.arc(290, 53, 15, 60, 240)
    arrow(pen, (352, 21), (304, 21))
    arrow(pen, (352, 53), (311, 53))
    arrow(pen, (352, 101), (304, 101))


def _letter_with_marks(pen: Pen) -> None:
    pen.box(120, 6, 180, 138, 3)
    pen.shape((134, 24), (142, 16), (150, 24), (142, 32))
    pen.write(_word("reference"), (222, 16, 68, 14))
    pen.write(_word("validation"), (134, 42, 120, 15), bold=True, left=True)
    for y in (66, 76):
        pen.line((134, y), (286, y))
    pen.write(_word("deadline"), (134, 84, 80, 15), bold=True, left=True)
    pen.line((134, 110), (214, 110))
    pen.line((134, 120), (196, 120))
    _square_code(pen, 240, 92)
    pen.use(accent=True)
    arrow(pen, (74, 50), (126, 50))
    arrow(pen, (74, 92), (126, 92))
    arrow(pen, (346, 114), (294, 114))


def _square_code(pen: Pen, x: float, y: float) -> None:
    """A square code in outline: nothing that a camera could read."""
    pen.box(x, y, 46, 46)
    pen.fill("ink")
    for column, row in ((4, 4), (32, 4), (4, 32)):
        pen.box(x + column, y + row, 10, 10)
    for place in (17, 23, 29):
        pen.box(x + place, y + place, 3, 3)
        pen.box(x + 46 - place, y + place + 6, 3, 3)
    pen.fill("surface")


def _parcel(pen: Pen) -> None:
    pen.shape((124, 76), (98, 52), (196, 52), (212, 76))
    pen.shape((288, 76), (314, 52), (228, 52), (212, 76))
    pen.box(150, 36, 116, 50, 3)
    pen.box(172, 44, 72, 20, 9)
    pen.ring(182, 54, 4)
    pen.ring(234, 54, 4)
    pen.box(192, 48, 32, 12, 2)
    pen.shape((186, 6), (252, 16), (245, 46), (180, 36))
    pen.line((194, 17), (238, 24))
    pen.line((192, 25), (230, 31))
    pen.box(124, 76, 176, 66, 2)
    cable = QPainterPath(QPointF(344, 132))
    cable.cubicTo(398, 132, 398, 92, 362, 96)
    cable.cubicTo(336, 100, 352, 118, 380, 112)
    pen.fill("")
    pen.path(cable)
    pen.fill("surface")
    pen.box(332, 127, 14, 10, 2)
    pen.use(accent=True, width=2.5)
    pen.line((340, 84), (396, 140))
    pen.line((396, 84), (340, 140))


def _caller(pen: Pen) -> None:
    pen.fill("")
    for radius in (14, 22):
        pen.arc(60, 40, radius, 120, 120)
        pen.arc(140, 40, radius, -60, 120)
    pen.fill("surface")
    pen.box(62, 4, 76, 138, 11)
    pen.write(_word("caller"), (67, 22, 66, 18), bold=True)
    person(pen, 100, 54)
    pen.ring(120, 104, 9)
    pen.use(accent=True)
    pen.fill_accent()
    pen.ring(82, 104, 9)
    pen.use(dashed=True)
    pen.line((166, 60), (282, 60))
    pen.use()
    hand(pen, 90, 99)
    person(pen, 306, 58)
    pen.box(336, 40, 62, 46, 4)
    pen.shape((358, 86), (376, 86), (382, 100), (352, 100))
    pen.line((270, 100), (404, 100))
    sheet(pen, 286, 84, 42, 52)


def _paper_two_places(pen: Pen) -> None:
    for x in (14, 302):
        pen.box(x + 10, 62, 84, 76)
        pen.shape((x, 64), (x + 52, 18), (x + 104, 64))
        pen.use(accent=True)
        pen.box(x + 26, 84, 52, 36, 2)
        pen.line((x + 26, 84), (x + 52, 104), (x + 78, 84))
        pen.use()
    device(pen, 135, 88, ())


def _recovery_check_device(pen: Pen) -> None:
    sheet(pen, 40, 18, 76, 116)
    pen.fill("")
    cable = QPainterPath(QPointF(300, 75))
    cable.cubicTo(330, 75, 318, 110, 346, 110)
    pen.path(cable)
    pen.fill("surface")
    pen.box(346, 98, 30, 24, 4)
    pen.line((376, 105), (386, 105))
    pen.line((376, 115), (386, 115))
    pen.line((392, 84), (392, 136))
    device(pen, 150, 50, (_word("check"), _word("word_asked")))
    pen.use(accent=True)
    pen.fill("")
    pen.box(187, 56, 76, 38, 4)


def _passphrase_two_doors(pen: Pen) -> None:
    sheet(pen, 30, 32, 62, 86)
    for x in (180, 316):
        pen.box(x, 18, 58, 122, 1)
        pen.ring(x + 47, 80, 3)
    pen.line((150, 140), (404, 140))
    arrow(pen, (100, 74), (172, 74))
    pen.line((61, 24), (61, 8), (276, 8), (276, 40))
    pen.line((276, 70), (276, 100))
    arrow(pen, (276, 100), (308, 100))
    pen.use(accent=True)
    pen.ring(262, 54, 9)
    pen.line((271, 54), (298, 54))
    pen.line((290, 54), (290, 62))
    pen.line((298, 54), (298, 61))


def _clock_ten_minutes(pen: Pen) -> None:
    pen.ring(100, 75, 64)
    pen.use(accent=True)
    pen.fill_accent()
    pen.slice(100, 75, 63, 30, 60)
    pen.use()
    for x, y in ((100, 16), (159, 75), (100, 134), (41, 75)):
        pen.ring(x, y, 1)
    pen.line((100, 75), (100, 28))
    pen.line((100, 75), (128, 91))
    for number, name in enumerate(("stop", "move", "later")):
        y = 26 + number * 38
        pen.use(accent=number < 2)
        if number < 2:
            pen.fill_accent()
        pen.ring(206, y + 11, 4)
        pen.use()
        pen.write(_word(name), (220, y, 196, 22), bold=number < 2, left=True)


def _bar(pen: Pen, start: tuple[float, float], end: tuple[float, float]) -> None:
    """The bar across everything that must not be done."""
    pen.use(accent=True, width=3)
    pen.line(start, end)


_SCENES: Mapping[str, tuple[Callable[[Pen], None], str]] = {
    "caller": (_caller, "danger"),
    "clock-ten-minutes": (_clock_ten_minutes, "accent"),
    "fake-page": (_fake_page, "danger"),
    "letter-with-marks": (_letter_with_marks, "danger"),
    "never-cloud": (_never_cloud, "danger"),
    "never-computer": (_never_computer, "danger"),
    "never-phone": (_never_phone, "danger"),
    "never-photo": (_never_photo, "danger"),
    "paper-two-places": (_paper_two_places, "accent"),
    "parcel": (_parcel, "danger"),
    "passphrase-two-doors": (_passphrase_two_doors, "accent"),
    "phrase-opens-all": (_phrase_opens_all, "accent"),
    "recovery-check-device": (_recovery_check_device, "accent"),
    "words-on-device": (_words_on_device, "accent"),
}
"""How each drawing is drawn, and in which colour its accent is."""

DRAWN = frozenset(_SCENES)
"""The names of all drawings."""


class LessonDrawing(QWidget):
    """The drawing ``name``; ``description`` says the same to whoever cannot see it.

    ``widest`` is in pixels; by default it is as wide as suits the person's text size.
    """

    def __init__(self, name: str, description: str, widest: int | None = None) -> None:
        super().__init__()
        self._scene, self._accent = _SCENES[name]
        self._width = widest
        self.setAccessibleName(texts.words("learn", "lesson.drawing"))
        self.setAccessibleDescription(description)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The drawing at the person's text size."""
        width = self._widest()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Half of it: large text leaves less room than the drawing would like."""
        return self.sizeHint() / 2

    def heightForWidth(self, width: int) -> int:
        """Its height in ``width`` pixels."""
        return round(min(width, self._widest()) * _HEIGHT / _WIDTH)

    def _widest(self) -> int:
        return self._width or round(_WIDTH * min(theme().scale, _LARGEST_SCALE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scene. What it shows does not change its sides with the language."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        factor = min(self.width(), self._widest()) / _WIDTH
        painter.translate((self.width() - _WIDTH * factor) / 2, 0)
        painter.scale(factor, factor)
        self._scene(Pen(painter, self.font().family(), self._accent))
