"""What every view of Practise is made of: a page that scrolls, and the buttons below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from walletsafe import texts

from ...widgets.bar_page import BarPage
from ...widgets.buttons import ActionButton
from ...widgets.layouts import ScrollPage


class PractiseView(BarPage):
    """Add to ``column``; ``first`` is the control that the keyboard begins at. Esc goes back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wanted: QWidget | None = None
        self._scrolled = ScrollPage()
        self.column = self._scrolled.column
        self.show_page(self._scrolled)
        self.bar.hide()

    def show_buttons(self, *answers: ActionButton) -> None:
        """Show the ``answers`` and Back below the page, in place of what was there."""
        back = ActionButton(say("window.back"))
        back.clicked.connect(self.left)
        self.bar.show_buttons(answers, back)
        self.bar.show()

    def show_only(self, button: ActionButton) -> None:
        """Show one ``button`` below the page, where going back is not the thing to do next."""
        self.bar.show_buttons((), button)
        self.bar.show()

    def show_whole(self, wanted: QWidget | None) -> None:
        """Keep a new part of the page in sight, or at least its top; with ``None`` the keyboard again."""
        self._wanted = wanted
        self._reveal.start()

    def show_top(self) -> None:
        """Scroll to where the page begins."""
        self._scrolled.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def reveal_focus(self) -> None:
        """Scroll to what is to be seen, or else to what has the keyboard."""
        body = self._scrolled.widget()
        if self._wanted is None or body is None:
            super().reveal_focus()
            return
        self._scrolled.ensureWidgetVisible(self._wanted)
        if self._wanted.height() > self._scrolled.viewport().height():
            self._scrolled.verticalScrollBar().setValue(self._wanted.mapTo(body, QPoint(0, 0)).y())


def say(key: str, **slots: str | int) -> str:
    """The text at ``section.name`` of the words about practising. Raise ``KeyError`` for a wrong key."""
    return texts.words("practice", key, **slots)
