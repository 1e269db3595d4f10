"""The ways between the pages: what each of them asks for, and where that leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .main_window import MainWindow


def lead(window: MainWindow) -> None:
    """Have ``window`` go wherever one of its pages leads."""
    home, shelf = window.home, window.shelf
    home.ledger_wanted.connect(window.show_ledger)
    home.practice_wanted.connect(window.show_practices)
    home.message_wanted.connect(window.show_message)
    home.download_wanted.connect(window.show_download)
    home.emergency_wanted.connect(window.show_emergency)
    home.computer_wanted.connect(window.show_computer)
    home.practise_wanted.connect(window.show_practise)
    home.learn_wanted.connect(window.show_learn)
    home.never_wanted.connect(window.show_never)
    home.report_wanted.connect(window.show_saved_report)
    shelf.plan_wanted.connect(window.show_plan)
    shelf.lesson_wanted.connect(window.show_lesson)
    shelf.doctor_wanted.connect(window.show_doctor)
    shelf.message_wanted.connect(window.show_message)
    shelf.exposure_wanted.connect(window.show_exposure)
    shelf.practise_wanted.connect(window.show_practise)
    shelf.never_wanted.connect(window.show_never)
    shelf.went_online.connect(window.frame.show_connection)
    shelf.turned.connect(window.frame.show_number)
