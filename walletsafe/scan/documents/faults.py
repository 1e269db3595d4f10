"""What goes wrong with one thing spares the things beside it, and is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from lzma import LZMAError

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.parts import Exhausted, Part, Stopped, Unreadable
from walletsafe.scan.finds import Reason


def spared(parts: Iterable[Part], member: str, budget: Budget) -> Iterator[Part]:
    """Yield ``parts`` as far as they go. What ends them early is noted, unless it ends all."""
    try:
        yield from parts
    except (Stopped, Exhausted):
        raise
    except Exception as error:  # noqa: BLE001  (readers raise many kinds of errors for broken files)
        budget.note(member, reason_of(error))


def reason_of(error: Exception) -> Reason:
    """What to say of an error of a reader, or of a library that it uses."""
    match error:
        case Unreadable():
            return error.reason
        case MemoryError():
            return Reason.TOO_LARGE
        case LZMAError() if "limit" in str(error):  # of memory
            return Reason.TOO_LARGE
        case RecursionError():
            return Reason.TOO_DEEP
        case NotImplementedError():
            return Reason.UNREADABLE
        case OSError() if error.errno:
            return Reason.UNREADABLE
        case _:
            return Reason.DAMAGED
