"""What goes on paper: practice sheets, the card for the wallet, the poster, the list beside the telephone.

A handout holds no secret: its words are dealt here and known to everybody, the rest is what the window says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random, SystemRandom
from typing import Final

from walletsafe import __version__, texts
from walletsafe.errors import BrokenFile, UnknownHandout
from walletsafe.files import write_whole
from walletsafe.handouts import card, checklist, exercises, poster
from walletsafe.handouts.words import say
from walletsafe.paper.blocks import Block, PaperSize, Running

SUFFIX: Final = ".pdf"
"""How the name of a file that holds a handout ends."""

_Maker = Callable[[Random], tuple[Block, ...]]

_PRACTICE: Final[Mapping[str, _Maker]] = {
    "practice-sheets": exercises.practice_sheets,
    "find-the-slip": exercises.find_the_slip,
}
_ADVICE: Final[Mapping[str, Callable[[], tuple[Block, ...]]]] = {
    "emergency-card": card.emergency_card,
    "never-type-it": poster.never_type_it,
    "call-checklist": checklist.call_checklist,
}


def names() -> tuple[str, ...]:
    """The permanent names of all handouts, in the order in which they are offered."""
    return (*_PRACTICE, *_ADVICE)


def title(name: str) -> str:
    """What a handout is called. Raise :class:`~walletsafe.errors.UnknownHandout` where there is none."""
    return say(f"titles.{_known(name)}")


def summary(name: str) -> str:
    """What is in it, in a sentence or two. Raise :class:`~walletsafe.errors.UnknownHandout` likewise."""
    return say(f"summaries.{_known(name)}")


def make(name: str, size: PaperSize, rng: Random | None = None) -> bytes:
    """Make a handout as a PDF file.

    ``rng`` makes the dealt words repeatable; by default chance is the system's, and no two are the same.
    Raise :class:`~walletsafe.errors.UnknownHandout` where there is none of this name.
    """
    # Late: setting it in type loads a large library, listing the names does not.
    from walletsafe.paper.sheet import typeset

    practice = _PRACTICE.get(_known(name))
    blocks = _ADVICE[name]() if practice is None else practice(rng or SystemRandom())
    running = Running(
        title=title(name),
        mark="" if practice is None else texts.words("practice", "sheet.mark"),
        foot=say("page.foot", rule=texts.report_text().footer, version=__version__),
        page=say("page.number", page="{page}", pages="{pages}"),
        subject=say("page.subject"),
    )
    return typeset(running, blocks, size)


def save(name: str, size: PaperSize, path: Path, *, replace: bool = False) -> None:
    """Write a handout to ``path``, at once or not at all.

    A file that is there is kept, unless told to ``replace`` it. Others may read the file as far as the system
    lets them: it holds no secret, and is for handing on. Raises as :func:`make`, and
    :class:`~walletsafe.errors.BrokenFile` where it cannot be written or its name does not end in ``.pdf``.
    """
    _known(name)
    if path.is_dir():
        raise BrokenFile(file=path.name, line=0, problem="folder")
    if path.suffix.lower() != SUFFIX:
        raise BrokenFile(file=path.name, line=0, problem="not-pdf")
    if not path.parent.is_dir():
        raise BrokenFile(file=path.name, line=0, problem="no-folder")
    write_whole(path, make(name, size), mode=0o666, replace=replace)


def _known(name: str) -> str:
    if name not in names():
        raise UnknownHandout(handout=name)
    return name
