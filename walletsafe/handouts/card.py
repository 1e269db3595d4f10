"""The emergency card: the first steps of the plan for words that were given away, to be carried along."""

from __future__ import annotations

from typing import Final

from walletsafe import texts
from walletsafe.guidance import plans
from walletsafe.handouts.words import lines, say
from walletsafe.paper.blocks import Block, Fold, Gap, Mark, Paragraph, Points, Role, Tone

_CARD: Final = (85.6, 54.0)
"""A bank card, in millimetres. Source: ISO/IEC 7810, ID-1."""

_AT_ONCE, _THEN, _NOT = 3, 2, 4
"""How many steps are taken at once, how many follow, and how many warnings there is room for."""


def emergency_card() -> tuple[Block, ...]:
    """Six panels: the rule, a caller, the first steps, the next ones, what not to do, and afterwards."""
    plan = plans.load(plans.WORDS)
    steps = tuple(step.text for step in plan.steps_for(()))
    panels = (
        _panel(
            say("card.cover"),
            Paragraph(texts.words("window", "home.rule")),
            Paragraph(texts.words("emergency", "begin.caller"), Role.STRONG, Tone.DANGER),
        ),
        _panel(say("card.calls_title"), _small(lines("card", "calls"))),
        _panel(say("card.words_title"), _small(steps[:_AT_ONCE], Mark.NUMBER)),
        _panel(say("card.then_title"), _small(steps[_AT_ONCE : _AT_ONCE + _THEN], Mark.NUMBER, _AT_ONCE + 1)),
        _panel(say("card.not_title"), _small(plan.not_to_do[:_NOT])),
        _panel(
            say("card.later_title"),
            *(Paragraph(text, Role.SMALL) for text in (plan.recovery, say("card.whole_plan"))),
            Paragraph(say("card.no_number"), Role.SMALL),
        ),
    )
    return (Paragraph(say("card.how")), Gap(14), Fold(panels, 2, *_CARD))


def _panel(title: str, *blocks: Block) -> tuple[Block, ...]:
    return (Paragraph(title, Role.STRONG, Tone.ACCENT), *blocks)


def _small(shown: tuple[str, ...], mark: Mark = Mark.DOT, first: int = 1) -> Points:
    return Points(shown, mark, Role.SMALL, first)
