"""The window's own words, from ``resources/text/<lang>/window.toml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from walletsafe.errors import Scalar


def words(key: str, **slots: Scalar) -> str:
    """Return the text at ``section.name`` with its ``{slots}`` filled. Raise ``KeyError`` for a wrong key."""
    text = str(_at(key))
    return text.format_map(slots) if slots else text


def sentences(key: str) -> tuple[str, ...]:
    """Return the list of texts at ``section.name``. Raise ``KeyError`` for a wrong key."""
    return tuple(str(line) for line in cast("list[str]", _at(key)))


def _at(key: str) -> object:
    table, _, name = key.partition(".")
    return _SECTIONS[table][name]


def _read() -> Mapping[str, Mapping[str, object]]:
    """Read the file, which keeps to one line a text: every value is JSON as well as TOML.

    Python's TOML reader, and what ``walletsafe.texts`` loads with it, take a fifth of the time to the
    first page. A test holds both readings together.
    """
    # importlib.resources would load archives and temporary files first: a tenth of the time as well.
    text = Path(import_module("walletsafe.resources").__path__[0], "text", "en", "window.toml").read_text(
        "utf-8"
    )
    sections: dict[str, dict[str, object]] = {}
    section: dict[str, object] = {}
    for line in text.splitlines():
        key, equals, value = line.partition(" = ")
        if line.startswith("["):
            section = sections[line.strip("[]")] = {}
        elif equals:
            section[key] = json.loads(value)
    return sections


_SECTIONS = _read()
