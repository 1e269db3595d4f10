"""A trainer's computer with a projector: says on which screen each window stands. A process of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.stage import PretendDesk, open_window, said, settle
from tests.ui.stage_states import play, presenter, start


def main() -> None:
    """Open the window, play an agenda, and print the screens and whether the room's window fills its own."""
    app = QApplication([])
    window = open_window(PretendDesk())
    start(window)
    assert any("A second screen is there" in line for line in said(window))
    play(window)
    room = presenter(window)
    print(window.screen().name(), room.screen().name(), room.isFullScreen())
    window.close()
    settle()
    app.quit()


if __name__ == "__main__":
    main()
