"""Every string in a tree of tables and lists, as our text files are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def strings(value: object) -> Iterator[str]:
    """Every string in a tree of tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
