"""A USB without hardware, in place of hidapi and of the system's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.usb import Clock, FakeBackend, LinuxTree, Usb
from walletsafe.transport import hid


@pytest.fixture
def usb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Usb:
    usb = Usb(LinuxTree(tmp_path), FakeBackend(), FakeBackend())
    monkeypatch.setattr(hid, "backends", lambda: (usb.hidraw, usb.libusb))
    monkeypatch.setattr(hid, "_ROOT", tmp_path)
    return usb


@pytest.fixture
def other_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeBackend:
    """Windows or macOS: one backend, and none of Linux's files."""
    backend = FakeBackend()
    monkeypatch.setattr(hid, "backends", lambda: (backend,))
    monkeypatch.setattr(hid, "_ROOT", tmp_path)
    return backend


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(hid, "time", clock)
    return clock
