"""A person at a real terminal: questions one after another, and what is never repeated."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals exist on Unix only")

PROMPT = b"Your answer"
WORDS = b"marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"


class Terminal:
    """``walletsafe`` on a pseudo-terminal, input not echoed so that only its own words are seen."""

    def __init__(self, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._process = subprocess.Popen(
            ["sh", "-c", 'stty -echo; exec "$@"', "sh", sys.executable, "-m", "walletsafe", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = b""

    def wait_for(self, what: bytes, *, seconds: float = 20) -> bytes:
        """Read until ``what`` was printed since the last call; return what came with it."""
        begin = len(self.seen)
        deadline = time.monotonic() + seconds
        while what not in self.seen[begin:]:
            assert time.monotonic() < deadline, self.seen[begin:].decode(errors="replace")
            self._read()
        return self.seen[begin:]

    def say(self, line: bytes) -> None:
        os.write(self._master, line + b"\n")

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        deadline = time.monotonic() + 30
        while self._process.poll() is None:
            assert time.monotonic() < deadline, self.seen.decode(errors="replace")
            self._read()
        self._read()
        os.close(self._master)
        return self._process.returncode

    def _read(self) -> None:
        if select.select([self._master], [], [], 0.05)[0]:
            with contextlib.suppress(OSError):
                self.seen += os.read(self._master, 65536)


@pytest.fixture
def terminal() -> Callable[..., Terminal]:
    return Terminal


def answer_all(person: Terminal, answers: list[bytes]) -> list[bytes]:
    pages = []
    for answer in answers:
        pages.append(person.wait_for(PROMPT))
        person.say(answer)
    return pages


def test_a_whole_check_with_questions(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    # Model in hand; source, PIN, phrase, unasked, stranger; company; consent.
    pages = answer_all(person, [b"1", b"1", b"2", b"2", b"2", b"2", b"2", b"1"])
    assert b"Flex" in pages[0]
    assert b"telling you what to click" in pages[6]
    assert b"unsafe manager" in pages[7]
    assert b"".join(re.findall(rb"^    ([0-9A-F]{2,})\r?$", pages[7], re.MULTILINE)).startswith(b"04")
    assert person.end() == 0
    assert b"DEMO" in person.seen


def test_company_ends_it_before_anything_is_asked_of_the_device(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    answer_all(person, [b"1", b"1", b"2", b"2", b"2", b"2", b"1"])
    assert person.end() == 4
    assert b"Look at your device now" not in person.seen


def test_words_typed_by_mistake_are_not_repeated(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    person.wait_for(PROMPT)
    person.say(WORDS)
    person.wait_for(PROMPT)
    assert b"looks like recovery words" in person.seen
    assert b"walletsafe emergency words" in b" ".join(person.seen.split())
    person.signal(signal.SIGINT)
    assert person.end() == 4
    for word in set(WORDS.split()):
        assert word not in person.seen


def test_an_answer_that_is_no_number_is_asked_for_again(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    person.wait_for(PROMPT)
    person.say(b"marble")
    person.wait_for(PROMPT)
    person.signal(signal.SIGINT)
    assert person.end() == 4
    assert b"never your words" in b" ".join(person.seen.split())
    assert b"marble" not in person.seen


def test_a_signal_while_a_question_is_open_gives_a_stopped_report(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    person.wait_for(PROMPT)
    person.signal(signal.SIGTERM)
    assert person.end() == 4
    assert b"STOPPED" in person.seen.upper()


def test_the_end_of_input_is_a_stop(terminal: Callable[..., Terminal]) -> None:
    person = terminal("check", "--virtual", "genuine-flex")
    person.wait_for(PROMPT)
    os.write(person._master, b"\x04")
    assert person.end() == 4
