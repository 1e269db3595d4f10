"""The bundled facts are whole, sourced and dated, and a broken file is named instead of half-read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from walletsafe import knowledge
from walletsafe.device.releases import ReleaseNumber, parse_release
from walletsafe.knowledge import Knowledge, UserChannel

FOLDER = resources.files("walletsafe.resources") / "knowledge"
OURS = ("models", "firmware", "bulletins", "issuer_keys", "counterfeits", "mcu")
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def entries(node: object) -> Iterator[dict[str, Any]]:
    """Every table that stands in a list, at any depth: those are the entries."""
    if isinstance(node, dict):
        for value in node.values():
            yield from entries(value)
    if isinstance(node, list):
        for value in node:
            if isinstance(value, dict):
                yield value


def number(version: str) -> ReleaseNumber:
    parsed = parse_release(version)
    assert parsed is not None, version
    return parsed


@pytest.fixture
def bundled() -> Knowledge:
    return knowledge.load()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the knowledge files that load() reads, for a test to break."""
    (tmp_path / "knowledge").mkdir()
    for name in OURS:
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / "knowledge" / f"{name}.toml").write_text(text, encoding="utf-8")

    def files(_package: str) -> Path:
        return tmp_path

    monkeypatch.setattr(resources, "files", files)
    knowledge.load.cache_clear()
    yield tmp_path / "knowledge"
    knowledge.load.cache_clear()


@pytest.mark.parametrize("name", OURS)
def test_every_entry_has_a_source_and_a_plausible_date(name: str) -> None:
    file = raw(name)
    assert ISO.fullmatch(file["reviewed"])
    found = list(entries(file))
    assert found
    for entry in found:
        assert entry["source"].strip(), entry
        assert ISO.fullmatch(entry["date"]), entry
        assert "2014" <= entry["date"] <= file["reviewed"], entry


def test_the_shown_date_is_that_of_the_file_reviewed_longest_ago(bundled: Knowledge) -> None:
    assert bundled.date == min(raw(name)["reviewed"] for name in OURS)


def test_the_facts_are_read_once() -> None:
    assert knowledge.load() is knowledge.load()


def test_ids_are_unique(bundled: Knowledge) -> None:
    for ids in (
        [model.id for model in bundled.models],
        [model.usb_model for model in bundled.models],
        [model.legacy_product_id for model in bundled.models],
        [family for model in bundled.models for family in model.target_families],
        [bulletin.id for bulletin in bundled.bulletins],
        [key.id for key in bundled.issuer_keys],
        [key.public_key for key in bundled.issuer_keys],
    ):
        assert ids
        assert len(set(ids)) == len(ids)


def test_releases_are_unique_and_oldest_first(bundled: Knowledge) -> None:
    for model_id, releases in bundled.releases.items():
        numbers = [number(release.version) for release in releases]
        assert numbers == sorted(set(numbers)), model_id
        assert numbers[-1].final, model_id
        assert not releases[-1].uncertain, model_id


def test_every_fixed_firmware_is_a_release_that_was_issued(bundled: Knowledge) -> None:
    for bulletin in bundled.bulletins:
        for model_id, version in bulletin.firmware_fixed.items():
            issued = [release.version for release in bundled.releases[model_id] if not release.uncertain]
            assert version in issued, (bulletin.id, model_id)


def test_a_later_bulletin_never_needs_an_older_app(bundled: Knowledge) -> None:
    # The apps check names the version of the last bulletin as the one to have.
    for app in {app for bulletin in bundled.bulletins for app in bulletin.apps_fixed}:
        needed = [number(entry.apps_fixed[app]) for entry in bundled.bulletins if app in entry.apps_fixed]
        assert needed == sorted(needed), app


def test_the_bulletins_are_numbered_without_a_gap_in_order_of_date(bundled: Knowledge) -> None:
    ids = [bulletin.id for bulletin in bundled.bulletins]
    assert ids[:22] == [f"LSB-{count:03}" for count in range(1, 23)]
    dates = [bulletin.date for bulletin in bundled.bulletins]
    assert dates == sorted(dates)


def test_a_floor_names_the_firmware_that_ends_it(bundled: Knowledge) -> None:
    floors = {bulletin.id: dict(bulletin.firmware_fixed) for bulletin in bundled.bulletins if bulletin.floor}
    assert floors == {
        "LSB-001": {"nano-s": "1.4.1"},
        "LSB-002": {"nano-s": "1.4.1"},
        "LSB-003": {"nano-s": "1.4.1"},
        "LSB-013": {"nano-x": "1.2.4-2"},
        "LSB-016": {"nano-s": "2.0.0", "nano-x": "1.3.0"},
        "LSB-021": {"nano-x": "2.4.2", "flex": "1.2.2", "stax": "1.6.2"},
    }


def test_counterfeit_claims_are_no_release_of_that_model(bundled: Knowledge) -> None:
    assert bundled.counterfeit_claims
    for model_id, versions in bundled.counterfeit_claims.items():
        issued = {number(release.version) for release in bundled.releases[model_id]}
        assert issued.isdisjoint(map(number, versions))


def test_issuer_keys_are_points_on_secp256k1(bundled: Knowledge) -> None:
    prime = 2**256 - 2**32 - 977
    for key in bundled.issuer_keys:
        assert key.public_key[0] == 4
        x, y = int.from_bytes(key.public_key[1:33]), int.from_bytes(key.public_key[33:])
        assert (y * y - x**3 - 7) % prime == 0, key.id


