"""``walletsafe practice drill``: list the drills, or play one, at a terminal or through a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import click

from walletsafe import texts
from walletsafe.cli import status
from walletsafe.cli.terminal import PLAN, WORDS_TYPED, Ear, WordsTyped, say
from walletsafe.errors import Cancelled
from walletsafe.guard import cut
from walletsafe.practice.drills.bits import VALUES
from walletsafe.practice.drills.exercise import LEVELS, Exercise, Feedback, Kind, Paper, Table
from walletsafe.practice.drills.session import NAMES, DrillSession, summary, title
from walletsafe.report.text import wrapped

_EXERCISES: Final = 10
_COLUMNS: Final = 4
_CELL: Final = 12
_MANY: Final = 8
_ONLY_ANSWERS: Final = "Please type {wanted}, or q. Type nothing else here, and never your words."


class _Left(Exception):
    """The person typed q."""


@click.command("drill")
@click.argument("name", required=False)
@click.option("--level", type=click.IntRange(LEVELS[0], LEVELS[-1]), help="How hard to begin: 1 to 5.")
@click.option("--count", type=click.IntRange(1, 100), help=f"How many exercises: {_EXERCISES} unless told.")
def drill(name: str | None, level: int | None, count: int | None) -> int:
    """Play the drill NAME on practice sheets. Without a name: list the drills. Nothing is kept."""
    if name is None:
        if level is not None or count is not None:
            raise click.UsageError("Name the drill that --level and --count are meant for.")
        click.echo("\n".join(_list()))
        return status.PASSED
    session = DrillSession(cut(name), level=level or LEVELS[0])
    try:
        _play(session, count or _EXERCISES)
    except WordsTyped:
        say(WORDS_TYPED)
        say(f"What to do now: {PLAN}")
        return status.DID_NOT_PASS
    except (_Left, Cancelled):
        # Also the end of a pipe: what was played so far is summed up.
        click.echo()
    click.echo("\n".join(_summed_up(session)))
    return status.PASSED


def _list() -> Iterator[str]:
    yield "Drills. Play one with: walletsafe practice drill NAME"
    for name in NAMES:
        yield ""
        yield f"{name}: {title(name)}"
        yield from wrapped(summary(name), indent=3)


def _play(session: DrillSession, count: int) -> None:
    ear = Ear()
    for number in range(1, count + 1):
        exercise = session.next()
        click.echo("\n".join(["", *_asked(exercise, f"[{number}/{count}]")]))
        feedback = session.answer(_answer(exercise, ear))
        click.echo("\n".join(["", *_told(exercise, feedback)]))


def _summed_up(session: DrillSession) -> Iterator[str]:
    score = texts.words("practice", "drills.score", right=session.right_answers, answered=session.answered)
    yield ""
    yield f"{score} {texts.words('practice', 'drills.level', level=session.level)}."


def _asked(exercise: Exercise, progress: str) -> Iterator[str]:
    """Everything that an exercise shows before it is answered."""
    level = texts.words("practice", "drills.level", level=exercise.level)
    yield f"{progress} {title(exercise.drill)} ({level}) - {texts.words('practice', 'sheet.mark')}"
    yield from wrapped(exercise.question)
    for paper in exercise.papers:
        yield ""
        yield f"{paper.title}:"
        yield from _drawn(paper)
    if exercise.boxes:
        yield ""
        yield "".join(f"{value:>6,}" for value in VALUES)
        yield "".join(f"{'[x]' if box else '[ ]':>6}" for box in exercise.boxes)
    if exercise.table is not None:
        yield ""
        yield from _tabled(exercise.table)
    yield from _choices(exercise)


def _drawn(paper: Paper) -> Iterator[str]:
    for row in paper.rows:
        words = [f"{index + 1:>2} " * paper.numbered + (paper.words[index] or "____") for index in row]
        yield "    " + "".join(f"{word:<{_CELL + 3 * paper.numbered}}" for word in words).rstrip()


def _tabled(table: Table) -> Iterator[str]:
    rows = (table.head, *table.rows)
    widths = [max(len(row[column]) for row in rows) + 3 for column in range(len(table.head))]
    for row in rows:
        yield "    " + "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _choices(exercise: Exercise) -> Iterator[str]:
    numbered = list(enumerate(exercise.choices, start=1))
    labels = [f"{number:>2}  {label}" for number, label in numbered]
    # Where the choices are the places of a paper, that paper shows them already.
    if exercise.kind is Kind.BOXES or all(label.startswith(f"{number} ") for number, label in numbered):
        return
    yield ""
    columns = _COLUMNS if len(labels) > _MANY else 1
    for begin in range(0, len(labels), columns):
        yield "".join(f"  {label:<{_CELL + 4}}" for label in labels[begin : begin + columns]).rstrip()


def _answer(exercise: Exercise, ear: Ear) -> Sequence[int]:
    """Wait for an answer that makes sense, right or wrong."""
    wanted = _wanted(exercise)
    while True:
        untrusted_line = ear.line(f"\nYour answer ({wanted}; q leaves): ")
        if untrusted_line.lower() == "q":
            raise _Left
        picked = _picked(exercise, untrusted_line)
        if picked is not None:
            return picked
        say(_ONLY_ANSWERS.format(wanted=wanted))


def _wanted(exercise: Exercise) -> str:
    most = len(exercise.choices)
    match exercise.kind:
        case Kind.PICK_ONE:
            return f"a number from 1 to {most}"
        case Kind.PICK_ALL:
            return f"one or more numbers from 1 to {most}"
        case Kind.IN_ORDER:
            return f"{len(exercise.right)} numbers from 1 to {most}"
        case Kind.BOXES:
            return f"{most} digits, 1 for on and 0 for off, {exercise.choices[0]} first"


def _picked(exercise: Exercise, untrusted_line: str) -> Sequence[int] | None:
    """The choices that were typed, from 0; ``None`` where the line is no answer to this kind."""
    if exercise.kind is Kind.BOXES:
        digits = "".join(untrusted_line.split())
        wanted = re.fullmatch(f"[01]{{{len(exercise.choices)}}}", digits)
        return [number for number, digit in enumerate(digits) if digit == "1"] if wanted else None
    numbers = {str(number): number - 1 for number in range(1, len(exercise.choices) + 1)}
    pieces = untrusted_line.replace(",", " ").split()
    picked = [numbers[piece] for piece in pieces if piece in numbers]
    if len(picked) != len(pieces) or len(set(picked)) != len(picked):
        return None
    counts = {Kind.PICK_ONE: {1}, Kind.IN_ORDER: {len(exercise.right)}}
    return picked if len(picked) in counts.get(exercise.kind, range(1, len(numbers) + 1)) else None


def _told(exercise: Exercise, feedback: Feedback) -> Iterator[str]:
    if feedback.right:
        yield texts.words("practice", "drills.right")
    else:
        answer = ", ".join(exercise.choices[number] for number in feedback.solution)
        solution = texts.words("practice", "drills.solution", choices=answer)
        yield from wrapped(f"{texts.words('practice', 'drills.wrong')} {solution}")
    for line in feedback.explanation.splitlines():
        yield from wrapped(line)
