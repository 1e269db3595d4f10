"""The poster for the wall beside the computer."""

from __future__ import annotations

from walletsafe.handouts.words import lines, say
from walletsafe.paper.blocks import Block, Box, Crossed, Gap, Paragraph, Role, Tone


def never_type_it() -> tuple[Block, ...]:
    """One page, to be read from across the room."""
    return (
        Paragraph(say("poster.title"), Role.POSTER, Tone.DANGER, centred=True),
        Gap(20),
        Crossed(110),
        Gap(22),
        Paragraph(say("poster.lead"), Role.VERDICT, centred=True),
        Gap(10),
        *(Paragraph(line, Role.TITLE, centred=True) for line in lines("poster", "points")),
        Gap(14),
        Box(
            (
                Paragraph(say("poster.nobody"), Role.TITLE, centred=True),
                Paragraph(say("poster.asked"), Role.LEAD, centred=True),
            ),
            Tone.DANGER,
        ),
    )
