"""Why a Ledger is not found or does not open: looks at the system, changes nothing, never runs a command."""

from __future__ import annotations

from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.doctor.diagnosis import Answer, Diagnosis, Probe
from walletsafe.doctor.facts import gather
from walletsafe.doctor.judge import judge
from walletsafe.knowledge import Knowledge

__all__ = ["Answer", "Diagnosis", "Probe", "examine"]


def examine(knowledge: Knowledge, *, cancel: CancelToken, root: Path = Path("/")) -> Diagnosis:
    """Look for attached Ledgers, open and close each, and say what may be in the way.

    Sends nothing to any device. Takes well under a second; call it on the thread that owns the device,
    since it uses hidapi. ``root`` is where the system's files are looked for. Raises
    :class:`~walletsafe.errors.Cancelled` and nothing else on purpose.
    """
    return judge(gather(knowledge, cancel=cancel, root=root))
