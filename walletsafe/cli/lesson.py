"""``walletsafe lesson``: list the lessons, play one at a terminal, or print it where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import click

from walletsafe import texts
from walletsafe.cli import status
from walletsafe.cli.terminal import WORDS_TYPED, Ear, WordsTyped, say
from walletsafe.errors import Cancelled
from walletsafe.guard import cut
from walletsafe.guidance import lessons
from walletsafe.guidance.lessons import Choice, Confirm, Lesson, Quiz, Read, Step, Try
from walletsafe.guidance.player import LessonPlayer
from walletsafe.report.text import wrapped

_KEYS: Final = "Enter goes on, b goes back, q leaves: "
_UNDERSTOOD: Final = "Enter once this is clear (b goes back, q leaves): "
_ONLY_KEYS: Final = "Please press Enter, or type b or q. Type nothing else here, and never your words."


class _Left(Exception):
    """The person typed q."""


class _WentBack(Exception):
    """The person typed b."""


@click.command("lesson")
@click.argument("name", required=False)
@click.option("--from", "start", type=click.IntRange(1), metavar="STEP", help="Begin at this step.")
def command(name: str | None, start: int | None) -> int:
    """Take the lesson NAME (or its number, or its title). Without a name: list the lessons."""
    if name is None:
        if start is not None:
            raise click.UsageError("Name the lesson that --from is meant for.")
        click.echo("\n".join(_list()))
        return status.PASSED
    lesson = lessons.load(_by_other_name(cut(name)))
    first = start or 1
    if first > len(lesson.steps):
        raise click.UsageError(
            f"This lesson has {len(lesson.steps)} steps: --from takes 1 to {len(lesson.steps)}."
        )
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return _play(LessonPlayer(lesson, first - 1))
    click.echo("\n".join(_printed(lesson, first)))
    return status.PASSED


def _by_other_name(untrusted_name: str) -> str:
    """The name of the lesson with this number or title; what was given where there is none."""
    others = {lessons.load(name).title.casefold(): name for name in lessons.names()}
    others |= {str(number): name for number, name in enumerate(lessons.names(), start=1)}
    return others.get(" ".join(untrusted_name.casefold().split()), untrusted_name)


def _list() -> Iterator[str]:
    yield "Lessons. Take one with: walletsafe lesson NAME"
    for number, name in enumerate(lessons.names(), start=1):
        lesson = lessons.load(name)
        yield ""
        yield f"{number}  {name} ({lesson.minutes} minutes)"
        yield from wrapped(lesson.title, indent=3)
        yield from wrapped(lesson.summary, indent=3)


def _play(player: LessonPlayer) -> int:
    """Play the lesson to its end, or until the person leaves, and return the exit status."""
    ear = _Ear()
    while not player.finished:
        try:
            _take_step(player, ear)
        except _WentBack:
            player.back()
        except WordsTyped:
            say(WORDS_TYPED)
            player = _led_to_the_plan(player)
        except _Left:
            say(f"\nTo go on here later: {_resume(player)}")
            return status.PASSED
        except (Cancelled, KeyboardInterrupt):
            say(f"\n\nYou left the lesson. To go on here later: {_resume(player)}")
            return status.STOPPED
    click.echo("\n".join(["", *_tally(player), *_foot(player.lesson)]))
    return status.PASSED


def _led_to_the_plan(player: LessonPlayer) -> LessonPlayer:
    if player.lesson.id == lessons.FIRST_TEN_MINUTES:
        return player
    plan = lessons.load(lessons.FIRST_TEN_MINUTES)
    say(f'So here is the lesson "{plan.title}". The one before can wait: {_resume(player)}')
    return LessonPlayer(plan)


def _resume(player: LessonPlayer) -> str:
    return f"walletsafe lesson {player.lesson.id} --from {player.position + 1}"


class _Ear(Ear):
    """Hears what is typed in a lesson."""

    def line(self, prompt: str) -> str:
        """Return what was typed, unless it is q, b or the end of a phrase."""
        untrusted_line = super().line(prompt)
        if untrusted_line.lower() == "q":
            raise _Left
        if untrusted_line.lower() == "b":
            raise _WentBack
        return untrusted_line

    def enter(self, prompt: str) -> None:
        """Wait until Enter is pressed on an empty line."""
        while self.line(prompt):
            say(_ONLY_KEYS)

    def number(self, asked: str, most: int) -> int:
        """Wait for a number from 1 to ``most``."""
        while True:
            untrusted_number = self.line(f"{asked} (1 to {most}; b goes back, q leaves): ")
            if untrusted_number in {str(number) for number in range(1, most + 1)}:
                return int(untrusted_number)
            say(f"Please type one number from 1 to {most}. Type nothing else here, and never your words.")


def _take_step(player: LessonPlayer, ear: _Ear) -> None:
    step = player.step
    done, total = player.progress
    click.echo("\n".join(["", *_heading(f"[{done + 1}/{total}] {step.title}"), *_body(step)]))
    match step:
        case Confirm():
            _tick_off(player, step, ear)
        case Quiz():
            _ask(player, step, ear)
            ear.enter(_KEYS)
        case _:
            ear.enter(_KEYS)
    player.forward()


def _tick_off(player: LessonPlayer, step: Confirm, ear: _Ear) -> None:
    for number, fact in enumerate(step.facts):
        click.echo("\n".join(["", *wrapped(f"[ ] {fact}", hang=4)]))
        ear.enter(_UNDERSTOOD)
        player.tick(number)


def _ask(player: LessonPlayer, step: Quiz, ear: _Ear) -> None:
    click.echo("\n".join(["", *_choices(step)]))
    asked = "Your answer"
    while True:
        choice = player.answer(ear.number(asked, len(step.choices)) - 1)
        # The places to look at are told once, with the first answer.
        places = [] if len(player.answers) > 1 else list(_marks(step))
        click.echo("\n".join(["", *_said(choice, step), *places, ""]))
        if player.can_go_on:
            return
        asked = "Another answer"


def _said(choice: Choice, step: Quiz) -> Iterator[str]:
    """What is said to an answer."""
    if choice.doubt:
        answer = texts.words("learn", "lesson.answer", label=step.right.label)
        yield from wrapped(f"{texts.words('learn', 'lesson.doubt')}. {choice.because} {answer}")
    elif choice.right:
        yield from wrapped(f"{texts.words('learn', 'lesson.right')}. {choice.because}")
    else:
        yield from wrapped(choice.because)


def _tally(player: LessonPlayer) -> Iterator[str]:
    """How the first answers were, and how to see those again that were not right."""
    tally = player.tally
    if tally is None:
        return
    numbers = {"right": tally.right, "unsure": tally.unsure, "wrong": tally.wrong}
    yield from wrapped(texts.words("learn", "over.tally", **numbers))
    if tally.again:
        yield from wrapped(texts.words("learn", "over.again_title"))
        for number in tally.again:
            yield from wrapped(f"[{number + 1}] {player.lesson.steps[number].title}", indent=2, hang=5)
        again = f"walletsafe lesson {player.lesson.id} --from {tally.again[0] + 1}"
        yield from wrapped(f"To look at one again: {again}, or another of these numbers")
    yield ""


def _printed(lesson: Lesson, first: int) -> Iterator[str]:
    """The lesson as a text to read, each question with its answers below it."""
    total = len(lesson.steps)
    yield from _heading(lesson.title, line="=")
    yield from wrapped(f"{lesson.summary} About {lesson.minutes} minutes.")
    for number, step in list(enumerate(lesson.steps, start=1))[first - 1 :]:
        yield ""
        yield from _heading(f"[{number}/{total}] {step.title}")
        yield from _body(step)
        if isinstance(step, Confirm):
            yield from (line for fact in step.facts for line in wrapped(f"[ ] {fact}", hang=4))
        if isinstance(step, Quiz):
            yield from _choices(step)
            yield from _answers(step)
    yield ""
    yield from _foot(lesson)


def _answers(quiz: Quiz) -> Iterator[str]:
    yield ""
    yield "The answers:"
    for number, choice in enumerate(quiz.choices, start=1):
        mark = " (right)" if choice.right else ""
        said = f"{number}  {choice.label}{mark}. {choice.because}"
        yield from wrapped(said, indent=2, hang=3)
    yield from _marks(quiz)


def _heading(title: str, *, line: str = "-") -> Iterator[str]:
    lines = wrapped(title)
    yield from lines
    yield line * max(map(len, lines))


def _body(step: Step) -> Iterator[str]:
    """What a step shows before anything is asked."""
    match step:
        case Read():
            yield from _paragraphs(step.lines)
            if step.drawing_text:
                yield ""
                yield from wrapped(f"(Picture: {step.drawing_text})", indent=2, hang=1)
        case Try():
            yield from _paragraphs(step.lines_terminal)
        case Quiz(shown=shown) if shown:
            yield from (line for part in shown.splitlines() for line in wrapped(part, indent=4) or [""])
            yield ""
        case _:
            pass


def _paragraphs(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        yield from wrapped(paragraph)


def _choices(quiz: Quiz) -> Iterator[str]:
    for number, choice in enumerate(quiz.choices, start=1):
        yield from wrapped(f"{number}  {choice.label}", indent=2, hang=3)


def _marks(quiz: Quiz) -> Iterator[str]:
    """The places to look at, numbered, each with the words that stand there."""
    if quiz.marks:
        yield ""
        yield from wrapped("The places to look at:", indent=2)
    for number, mark in enumerate(quiz.marks, start=1):
        quoted = mark.place if mark.place.startswith('"') else f'"{mark.place}"'
        yield from wrapped(f"{number}  {quoted}: {mark.note}", indent=2, hang=3)


def _foot(lesson: Lesson) -> Iterator[str]:
    yield f"Sources (last looked at: {lesson.reviewed})"
    for source in lesson.sources:
        yield from wrapped(f"- {source.name}: {source.address} ({source.date})", hang=2)
    after = lessons.names().index(lesson.id) + 1
    if after < len(lessons.names()):
        yield ""
        yield f"The next lesson: walletsafe lesson {lessons.names()[after]}"
