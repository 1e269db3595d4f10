"""How a running check talks to the person: the command line and the window each implement it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from walletsafe.questions import Question


@dataclass(frozen=True, slots=True)
class DevicePrompt:
    """What the device's own screen asks now, so that it can be drawn beside the instructions.

    ``key_lines`` is our throw-away public key in hex, in the line breaks of that screen. It is empty where
    the vendor's own service asks: then the screen shows no key.
    """

    model_id: str
    key_lines: tuple[str, ...]


class Observer(Protocol):
    """Progress and questions of one run. Called on the thread that runs the check."""

    def step(self, check_id: str, done: int, total: int) -> None:
        """Say that check ``check_id`` begins, as number ``done`` (from 0) of ``total``."""
        ...

    def ask(self, question: Question) -> str:
        """Return one of ``question.choices`` or :data:`~walletsafe.questions.NOT_ASKED`.

        Blocks until the person answers. Raises :class:`~walletsafe.errors.Cancelled`.
        """
        ...

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        """Show what the device asks its owner now, or ``None``: it no longer asks."""
        ...
