"""The person at a terminal: progress and questions on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import click

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt
from walletsafe.errors import Cancelled
from walletsafe.questions import ALLOW, CONSENT, NOT_ASKED, NOT_NOW, Question


class TerminalObserver:
    """Answers from ``answers`` first, then from the person where there is one.

    ``interactive`` tells whether somebody can be asked. ``consent`` is the answer to the consent
    question where it need not, or cannot, be asked; ``None`` asks.
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
        _say(f"[{done + 1}/{total}] {texts.check_name(check_id)}")

    def ask(self, question: Question) -> str:
        """Return a prepared answer, or ask with numbered choices."""
        if question.id in self._answers:
            return self._answers[question.id]
        if question.id == CONSENT and self._consent is not None:
            return ALLOW if self._consent else NOT_NOW
        if not self._interactive:
            return NOT_ASKED
        text = texts.question_text(question)
        _say(f"\n{text.title}\n{text.help}")
        if question.id == CONSENT:
            _say_key(str(question.params["key"]).split(" "))
        for number, choice in enumerate(question.choices, start=1):
            _say(f"  {number}  {text.choices[choice]}")
        self.waiting = True
        try:
            return question.choices[_read_number(len(question.choices)) - 1]
        finally:
            self.waiting = False

    def confirm_on_device(self, prompt: DevicePrompt | None) -> None:
        """Say what the device's screen asks now, with the key it shows."""
        if prompt is not None:
            self.prompted = True
            _say("\n" + texts.device_prompt_text())
            _say_key(prompt.key_lines)


def _say_key(lines: Iterable[str]) -> None:
    for line in lines:
        _say(f"    {line}")


def _read_number(most: int) -> int:
    # What was typed is never repeated: a person in distress may type words here.
    while True:
        click.echo(f"Your answer (1 to {most}): ", err=True, nl=False)
        untrusted_line = sys.stdin.readline()
        if not untrusted_line:
            raise Cancelled
        untrusted_number = untrusted_line.strip()
        if untrusted_number in {str(number) for number in range(1, most + 1)}:
            return int(untrusted_number)
        _say(f"Please type one number from 1 to {most}. Type nothing else here, and never your words.")


def _say(line: str) -> None:
    click.echo(line, err=True)
