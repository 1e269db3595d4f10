"""Reads our own text files strictly: every key checked, none left over.

A fault in them is a fault of ours, found by the tests: it is a ``ValueError`` that names file and key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar, cast

from walletsafe import texts

_Value = TypeVar("_Value", str, int, bool)
_DATE = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Table:
    """One table of a text file; ``where`` names it in errors. Each method takes a key out of it.

    All keys are required, save where a method says otherwise, and all methods raise ``ValueError``.
    """

    def __init__(self, where: str, values: Mapping[str, object]) -> None:
        self._where = where
        self._values = values
        self._taken: set[str] = set()

    def text(self, key: str) -> str:
        """A text that is not empty and has no blanks at its ends."""
        text = self._take(key, str)
        if not text or text != text.strip():
            raise self.fault(key, "empty, or blanks at its ends")
        return text

    def optional_text(self, key: str) -> str:
        """As :meth:`text`; empty where the key is left out."""
        return self.text(key) if key in self._values else ""

    def choice(self, key: str, allowed: frozenset[str], *, optional: bool = False) -> str:
        """One of ``allowed``; empty where an optional key is left out."""
        name = self.optional_text(key) if optional else self.text(key)
        if name not in allowed and not (optional and not name):
            raise self.fault(key, f"unknown value {name!r}")
        return name

    def date(self, key: str) -> str:
        """A date as ``2026-10-02``, or a month or year alone where no more is known."""
        date = self.text(key)
        if not _DATE.fullmatch(date):
            raise self.fault(key, f"no date: {date!r}")
        return date

    def integer(self, key: str, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, both included."""
        number = self._take(key, int)
        if not low <= number <= high:
            raise self.fault(key, f"not from {low} to {high}")
        return number

    def flag(self, key: str) -> bool:
        """True or false."""
        return self._take(key, bool)

    def optional_flag(self, key: str) -> bool:
        """As :meth:`flag`; false where the key is left out."""
        return key in self._values and self.flag(key)

    def lines(self, key: str, low: int, high: int) -> tuple[str, ...]:
        """A list of ``low`` to ``high`` texts, each as :meth:`text`."""
        values = self._list(key, low, high)
        row = Table(f"{self._where}: {key}", {str(number): value for number, value in enumerate(values, 1)})
        return tuple(row.text(str(number)) for number in range(1, len(values) + 1))

    def optional_lines(self, key: str, low: int, high: int) -> tuple[str, ...]:
        """As :meth:`lines`; empty where the key is left out."""
        return self.lines(key, low, high) if key in self._values else ()

    def tables(self, key: str, low: int, high: int) -> tuple[Table, ...]:
        """A list of ``low`` to ``high`` tables."""
        found: list[Table] = []
        for number, value in enumerate(self._list(key, low, high), 1):
            if not isinstance(value, Mapping):
                raise self.fault(key, f"number {number} is no table")
            found.append(Table(f"{self._where}: {key} {number}", cast("Mapping[str, object]", value)))
        return tuple(found)

    def optional_tables(self, key: str, low: int, high: int) -> tuple[Table, ...]:
        """As :meth:`tables`; empty where the key is left out."""
        return self.tables(key, low, high) if key in self._values else ()

    def finish(self) -> None:
        """Refuse a key that no method has taken."""
        for key in self._values:
            if key not in self._taken:
                raise self.fault(key, "unknown key")

    def fault(self, key: str, problem: str) -> ValueError:
        """The error for a key whose value breaks a rule."""
        return ValueError(f"{self._where}: {key}: {problem}")

    def _list(self, key: str, low: int, high: int) -> list[object]:
        self._taken.add(key)
        values = self._values.get(key)
        if not isinstance(values, list):
            raise self.fault(key, "missing, or no list")
        entries = cast("list[object]", values)
        if not low <= len(entries) <= high:
            raise self.fault(key, f"{len(entries)} entries, not {low} to {high}")
        return entries

    def _take(self, key: str, kind: type[_Value]) -> _Value:
        self._taken.add(key)
        value = self._values.get(key)
        # In Python true is an integer; in these files it is not.
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise self.fault(key, f"missing, or not of the kind {kind.__name__}")
        return value


def read(name: str) -> Table:
    """The text file ``name`` (with its folder, without suffix). Raise ``FileNotFoundError`` without one."""
    return Table(f"{name}.toml", texts.section(name))
