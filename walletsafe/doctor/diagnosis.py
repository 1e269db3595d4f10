"""What the doctor says: whether a Ledger can be opened, what may be in the way, and what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from walletsafe.findings import Finding


class Answer(StrEnum):
    """How one look at the system ended. Not being able to tell is an answer, never a crash."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "could-not-tell"


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at the system. Its question in words: ``walletsafe.texts.probe_question``."""

    id: str
    outcome: Answer


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The doctor's answer.

    ``ready``: a Ledger is attached, it opened, and nothing seen is a danger. ``causes`` are what may be in
    the way, the most likely first; with ``ready`` they are tips. They are never empty without ``ready``.
    ``probes`` are in the order in which they were made.
    """

    ready: bool
    causes: tuple[Finding, ...]
    probes: tuple[Probe, ...]
