"""One line of the table that ``make bench`` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: medians of both sides, and the ratio that the project wants to keep."""

    name: str
    unit: str
    ours: float
    theirs: float
    budget: float

    def __str__(self) -> str:
        ratio = self.ours / self.theirs
        word = "within" if ratio <= self.budget else "ABOVE"
        return (
            f"{self.name:<58}{self.ours:9.1f} {self.unit:<3}{self.theirs:9.1f} {self.unit:<3}"
            f"{ratio:6.2f}   {word} {self.budget}"
        )
