"""The program as a process, as a person or a script starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

WALLETSAFE = [sys.executable, "-m", "walletsafe"]


def walletsafe(*arguments: str, stdin: str = "", timeout: float = 50) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*WALLETSAFE, *arguments], input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "Traceback" not in done.stdout, done.stdout
    return done


def ids(report: dict[str, Any]) -> set[str]:
    return {found["id"] for found in report["findings"]}


def refused(*arguments: str) -> str:
    """Run something that must be refused as wrong usage with exactly one line; return the line."""
    done = walletsafe(*arguments)
    assert done.returncode == 2, done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


ANSWERS = {
    "source": "sealed-official",
    "pin_preset": "no",
    "phrase_prefilled": "no",
    "sent_unasked": "no",
    "asked_by_stranger": "no",
    "guided_now": "no",
}


def answers_file(folder: Path, **changes: str) -> str:
    path = folder / "answers.toml"
    path.write_text("".join(f'{name} = "{answer}"\n' for name, answer in {**ANSWERS, **changes}.items()))
    return str(path)


def in_bash(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``walletsafe`` is our command."""
    line = f'walletsafe() {{ "{sys.executable}" -m walletsafe "$@"; }}; {script}'
    return subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


def calm(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether nothing of Python's own reached the person."""
    return not any(word in done.stdout + done.stderr for word in ("Traceback", "Exception", "Error:"))
