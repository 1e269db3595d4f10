"""The bundled domains are whole, sourced and dated, and a broken file is named instead of half-read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from walletsafe.message import domains

FILE = resources.files("walletsafe.resources") / "knowledge" / "domains.toml"
DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z]+")
NOT_OFFICIAL = {"ledger.live", "ledgerlive.com", "ledger.co", "ledger.io"}
"""Domains that look like the vendor's and stand in no code or page of it."""


@pytest.fixture
def bundled() -> domains.Domains:
    return domains.load()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the file that load() reads, for a test to break."""
    (tmp_path / "knowledge").mkdir()
    copied = tmp_path / "knowledge" / "domains.toml"
    copied.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")

    def files(_package: str) -> Path:
        return tmp_path

    monkeypatch.setattr(resources, "files", files)
    domains.load.cache_clear()
    yield copied
    domains.load.cache_clear()


def test_every_entry_has_a_source_and_a_date_up_to_the_review() -> None:
    file = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", file["reviewed"])
    entries = [entry for part in file.values() if isinstance(part, list) for entry in part]
    assert len(entries) > 10
    for entry in entries:
        assert entry["source"].strip()
        assert "2014" <= entry["date"] <= file["reviewed"]


def test_domains_are_domains_and_stand_in_one_part_only(bundled: domains.Domains) -> None:
    parts = [bundled.official, bundled.hides, bundled.free, bundled.sold, bundled.innocent]
    names = [name for part in parts for name in part]
    assert all(DOMAIN.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)


def test_the_vendors_domains_are_those_seen_in_its_code_and_pages(bundled: domains.Domains) -> None:
    assert "ledger.com" in bundled.official
    assert not bundled.official.keys() & NOT_OFFICIAL


def test_a_word_has_one_meaning(bundled: domains.Domains) -> None:
    kinds = [bundled.vendor_words, bundled.common_words, bundled.near_words, bundled.ordinary_words]
    words = [word for kind in kinds for word in kind]
    assert all(kinds)
    assert len(set(words)) == len(words)


def test_the_file_is_read_once(bundled: domains.Domains) -> None:
    assert domains.load() is bundled


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('kind = "mailing"', 'kind = "post"', "kind"),
        ('kind = "near"', 'kind = "far"', "kind"),
        ('"edger"', '"Edger"', "words"),
        ('"edger"', '"lodger"', "words"),
        ('domain = "ledger.fr"', 'domain = ""', "domain"),
    ],
)
def test_a_broken_file_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert old in text
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=f"domains.toml.*{fault}"):
        domains.load()
