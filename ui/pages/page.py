"""What every page is made of that shows one view at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..widgets.bar_page import BarPage
from ..widgets.layouts import ScrollPage, holds_focus, put_in_place

if TYPE_CHECKING:
    from ..jobs import Job

View = ScrollPage | BarPage
"""What a page shows. It names itself in ``page_name``, for the small number in the corner of the window."""


class Page(QWidget):
    """Shows one ``view`` at a time, below whatever a page adds to ``column`` before the first."""

    view_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view: View | None = None
        self.job: Job | None = None
        """The work that the view follows, as long as it is shown."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @property
    def page_name(self) -> str:
        """The name of the shown view in ``[pages]`` of the window's words, empty where it has no number."""
        return "" if self.view is None else self.view.page_name

    def show_view(self, view: View, job: Job | None = None) -> None:
        """Show ``view`` in place of the one before, which is deleted; work that it followed is abandoned.

        The keyboard moves to the new view, unless somebody is using it elsewhere in the window.
        """
        take_focus = holds_focus(self)
        if self.job is not None:
            self.job.abandon()
        self.job = job
        put_in_place(self.column, self.view, view)
        self.view = view
        if take_focus:
            self.focus_view()
        self.view_changed.emit()

    def focus_view(self) -> None:
        """Put the keyboard where the shown view wants it."""
        if self.view is not None:
            self.view.focus_first()

    def leave(self) -> None:
        """Another page is shown now: stop or put away what must not go on unseen."""

    def end(self) -> None:
        """The window closes: cancel what runs and wait for it."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave. A minimised window is still on this page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.leave()
