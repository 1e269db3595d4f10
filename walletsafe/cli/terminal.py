"""The person at a terminal: progress and questions on standard error."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from textwrap import fill

import click

from walletsafe import texts
from walletsafe.checks.observer import DevicePrompt
from walletsafe.errors import Cancelled
from walletsafe.guard import find_runs
from walletsafe.questions import ALLOW, CONSENT, NOT_ASKED, Question

_WIDTH = 78
_REMEMBERED_LINES = 24
_LONGEST_LINE = 4096

NO_TEXT = "?"
"""Stands for a typed line whose bytes are no text, and so no answer either."""

WORDS_TYPED = """
What was typed looks like recovery words. WalletSafe did not keep it and does not repeat it.
They may still stand on this screen: close this terminal window when you are done here.
If they are words of a real wallet, treat them as known to others: they were typed into a computer."""
"""What is said where :class:`WordsTyped` was raised."""

PLAN = "walletsafe emergency words"
"""The command that shows what to do then."""

_TO_THE_PLAN = f'What to do then: stop here with Ctrl+C, and run "{PLAN}".'


class WordsTyped(Exception):
    """What was typed lately holds a phrase. It was forgotten."""


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
        self._ear = Ear()
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
            return question.choices[_read_number(self._ear, len(question.choices)) - 1]
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


def _read_number(ear: Ear, most: int) -> int:
    # What was typed is never repeated: a person in distress may type words here.
    while True:
        try:
            untrusted_number = ear.line(f"Your answer (1 to {most}): ")
        except WordsTyped:
            say(f"{WORDS_TYPED}\n{_TO_THE_PLAN}")
            continue
        if untrusted_number in {str(number) for number in range(1, most + 1)}:
            return int(untrusted_number)
        say(f"Please type one number from 1 to {most}. Type nothing else here, and never your words.")


def read_line(prompt: str) -> str:
    """Ask on standard error and return the typed line, without blanks at its ends.

    It is foreign text, which may hold words: never repeat it. Of a line without an end, 4,096 characters
    are one. Raise :class:`~walletsafe.errors.Cancelled` where the input has ended.
    """
    with suppress(OSError):
        click.echo(prompt, err=True, nl=False)
    if sys.stdin is None:  # closed by whoever started us
        raise Cancelled
    try:
        untrusted_line = sys.stdin.readline(_LONGEST_LINE)
    except UnicodeDecodeError:
        return NO_TEXT
    if not untrusted_line:
        raise Cancelled
    return untrusted_line.strip()


class Ear:
    """Hears what is typed. It knows the last lines, for a phrase may come one word a line."""

    def __init__(self) -> None:
        self._recent: deque[str] = deque(maxlen=_REMEMBERED_LINES)

    def line(self, prompt: str) -> str:
        """Return what was typed, as :func:`read_line`. Raise :class:`WordsTyped` at the end of a phrase.

        What was typed ahead is thrown away then.
        """
        untrusted_line = read_line(prompt)
        if untrusted_line:
            self._recent.append(untrusted_line)
        if find_runs("\n".join(self._recent)):
            self._recent.clear()
            forget_typed_ahead()
            raise WordsTyped
        return untrusted_line


def forget_typed_ahead() -> None:
    """Throw away what was typed or pasted and not read yet: it may be the rest of a phrase.

    Left alone it would be read as the next answer, or after our end by the shell, which keeps a history.
    """
    with suppress(ImportError, OSError):  # Windows has no such call
        import termios

        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)


def say(text: str) -> None:
    """Print ``text`` on standard error, wrapped at words. Nobody reading it must not end the check."""
    lines = [fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")]
    with suppress(OSError):
        click.echo("\n".join(lines), err=True)
