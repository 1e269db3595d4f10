"""Release numbers order themselves, and the firmware findings follow from the bundled list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe import knowledge
from walletsafe.checks.firmware import firmware_findings
from walletsafe.device.releases import ReleaseNumber, parse_release
from walletsafe.findings import Finding, Severity
from walletsafe.knowledge import Bulletin, Knowledge, Release

# LedgerHQ/ledger-live-common getDeviceInfo tests: the MCU 1.7 of a Nano S with firmware 1.5.5.
MCU_1_7 = bytes.fromhex("13fe17e06cf2f710d33328aa46d1053f8fadd48dcaeca2c5512dd79e2158d577")
MCU_1_6 = bytes.fromhex("34c8e1ed994a446ef70c9b256d8a6e01eb949aba4b18b9f9a39b7f3878253103")

BUNDLED = knowledge.load()
VERSION_FINDINGS = {
    "firmware.newest_known",
    "firmware.newer_than_list",
    "firmware.outdated",
    "firmware.below_security_floor",
    "firmware.never_issued",
    "firmware.no_list",
}

release_texts = st.from_regex(
    r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}(-[0-9]{1,2})?(-(rc|osu|das)[0-9]?)?", fullmatch=True
)


def number(text: str) -> ReleaseNumber:
    parsed = parse_release(text)
    assert parsed is not None, text
    return parsed


def on_version(model_id: str, version: str, facts: Knowledge = BUNDLED) -> Finding:
    (found,) = firmware_findings(model_id, version, None, facts)
    return found


def on_mcu(version: str, mcu_hash: bytes) -> tuple[Finding, ...]:
    return firmware_findings("nano-s", version, mcu_hash, BUNDLED)[1:]


OLDEST_FIRST = [
    "0.0.0",
    "1.2",
    "1.2.4-osu",
    "1.2.4-rc1",
    "1.2.4-rc2",
    "1.2.4-rc10",
    "1.2.4",
    "1.2.4-1-rc1",
    "1.2.4-1",
    "1.2.4-2",
    "1.2.4-10",
    "1.3.0",
    "1.9.1",
    "1.10.0",
    "2.0.0",
]


def test_release_numbers_order_by_age() -> None:
    numbers = [number(text) for text in OLDEST_FIRST]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("short", "long"), [("2.1", "2.1.0"), ("2", "2.0.0"), ("1.4.2-OSU", "1.4.2-osu")])
def test_spellings_of_one_release_are_equal(short: str, long: str) -> None:
    assert number(short) == number(long)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "v2.1",
        "2..1",
        "2.1.",
        "-1",
        "1.2.4-",
        "1.2.3.4.5",
        "2.1\n",
        " 2.1",
        "2.1\0",
        "\u0662.\u0661",
        "1,2",
        "9" * 5000,
    ],
)
def test_what_is_no_release_number_is_none(text: str) -> None:
    assert parse_release(text) is None


@given(st.text())
def test_any_text_is_a_release_number_or_none(text: str) -> None:
    parsed = parse_release(text)
    assert parsed is None or parsed == parsed  # noqa: PLR0124


@given(release_texts, release_texts, release_texts)
def test_the_order_is_total(first: str, second: str, third: str) -> None:
    a, b, c = number(first), number(second), number(third)
    assert (a < b) + (a == b) + (b < a) == 1
    if a <= b <= c:
        assert a <= c


@given(release_texts)
def test_a_trailing_zero_changes_nothing(text: str) -> None:
    head, hyphen, tail = text.partition("-")
    if head.count(".") < 3:
        assert number(f"{head}.0{hyphen}{tail}") == number(text)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 99))
def test_a_build_comes_after_its_release_and_before_the_next(major: int, minor: int, build: int) -> None:
    release = f"{major}.{minor}"
    assert number(release) < number(f"{release}-{build}") < number(f"{major}.{minor + 1}")
    assert number(f"{release}-rc{build}") < number(release)


@pytest.mark.parametrize("model_id", sorted(BUNDLED.releases))
def test_the_newest_release_is_newest_known(model_id: str) -> None:
    newest = BUNDLED.releases[model_id][-1]
    found = on_version(model_id, newest.version)
    assert found.id == "firmware.newest_known"
    assert found.params["newest_date"] == newest.date
    assert found.params["knowledge_date"] == BUNDLED.date


@pytest.mark.parametrize("model_id", sorted(BUNDLED.releases))
def test_no_release_in_the_list_is_called_made_up(model_id: str) -> None:
    for release in BUNDLED.releases[model_id]:
        assert on_version(model_id, release.version).id in {
            "firmware.newest_known",
            "firmware.outdated",
            "firmware.below_security_floor",
        }, release


@pytest.mark.parametrize(
    ("model_id", "version", "finding_id"),
    [
        ("nano-s", "2.1.0", "firmware.newest_known"),
        ("nano-s", "2.1", "firmware.newest_known"),
        ("nano-s", "2.0.0", "firmware.outdated"),
        ("nano-s", "1.6.1", "firmware.below_security_floor"),
        ("nano-s", "1.5.4", "firmware.never_issued"),
        ("nano-s", "2.2.0", "firmware.never_issued"),
        ("nano-s", "1.4.2-das", "firmware.below_security_floor"),
        ("nano-s", "1.4.2-ee", "firmware.never_issued"),
        ("nano-x", "2.4.1", "firmware.below_security_floor"),
        ("nano-x", "2.4.2", "firmware.outdated"),
        ("nano-x", "2.7.2", "firmware.outdated"),
        ("nano-x", "2.7.3", "firmware.never_issued"),
        ("nano-x", "2.8.0-rc2", "firmware.never_issued"),
        ("nano-x", "2.9.0-das", "firmware.newer_than_list"),
        ("nano-s-plus", "2.1", "firmware.never_issued"),
        ("nano-s-plus", "2.1.0", "firmware.never_issued"),
        ("nano-s-plus", "V2.1", "firmware.never_issued"),
        ("nano-s-plus", "V1.7.0", "firmware.no_list"),
        ("nano-s-plus", "2.2.0", "firmware.newer_than_list"),
        ("flex", "1.2.1", "firmware.below_security_floor"),
        ("stax", "1.6.2", "firmware.outdated"),
        ("nano-gen5", "1.1.1", "firmware.outdated"),
        ("blue", "2.1.1", "firmware.no_list"),
        ("nano-z", "1.0.0", "firmware.no_list"),
        ("nano-s", "1.6.0-osu", "firmware.no_list"),
        ("nano-s", "", "firmware.no_list"),
        ("nano-s", "0.0.0", "firmware.no_list"),
        ("nano-s", "hello", "firmware.no_list"),
    ],
)
def test_each_version_has_its_finding(model_id: str, version: str, finding_id: str) -> None:
    assert on_version(model_id, version).id == finding_id


@pytest.mark.parametrize(
    ("model_id", "version", "bulletins", "fixed"),
    [
        ("nano-s", "1.5.5", "LSB-016", "2.0.0"),
        ("nano-s", "1.3.1", "LSB-001, LSB-002, LSB-003, LSB-016", "2.0.0"),
        ("nano-x", "1.2.4-1", "LSB-013, LSB-016, LSB-021", "2.4.2"),
        ("nano-x", "1.2.4-2", "LSB-016, LSB-021", "2.4.2"),
        ("nano-x", "2.4.1", "LSB-021", "2.4.2"),
        ("flex", "1.2.1", "LSB-021", "1.2.2"),
        ("stax", "1.6.1", "LSB-021", "1.6.2"),
    ],
)
def test_below_the_floor_names_weaknesses_and_way_out(
    model_id: str, version: str, bulletins: str, fixed: str
) -> None:
    found = on_version(model_id, version)
    assert found.id == "firmware.below_security_floor"
    assert found.severity is Severity.DANGER
    assert found.params["bulletins"] == bulletins
    assert found.params["fixed"] == fixed
    assert found.params["newest"] == BUNDLED.releases[model_id][-1].version


def test_outdated_names_the_lesser_bulletins_fixed_since() -> None:
    lesser = Bulletin(
        "LSB-901", "2021-06-01", "", floor=False, firmware_fixed={"nano-s": "2.1.0"}, apps_fixed={}
    )
    facts = replace(BUNDLED, bulletins=(*BUNDLED.bulletins, lesser))
    assert on_version("nano-s", "2.0.0", facts).params["bulletins"] == "LSB-901"
    assert on_version("nano-s", "2.0.0").params["bulletins"] == ""
    assert on_version("nano-s", "2.1.0", facts).id == "firmware.newest_known"


def test_a_tag_that_may_not_have_shipped_is_never_the_newest() -> None:
    ahead = (*BUNDLED.releases["nano-s"], Release(99, "3.0.0", "2026", uncertain=True))
    facts = replace(BUNDLED, releases={"nano-s": ahead})
    assert on_version("nano-s", "2.1.0", facts).id == "firmware.newest_known"
    found = on_version("nano-s", "3.0.0", facts)
    assert (found.id, found.params["newest"]) == ("firmware.newer_than_list", "2.1.0")


def test_a_version_that_cannot_be_read_is_shown_short_and_plain() -> None:
    found = on_version("nano-s", "\x1b[31m\u202e" + "x" * 500)
    assert found.params["version"] == "??31m?" + "x" * 18
    assert on_version("nano-s", "").params["version"] == "?"


def test_a_known_mcu_is_named_and_another_is_a_caution() -> None:
    (known,) = on_mcu("1.5.5", MCU_1_7)
    assert (known.id, known.params["mcu"]) == ("firmware.mcu_known", "1.7")
    (known,) = on_mcu("1.4.2", MCU_1_6)
    assert (known.id, known.params["mcu"]) == ("firmware.mcu_known", "1.6")
    for bit in range(256):
        changed = (int.from_bytes(MCU_1_7) ^ (1 << bit)).to_bytes(32)
        (unknown,) = on_mcu("1.5.5", changed)
        assert unknown.id == "firmware.mcu_unknown"


def test_an_empty_hash_counts_as_unknown_save_in_the_updater() -> None:
    assert on_mcu("1.4.2-osu", bytes(32)) == ()
    assert [found.id for found in on_mcu("1.4.2-osu", b"\1" * 32)] == ["firmware.mcu_unknown"]
    assert [found.id for found in on_mcu("1.4.2", bytes(32))] == ["firmware.mcu_unknown"]
    assert [found.id for found in on_mcu("odd", bytes(32))] == ["firmware.mcu_unknown"]


any_model = st.one_of(st.sampled_from([model.id for model in BUNDLED.models]), st.text(max_size=40))


@given(any_model, st.one_of(release_texts, st.text(max_size=60)), st.none() | st.binary(max_size=40))
def test_any_device_gets_one_version_finding_in_plain_text(
    model_id: str, version: str, mcu_hash: bytes | None
) -> None:
    first, *rest = firmware_findings(model_id, version, mcu_hash, BUNDLED)
    assert first.id in VERSION_FINDINGS
    assert len(rest) <= (1 if mcu_hash else 0)
    for found in (first, *rest):
        for value in found.params.values():
            assert isinstance(value, str)
            assert value.isascii()
            assert not value or value.isprintable()