def test_the_vendor_key_is_proven_on_the_nano_s_alone_and_ours_nowhere(bundled: Knowledge) -> None:
    assert {(key.id, key.demo, key.proven_on) for key in bundled.issuer_keys} == {
        ("ledger", False, ("nano-s",)),
        ("walletsafe-demo", True, ()),
    }


def test_mcu_pairs_name_versions_that_parse(bundled: Knowledge) -> None:
    assert bundled.mcu_pairs
    for pair in bundled.mcu_pairs:
        assert parse_release(pair.firmware) in [number(r.version) for r in bundled.releases[pair.model_id]]
        number(pair.mcu)


def test_a_release_has_no_misspelt_field() -> None:
    # uncertain is the one field that may be left out, so the loader cannot miss it.
    for entry in entries(raw("firmware")):
        assert entry.keys() <= {"number", "version", "date", "source", "uncertain"}, entry


def test_a_version_that_may_not_have_shipped_is_marked(bundled: Knowledge) -> None:
    uncertain = {
        (model_id, release.version)
        for model_id, releases in bundled.releases.items()
        for release in releases
        if release.uncertain
    }
    assert ("nano-x", "2.7.2") in uncertain
    assert ("nano-x", "2.7.1") not in uncertain


# Target ids and product ids that real devices gave: LedgerHQ/ledger-live-common getDeviceInfo tests,
# blue-loader-python issue 51, btchip-python issue 48.
@pytest.mark.parametrize(
    ("target_id", "model_id"),
    [
        (0x31100002, "nano-s"),
        (0x31100004, "nano-s"),
        (0x33000004, "nano-x"),
        (0x33100004, "nano-s-plus"),
        (0x33200004, "stax"),
        (0x33300004, "flex"),
        (0x33400004, "nano-gen5"),
        (0x31000002, "blue"),
        (0x31010004, "blue"),
        (0x33500004, None),
        (0x01000001, None),
    ],
)
def test_a_target_id_names_its_model(bundled: Knowledge, target_id: int, model_id: str | None) -> None:
    model = bundled.model_by_target(target_id)
    assert (model.id if model else None) == model_id


@pytest.mark.parametrize(
    ("product_id", "model_id"),
    [
        (0x1015, "nano-s"),
        (0x0001, "nano-s"),
        (0x4000, "nano-x"),
        (0x0004, "nano-x"),
        (0x5000, "nano-s-plus"),
        (0x6011, "stax"),
        (0x7000, "flex"),
        (0x8000, "nano-gen5"),
        (0x0000, "blue"),
        (0x3000, None),
        (0x00FF, "blue"),
    ],
)
def test_a_product_id_names_its_model(bundled: Knowledge, product_id: int, model_id: str | None) -> None:
    model = bundled.model_by_product_id(product_id)
    assert (model.id if model else None) == model_id


def test_only_the_nano_x_is_known_to_refuse_our_key(bundled: Knowledge) -> None:
    refusing = [model.id for model in bundled.models if model.user_channel is UserChannel.REFUSED]
    assert refusing == ["nano-x"]


BREAKS = [
    ("models.toml", "touch = false", "touch = 0", "touch: expected bool"),
    ("models.toml", "key_line_chars = 16", "key_line_chars = true", "key_line_chars: expected int"),
    ("models.toml", 'user_channel = "open"', 'user_channel = "ajar"', "user_channel: unknown value 'ajar'"),
    ("models.toml", "[0x33000000]", "0x33000000", "target_families: expected a list"),
    ("models.toml", "[0x33000000]", '["x"]', "target_families: 0: expected int"),
    ("models.toml", 'id = "stax"', "", "model: 5: id: expected str, found None"),
    ("firmware.toml", "flex = [", "flax = [", "unknown model 'flax'"),
    ("firmware.toml", 'version = "1.5.5"', "version = 1.5", "nano-s: 10: version: expected str"),
    ("firmware.toml", "uncertain = true,", 'uncertain = "yes",', "uncertain: expected bool"),
    ("bulletins.toml", 'date = "2018-03-20"', 'date = "20 March 2018"', "date: not an ISO date"),
    ("bulletins.toml", 'date = "2018-03-20"', 'date = "2018-13"', "date: not an ISO date"),
    ("bulletins.toml", 'nano-x = "2.4.2", flex', 'nano-z = "2.4.2", flex', "unknown model 'nano-z'"),
    ("bulletins.toml", "apps_fixed = { XRP", "apps_mended = { XRP", "apps_fixed: expected a table"),
    ("bulletins.toml", 'source = "https://donjon.ledger.com/lsb/005/"', 'source = " "', "source: empty"),
    ("issuer_keys.toml", "0490f5c9", "0490f5", "public_key: not 65 bytes"),
    ("issuer_keys.toml", '["nano-s"]', '["nano-q"]', "unknown model 'nano-q'"),
    ("counterfeits.toml", "[[claim]]", "[claim]", "claim: expected a list of tables"),
    ("counterfeits.toml", 'model = "nano-s-plus"', 'model = "nano-s-minus"', "unknown model 'nano-s-minus'"),
    ("mcu.toml", 'hash = "13fe', 'hash = "zzfe', "hash: not 32 bytes"),
    ("mcu.toml", "reviewed =", "looked_at =", "reviewed: expected str"),
    ("mcu.toml", "[[hash]]\n", "[[hash\n", "mcu.toml"),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), BREAKS)
def test_a_broken_file_is_named_with_the_field(
    copy: Path, file: str, old: str, new: str, problem: str
) -> None:
    knowledge.load()
    knowledge.load.cache_clear()
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(problem)) as caught:
        knowledge.load()
    assert file in str(caught.value)
