"""The lock files: every file pinned and hashed, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("build", "runtime", "dev")


def pinned(lock: str) -> dict[str, str]:
    """Name and version of everything in a lock file."""
    text = (ROOT / ".requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))


def wanted(lock: str) -> list[Requirement]:
    groups = PROJECT["dependency-groups"]
    dev = [line for line in groups["dev"] if isinstance(line, str)]
    runtime = PROJECT["project"]["dependencies"]
    lines = {"build": groups["build"], "runtime": runtime, "dev": runtime + groups["build"] + dev}[lock]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_to_a_version_it_allows(lock: str) -> None:
    pins = pinned(lock)
    assert [
        str(line) for line in wanted(lock) if pins[canonicalize_name(line.name)] not in line.specifier
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_nothing_else(lock: str) -> None:
    text = (ROOT / ".requirements" / f"{lock}.txt").read_text().replace("\\\n", "")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    assert [
        line[:60] for line in lines if not re.search(r"^[a-z0-9-]+==.*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


def test_the_lock_files_agree_with_each_other() -> None:
    dev = pinned("dev")
    assert pinned("runtime").items() <= dev.items()
    assert pinned("build").items() <= dev.items()
