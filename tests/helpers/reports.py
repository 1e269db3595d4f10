"""Reports of every kind, as the program itself makes them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.helpers import messages
from tests.helpers.people import Pretender, check, virtual
from tests.helpers.release import Release, Signer
from tests.helpers.scans import scans
from tests.helpers.scenarios import EXPECTED
from walletsafe import knowledge
from walletsafe.checks.runner import report_of_error
from walletsafe.download import judge as download
from walletsafe.errors import NoDevice
from walletsafe.findings import CheckResult, Outcome, Report
from walletsafe.guidance import calls, lessons
from walletsafe.guidance.call import Call
from walletsafe.guidance.calls import Answer
from walletsafe.guidance.lessons import Confirm, Quiz
from walletsafe.guidance.player import LessonPlayer
from walletsafe.message.judge import judge, judge_host
from walletsafe.report.document import checksummed
from walletsafe.transport import PeerKind

CALM = "the caller was calm."
"""A note as it is saved."""


def devices() -> Iterator[Report]:
    for name in sorted(EXPECTED.keys() - {"silent", "slow"}):
        yield check(virtual(name))
    yield check(Pretender(virtual("genuine-nano-s"), PeerKind.USB))
    yield check(Pretender(virtual("genuine-flex"), PeerKind.REPLAY))
    yield report_of_error(NoDevice(), knowledge.load())


def of_messages() -> Iterator[Report]:
    for name in ("genuine", "ordinary", "scams", "threats"):
        yield from (judge(message).report for message in messages.load(name))
    yield from (judge_host(host).report for host in ("ledger.com", "legder.example", "bit.ly", "?"))


def downloads(folder: Path) -> Iterator[Report]:
    signer = Signer()
    for number in range(4):
        (folder / str(number)).mkdir()
        release = Release(folder / str(number), signer)
        if number == 1:
            release.sign(Signer())
        if number == 2:
            release.installer.write_bytes(b"tampered with")
        sums = release.sums if number < 3 else None
        yield download.check(download.Files(release.installer, sums, release.signature), (signer.key(),))


def a_call(*answers: int, script: str = "", notes: tuple[str, ...] = ()) -> Report:
    """A call along these answers, and along the first ones after them; none: as far as it goes."""
    call = Call(calls.load(script or calls.names()[0]))
    for answer in answers:
        call.answer(answer)
    return call.report(knowledge.load().date, notes)


def read_out(call: Call, answer: Answer) -> None:
    """Have the caller read out the code that ``answer`` needs, where it needs one."""
    for outcome in answer.outcomes[:1]:
        call.note_code(code_of(call.step.code, outcome))


def code_of(kind: str, outcome: Outcome, *, demo: bool = False) -> Report:
    """What a code said that holds no finding."""
    return Report(kind, demo, {}, (CheckResult("read-back", outcome, ()),), knowledge.load().date)


def every_call() -> Iterator[Report]:
    """Each script left at its first question, and gone through with answers by chance."""
    dice = random.Random(6)
    for name in calls.names():
        yield a_call(script=name)
        for _ in range(6):
            call = Call(calls.load(name))
            while not call.finished:
                number = dice.randrange(len(call.step.answers))
                read_out(call, call.step.answers[number])
                call.answer(number)
            yield call.report(knowledge.load().date, (CALM,))


def a_lesson(name: str = "real-or-fake", *, wrong: int = 0, steps: int | None = None) -> Report:
    """A lesson gone through to the end or for so many steps, the first ``wrong`` not right at once."""
    player = LessonPlayer(lessons.load(name))
    while not player.finished and (steps is None or player.position < steps):
        match player.step:
            case Quiz(choices=choices):
                rights = [choice.right for choice in choices]
                if wrong:
                    wrong -= 1
                    player.answer(rights.index(False))
                player.answer(rights.index(True))
            case Confirm(facts=facts):
                for number in range(len(facts)):
                    player.tick(number)
            case _:
                pass
        player.forward()
    return player.report(player.lesson.reviewed)


def every_report(folder: Path) -> Iterator[Report]:
    """Of each kind, with each way it can end."""
    yield from devices()
    yield from of_messages()
    yield from downloads(folder)
    yield from every_call()
    yield from scans()
    for name in lessons.names():
        yield a_lesson(name, wrong=2)
        yield a_lesson(name, steps=3)


GONE = "(taken out)"
"""Stands for a value that is taken out."""


def changed(document: Mapping[str, Any], place: str, value: object) -> dict[str, Any]:
    """A copy of a document with another value at ``place``, such as ``findings 0 id``."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    *way, last = place.split()
    held: Any = copy
    for step in way:
        held = held[_key(step)]
    key: Any = _key(last)
    if value == GONE:
        del held[key]
    else:
        held[key] = value
    return copy


def _key(step: str) -> Any:
    return int(step) if step.isdigit() else step


def saved(path: Path, document: Mapping[str, Any]) -> Path:
    """Write a document to ``path`` with a checksum that fits, as somebody would who forges one."""
    path.write_text(json.dumps(checksummed(document)), "utf-8")
    return path
