"""Reads a file of ``resources/knowledge`` strictly: every entry has a source and a date.

A fault in these files is a fault of ours, found by the tests: it is a ``ValueError`` that names file, entry
and field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar, cast

_Value = TypeVar("_Value", str, int, bool)

_ISO_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a knowledge file; ``where`` names it in the error of a field that is wrong."""

    where: str
    fields: Mapping[str, object]

    def fault(self, field: str, problem: str) -> ValueError:
        """The error for a field whose value breaks a rule."""
        return ValueError(f"resources/knowledge/{self.where}: {field}: {problem}")

    def _value(self, field: str, kind: type[_Value]) -> _Value:
        value = self.fields.get(field)
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):  # true is no number
            raise self.fault(field, f"expected {kind.__name__}, found {value!r}")
        return value

    def text(self, field: str) -> str:
        """A text that is not blank."""
        text = self._value(field, str)
        if not text.strip():
            raise self.fault(field, "empty")
        return text

    def integer(self, field: str) -> int:
        """A whole number."""
        return self._value(field, int)

    def flag(self, field: str) -> bool:
        """True or false."""
        return self._value(field, bool)

    def date(self) -> str:
        """The field ``date``: an ISO day, month or year."""
        date = self.text("date")
        if not _ISO_DATE.fullmatch(date):
            raise self.fault("date", f"not an ISO date: {date!r}")
        return date

    def hexadecimal(self, field: str, size: int) -> bytes:
        """``size`` bytes, written in lower-case hex."""
        text = self.text(field)
        if not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
            raise self.fault(field, f"not {size} bytes in lower-case hex")
        return bytes.fromhex(text)

    def items(self, field: str, kind: type[_Value]) -> tuple[_Value, ...]:
        """A list of values of one kind."""
        values = self.fields.get(field)
        if not isinstance(values, list):
            raise self.fault(field, f"expected a list, found {values!r}")
        numbered = {str(number): value for number, value in enumerate(cast("list[object]", values))}
        row = Table(f"{self.where}: {field}", numbered)
        return tuple(row._value(number, kind) for number in numbered)

    def table(self, field: str) -> Table:
        """A table inside this one."""
        table = self.fields.get(field)
        if not isinstance(table, dict):
            raise self.fault(field, f"expected a table, found {table!r}")
        return Table(f"{self.where}: {field}", cast("dict[str, object]", table))

    def texts(self, field: str) -> Mapping[str, str]:
        """A table of texts."""
        table = self.table(field)
        return MappingProxyType({key: table.text(key) for key in table.fields})

    def entries(self, field: str) -> Iterator[Table]:
        """The tables of the list ``field``, each of which must name its source and date."""
        values = self.fields.get(field)
        if not isinstance(values, list):
            raise self.fault(field, f"expected a list of tables, found {values!r}")
        numbered = {str(number): value for number, value in enumerate(cast("list[object]", values), 1)}
        for number in numbered:
            entry = Table(f"{self.where}: {field}", numbered).table(number)
            entry.text("source")
            entry.date()
            yield entry


def read(name: str) -> Table:
    """Read ``resources/knowledge/<name>.toml``."""
    # Imported here so that the many modules that only need the types above stay light.
    import tomllib
    from importlib import resources

    file = resources.files("walletsafe.resources") / "knowledge" / f"{name}.toml"
    try:
        return Table(f"{name}.toml", tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"resources/knowledge/{name}.toml: {error}") from error
