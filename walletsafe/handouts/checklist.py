"""The list beside the telephone, for whoever helps others: made from the call scripts."""

from __future__ import annotations

from typing import Final

from walletsafe.guidance import calls
from walletsafe.guidance.calls import Script, Step
from walletsafe.handouts.words import lines, say
from walletsafe.paper.blocks import Block, Box, Mark, Paragraph, Points, Role, Rows, Together, Tone

_SHARES: Final = (1, 9, 9)


def call_checklist() -> tuple[Block, ...]:
    """What every call begins with, what never to ask, what each script asks next, and how a call ends.

    It has squares to tick and nowhere to write: no word, name or number belongs on it.
    """
    scripts = tuple(calls.load(name) for name in calls.names())
    opening, owner = scripts[0].steps[:2]
    return (
        Paragraph(say("checklist.title"), Role.TITLE),
        Box(
            (
                *(Paragraph(said, Role.LEAD) for said in opening.say),
                _answers(opening),
            ),
            Tone.DANGER,
        ),
        Paragraph(say("checklist.say_too"), Role.LEAD),
        Points(owner.say, Mark.TICK),
        _under("never", Points(_never(scripts))),
        _under("about", _about(scripts)),
        _under("end", Points(_end(scripts[0]), Mark.TICK)),
        Paragraph(say("checklist.no_place"), Role.STRONG, Tone.DANGER),
    )


def _under(heading: str, block: Block) -> Block:
    return Together((Paragraph(say(f"checklist.{heading}"), Role.LEAD), block))


def _answers(step: Step) -> Block:
    return Points(tuple(f"{answer.text}: {answer.meaning}" for answer in step.answers), Mark.TICK)


def _never(scripts: tuple[Script, ...]) -> tuple[str, ...]:
    """What must not be asked at any step of any script."""
    steps = [step for script in scripts for step in script.steps]
    return tuple(line for line in steps[0].never if all(line in step.never for step in steps))


def _end(script: Script) -> tuple[str, ...]:
    spoken = (say("checklist.spoken", line=line) for line in script.closing.never)
    return (*lines("checklist", "end_points"), *spoken)


def _about(scripts: tuple[Script, ...]) -> Block:
    """One row a script: its letter, what the caller says, and the question that comes next."""
    head = ("", say("checklist.caller_says"), say("checklist.ask"))
    rows = tuple((script.letter, script.title, script.step(calls.BEGIN).title) for script in scripts)
    return Rows(head, rows, _SHARES)
