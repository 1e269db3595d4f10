"""The person at a terminal: progress and questions on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from textwrap import fill

import click

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt
from walletsafe.errors import Cancelled
from walletsafe.questions import ALLOW, CONSENT, NOT_ASKED, Question

_WIDTH = 78


class TerminalObserver:
    """Answers from ``answers`` first, then from the person where there is one.

    ``interactive`` tells whether somebody can be asked. ``consent`` is the answer to the question
    before the device's own, where that need not, or cannot, be asked; ``None`` asks. Nothing but a person
    at a terminal answers whether something may leave the computer.
    """

    def __init__(self, answers: Mapping[str, str], *, interactive: bool, consent: bool | None) -> None:
        self._answers = answers
        self._interactive = interactive
        self._consent = consent
        self.waiting = False
        """Whether a question is open: reading a line is the one wait that no token can end."""
        self.prompted = False
        """Whether the device has asked its owner, who may have given a permission."""

    def step(self, check_id: str, done: int, total: int) -> None:
        """Print one progress line."""
        say(f"[{done + 1}/{total}] {texts.check_name(check_id)}")

    def ask(self, question: Question) -> str:
        """Return a prepared answer, or ask with numbered choices."""
        if question.id in self._answers:
            return self._answers[question.id]
        if question.id == CONSENT and self._consent is not None:
            return ALLOW if self._consent else NOT_ASKED
        if not self._interactive:
            return NOT_ASKED
        text = texts.question_text(question)
        say(f"\n{text.title}\n{text.help}")
        if question.id == CONSENT:
            _say_key(str(question.params["key"]).split(" "))
        for number, choice in enumerate(question.choices, start=1):
            say(f"  {number}  {text.choices[choice]}")
        self.waiting = True
        try:
            return question.choices[_read_number(len(question.choices)) - 1]
        finally:
            self.waiting = False

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        """Say what the device's screen asks now, with the key it shows."""
        if prompt is not None:
            self.prompted = True
            say("\n" + texts.device_prompt_text(with_key=bool(prompt.key_lines)))
            _say_key(prompt.key_lines)


def _say_key(lines: Iterable[str]) -> None:
    with suppress(OSError):
        for line in lines:
            click.echo(f"    {line}", err=True)


def _read_number(most: int) -> int:
    # What was typed is never repeated: a person in distress may type words here.
    while True:
        with suppress(OSError):
            click.echo(f"Your answer (1 to {most}): ", err=True, nl=False)
        untrusted_line = sys.stdin.readline()
        if not untrusted_line:
            raise Cancelled
        untrusted_number = untrusted_line.strip()
        if untrusted_number in {str(number) for number in range(1, most + 1)}:
            return int(untrusted_number)
        say(f"Please type one number from 1 to {most}. Type nothing else here, and never your words.")


def say(text: str) -> None:
    """Print ``text`` on standard error, wrapped at words. Nobody reading it must not end the check."""
    lines = [fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")]
    with suppress(OSError):
        click.echo("\n".join(lines), err=True)
