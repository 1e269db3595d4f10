"""The list of installed apps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.device.apps import AppFlags, InstalledApp, parse_app_page
from walletsafe.errors import GarbledAnswer


def entry(name: bytes, flags: int, *, counts_itself: bool = True) -> bytes:
    body = bytes(2) + flags.to_bytes(2, "big") + bytes(64) + bytes((len(name),)) + name
    return bytes((len(body) + counts_itself,)) + body


def old_entry(name: bytes, flags: int) -> bytes:
    body = bytes((len(name),)) + name + flags.to_bytes(4, "big") + bytes(32)
    return bytes((len(body),)) + body


def test_current_format_whichever_way_the_size_is_counted() -> None:
    for counts_itself in (True, False):
        page = b"\x01" + b"".join(
            entry(name, flags, counts_itself=counts_itself)
            for name, flags in ((b"Bitcoin", 0x44), (b"My CA", 0x404))
        )
        assert parse_app_page(page) == (InstalledApp("Bitcoin", 0x44), InstalledApp("My CA", 0x404))


def test_blocks_are_not_taken_for_flags() -> None:
    page = b"\x01\x00" + b"\x04\x08" + b"\x00\x04" + bytes(64) + b"\x01A"
    (app,) = parse_app_page(page)
    assert app.has(AppFlags.SIGNED)
    assert not app.has(AppFlags.CUSTOM_CA)
    assert not app.has(AppFlags.REPLACES_UI)


def test_old_format() -> None:
    assert parse_app_page(old_entry(b"Bitcoin", 0x40) + old_entry(b"X", 8)) == (
        InstalledApp("Bitcoin", 0x40),
        InstalledApp("X", 8),
    )


@pytest.mark.parametrize(
    ("flags", "target_id", "sideloaded"),
    [
        # Apps of the vendor's store on a Nano X. Source: device-sdk-ts ListAppsCommand tests.
        (0xCA50, 0x33000004, False),
        (0xCA40, 0x33000004, False),
        (0xCA00, 0x33000004, False),
        (0x8000, 0x33300004, True),
        (0x8001, 0x33300004, True),
        (0x8001, 0x31100004, False),
        (0x8004, 0x33300004, False),
        (0x8400, 0x33300004, False),
    ],
)
def test_sideloaded(flags: int, target_id: int, sideloaded: bool) -> None:
    assert InstalledApp("any", flags).sideloaded(target_id) is sideloaded


def test_an_empty_page_ends_the_list() -> None:
    assert parse_app_page(b"") == ()


def test_foreign_names_are_cleaned() -> None:
    evil = "\x1b[31mred\u202egnp\u200d\n" + "x" * 150
    (app,) = parse_app_page(b"\x01" + entry(evil.encode(), 0))
    assert "\x1b" not in app.name
    assert "\u202e" not in app.name
    assert "\n" not in app.name
    assert len(app.name) <= 64


@pytest.mark.parametrize(
    "page", [b"\x01\x46", b"\x01" + entry(b"Bitcoin", 4)[:-1], b"\x01" + entry(b"", 4), b"\x05\x02A"]
)
def test_malformed_pages(page: bytes) -> None:
    with pytest.raises(GarbledAnswer):
        parse_app_page(page)


@given(st.binary(max_size=400))
def test_any_bytes_give_apps_or_our_error(page: bytes) -> None:
    with contextlib.suppress(GarbledAnswer):
        parse_app_page(page)
