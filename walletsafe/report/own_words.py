"""What an opened report may say: words of our own, save the names that a check has to repeat.

Anybody can write a file. Were it shown as it is, a thief's "call this number" would stand in our window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from walletsafe import knowledge, notes, texts
from walletsafe.errors import Scalar
from walletsafe.findings import Entry, Report
from walletsafe.guidance import agendas, calls, lessons
from walletsafe.guidance.agendas import Question
from walletsafe.guidance.lessons import Quiz
from walletsafe.message.model import Kind
from walletsafe.redact import WITHHELD
from walletsafe.report import places
from walletsafe.report.code import OUTCOMES
from walletsafe.report.document import published_sums
from walletsafe.transport import PeerKind

_VERSION: Final = re.compile(r"[vV]?[0-9]{1,5}(?:\.[0-9]{1,5}){0,3}(?:[-+_.]?[0-9A-Za-z.?]{1,10})?")
_DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_OF_DOWNLOADS: Final = frozenset({"name", "sha512", "signature", "size", "sums"})
_FIRST_ANSWERS: Final = ("right", "unsure", "wrong")


def says_only_ours(report: Report) -> bool:
    """Whether what a report holds beside its findings is ours, and what fills theirs has its usual shape."""
    return (
        _is_subject(report)
        and all(_is_entry(report, entry) for entry in report.record)
        and all(
            _is_param(report.kind, found.id, key, value)
            for found in report.findings
            for key, value in found.params.items()
        )
    )


def _is_subject(report: Report) -> bool:
    said = report.subject
    match report.kind:
        case texts.DEVICE:
            return (
                set(said) <= {"connection", "firmware", "model"}
                and said.get("connection") in list(PeerKind)
                and ("model" not in said or knowledge.load().model(str(said["model"])) is not None)
                and ("firmware" not in said or _is_version(said["firmware"]))
            )
        case "message":
            return set(said) == {"kind"} and said["kind"] in list(Kind)
        case "download":
            return (
                set(said) <= _OF_DOWNLOADS
                and "name" in said
                and type(said.get("size", 0)) is int
                and ("sha512" in said) is bool(published_sums(report))
            )
        case "scan":
            return places.is_subject(said)
        case "call":
            return set(said) == {"script"} and said["script"] in calls.names()
        case _:
            return (set(said) == {"lesson"} and said["lesson"] in lessons.names()) or (
                set(said) == {"agenda"} and said["agenda"] in agendas.names()
            )


def _is_entry(report: Report, entry: Entry) -> bool:
    if report.kind == "call":
        return entry in _of_calls() or _is_note(entry)
    if "lesson" in report.subject:
        return entry in _of_lesson(str(report.subject["lesson"]))
    return _is_of_agenda(str(report.subject["agenda"]), entry)


@cache
def _of_calls() -> frozenset[Entry]:
    return frozenset(_lines_of_calls())


def _lines_of_calls() -> Iterator[Entry]:
    for script in map(calls.load, calls.names()):
        for step in script.steps:
            yield Entry(step.title, "")
            yield from (Entry(step.title, answer.text) for answer in step.answers)
    code = texts.words("report", "call.code")
    for kind, outcomes in OUTCOMES.items():
        for title in (texts.outcome_text(outcome, kind).title for outcome in outcomes):
            yield Entry(code, title)
            yield Entry(code, texts.words("report", "call.demo", title=title))


def _is_note(entry: Entry) -> bool:
    is_one = entry.text == texts.words("report", "call.note") and entry.answer != ""
    return is_one and notes.known_words_only(entry.answer) == entry.answer


@cache
def _of_lesson(name: str) -> frozenset[Entry]:
    answers = [texts.words("report", f"first_answers.{how}") for how in _FIRST_ANSWERS]
    return frozenset(
        Entry(step.title, answer)
        for step in lessons.load(name).steps
        for answer in ("", *(answers if isinstance(step, Quiz) else ()))
    )


def _is_of_agenda(name: str, entry: Entry) -> bool:
    parts = agendas.load(name).parts
    if not entry.answer and entry.text in {part.title for part in parts}:
        return True
    asked = (screen.quiz for part in parts for screen in part.screens if isinstance(screen, Question))
    return any(quiz.title == entry.text and _is_count(quiz, entry.answer) for quiz in asked)


def _is_count(quiz: Quiz, answer: str) -> bool:
    """Whether it is empty, or the hands for each choice, such as "Fake: 12, May be genuine: 3"."""
    shape = ", ".join(f"{re.escape(choice.label)}: [0-9]{{1,5}}" for choice in quiz.choices)
    return not answer or re.fullmatch(shape, answer) is not None


def _is_param(kind: str, finding_id: str, key: str, value: Scalar) -> bool:
    if kind in {"call", "lesson"}:
        return type(value) is int
    if kind == "scan":
        return places.is_param(key, value)
    if kind != texts.DEVICE:
        return True
    match key:
        case "model" | "usb_model":
            return value == WITHHELD or value in {model.name for model in knowledge.load().models}
        case "firmware" | "fixed" | "newest":
            return _is_version(value)
        case "version":
            return not finding_id.startswith("firmware.") or _is_version(value)
        case "knowledge_date" | "newest_date":
            return _DAY.fullmatch(str(value)) is not None
        case _:
            return True


def _is_version(value: Scalar) -> bool:
    return _VERSION.fullmatch(str(value)) is not None
