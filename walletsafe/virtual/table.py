"""Reads a TOML table strictly: every field checked, none left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, cast

PROBLEMS: Final = ("missing-field", "unknown-field", "wrong-type", "wrong-value")
"""Every ``problem`` of a :class:`Malformed`."""

_TEXT_LIMIT: Final = 1000
_FIELD_LIMIT: Final = 64
_DELAY_LIMIT: Final = 60.0

_T = TypeVar("_T")


class Malformed(Exception):
    """A field is not what it must be: ``problem`` is one of :data:`PROBLEMS`, ``field`` a dotted name."""

    def __init__(self, problem: str, field: str) -> None:
        self.problem = problem
        self.field = field
        super().__init__(problem, field)


class Table:
    """One table of a parsed file. Methods take a field out of it and raise :class:`Malformed`.

    ``given`` tells a table that the file has from one that it left out. Fields are required
    unless a default is passed.
    """

    def __init__(self, untrusted_values: Mapping[str, object], prefix: str = "", given: bool = True) -> None:
        self.values = untrusted_values
        self.given = given
        self._prefix = prefix
        self._taken: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        """A text of at most 1000 characters; required ones are not empty."""
        value = self._take(name, str, default)
        if len(value) > _TEXT_LIMIT or (default is None and not value):
            raise self._malformed("wrong-value", name)
        return value

    def short_text(self, name: str) -> str:
        """A text of 1 to 64 bytes in UTF-8, any characters: devices may send any."""
        value = self.text(name)
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            raise self._malformed("wrong-value", name) from None
        if size > _FIELD_LIMIT:
            raise self._malformed("wrong-value", name)
        return value

    def short_ascii(self, name: str, default: str | None = None) -> str:
        """A text of at most 64 ASCII characters."""
        value = self.text(name, default)
        if not value.isascii() or len(value) > _FIELD_LIMIT:
            raise self._malformed("wrong-value", name)
        return value

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of ``choices``."""
        value = self._take(name, str, default)
        if value not in choices:
            raise self._malformed("wrong-value", name)
        return value

    def integer(self, name: str, largest: int) -> int:
        """An integer from 0 to ``largest``."""
        value = self._take(name, int)
        if not 0 <= value <= largest:
            raise self._malformed("wrong-value", name)
        return value

    def optional_byte(self, name: str) -> int | None:
        """An integer from 0 to 255, or ``None`` where the field is left out."""
        return self.integer(name, 0xFF) if name in self.values else None

    def boolean(self, name: str) -> bool:
        """True or false; false where the field is left out."""
        return self._take(name, bool, False)

    def seconds(self, name: str) -> float:
        """A number from 0 to 60; 0 where the field is left out."""
        value = self._take(name, float, 0.0)
        if not 0 <= value <= _DELAY_LIMIT:
            raise self._malformed("wrong-value", name)
        return value

    def hex_bytes(self, name: str, sizes: Sequence[int], default: bytes | None = None) -> bytes:
        """Bytes as hex digits; their number must be one of ``sizes``."""
        text = self._take(name, str, None if default is None else default.hex())
        try:
            value = bytes.fromhex(text)
        except ValueError:
            raise self._malformed("wrong-value", name) from None
        if len(value) not in sizes:
            raise self._malformed("wrong-value", name)
        return value

    def table(self, name: str) -> Table:
        """A table inside this one."""
        return Table(cast("Mapping[str, object]", self._take(name, dict)), f"{self._prefix}{name}.")

    def optional_table(self, name: str) -> Table:
        """A table inside this one, empty where the file has none."""
        return self.table(name) if name in self.values else Table({}, f"{self._prefix}{name}.", given=False)

    def tables(self, name: str) -> list[Table]:
        """A list of tables, empty where the file has none."""
        entries = cast("list[object]", self._take(name, list, []))
        if not all(isinstance(entry, dict) for entry in entries):
            raise self._malformed("wrong-type", name)
        return [Table(cast("Mapping[str, object]", entry), f"{self._prefix}{name}.") for entry in entries]

    def finish(self) -> None:
        """Raise :class:`Malformed` when the file has a field that nobody asked for."""
        for name in self.values:
            if name not in self._taken:
                raise self._malformed("unknown-field", name)

    def _take(self, name: str, kind: type[_T], default: _T | None = None) -> _T:
        self._taken.add(name)
        if name not in self.values:
            if default is None:
                raise self._malformed("missing-field", name)
            return default
        value = self.values[name]
        # In Python true is an integer; in these files it is not.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._malformed("wrong-type", name)
        return value

    def _malformed(self, problem: str, name: str) -> Malformed:
        return Malformed(problem, f"{self._prefix}{name}")
