"""Wallet programs look at every Ledger they find. What HWI sends while it does that disturbs nothing.

HWI itself needs libraries that cannot be installed beside ledgerblue, so its bytes are played here. Source:
bitcoin-core/HWI ``hwilib/devices/ledger.py`` (``enumerate``) and ``ledger_bitcoin``: ``client.py``
(``createClient``), ``command_builder.py``, ``client_legacy.py``, ``btchip/btchip.py``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import pytest

from tests.helpers.people import Person, check, ids
from walletsafe.cancel import CancelToken
from walletsafe.checks import device as device_check
from walletsafe.findings import Outcome
from walletsafe.transport import PeerKind, Transport
from walletsafe.transport.framing import FramedTransport, split_message
from walletsafe.transport.tcp import TcpPeer
from walletsafe.virtual import scenario
from walletsafe.virtual.conversation import Conversation, Owner
from walletsafe.virtual.ledger import Ledger
from walletsafe.virtual.link import DeviceLink
from walletsafe.virtual.peer import VirtualPeer
from walletsafe.virtual.scenario import Scenario

from .conftest import Client, Serve

APP_AND_VERSION = bytes.fromhex("b001000000")
MASTER_FINGERPRINT = bytes.fromhex("e105000100")
OLD_APP_VERSION = bytes.fromhex("e0c4000000")
OLD_MASTER_KEY = bytes.fromhex("e04000000100")
PROBES = (APP_AND_VERSION, MASTER_FINGERPRINT, OLD_APP_VERSION, OLD_MASTER_KEY)
HWI_CHANNEL = 0x0101

Connect = Callable[[int], Client]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("genuine-flex", ["01", "6e00", "6d00", "6d00"]),
        ("genuine-nano-s", ["01", "6e00", "6d00", "6d00"]),
        ("app-open", ["01", "6e00", "6d00", "6d00"]),
        ("locked", ["5515"] * 4),
        ("bootloader", ["6e00", "6e00", "6d00", "6d00"]),
    ],
)
def test_each_probe_is_answered_or_refused(
    serve: Serve, connect: Connect, name: str, answers: list[str]
) -> None:
    client = connect(serve(name))
    for probe, answer in zip(PROBES, answers, strict=True):
        assert client.exchange(probe).hex().startswith(answer)


def test_it_reads_name_version_and_flags(serve: Serve, connect: Connect) -> None:
    """HWI takes an answer without flags for a broken one."""
    for name, app in (("app-open", b"Bitcoin"), ("genuine-nano-s", b"BOLOS")):
        answer = connect(serve(name)).exchange(APP_AND_VERSION)
        size = answer[1]
        version_size = answer[2 + size]
        flags = answer[3 + size + version_size : -2]
        assert answer[2 : 2 + size] == app
        assert flags[0] == len(flags[1:]) == 1


def test_a_check_before_between_and_after_probes_gives_the_same(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex")
    for _ in range(2):
        client = connect(port)
        for probe in PROBES:
            client.exchange(probe)
        client.connection.close()
        report = check(TcpPeer("127.0.0.1", port))
        assert (report.outcome, report.demo) == (Outcome.PASSED, True)
        assert "genuine.verified" in ids(report)


def test_a_program_that_waits_for_its_turn_finds_a_working_device(serve: Serve, connect: Connect) -> None:
    port = serve("genuine-flex")

    class Impatient(Person):
        """Starts the other program while the check is under way."""

        def step(self, check_id: str, done: int, total: int) -> None:
            super().step(check_id, done, total)
            if check_id != device_check.ID:
                waiting.append(connect(port))
                waiting[-1].send(APP_AND_VERSION)

    waiting: list[Client] = []
    assert check(TcpPeer("127.0.0.1", port), Impatient()).outcome is Outcome.PASSED
    for client in waiting:
        assert client.receive(int.from_bytes(client.receive(4), "big") + 2).startswith(b"\x01\x05BOLOS")
        client.connection.close()


class SharedLink:
    """A device that another program uses as well, as Linux allows: everybody hears every answer.

    Before each of our commands the other program sends one of its own.
    """

    def __init__(self, played: Scenario) -> None:
        owner = Owner(accepts=True, delay=0.0)
        self._device = DeviceLink(Conversation(Ledger(played), owner), played.faults)
        self._heard: deque[bytes] = deque()
        self.probed = 0

    def write(self, packet: bytes) -> None:
        if packet[3:5] == b"\0\0":
            probe = PROBES[self.probed % len(PROBES)]
            self.probed += 1
            self._device.write(split_message(HWI_CHANNEL, probe)[0])
            self._heard.extend(iter(lambda: self._device.read(0), None))
        self._device.write(packet)

    def read(self, timeout: float) -> bytes | None:
        return self._heard.popleft() if self._heard else self._device.read(timeout)

    def close(self) -> None:
        self._device.close()


class SharedPeer(VirtualPeer):
    """A device on such a line."""

    def open(self, *, cancel: CancelToken) -> Transport:
        self.link = SharedLink(self.scenario)
        return FramedTransport(self.link)


def test_a_check_passes_while_another_program_probes_the_same_device() -> None:
    peer = SharedPeer(scenario.load("genuine-flex"))
    report = check(peer)
    assert peer.link.probed > 8
    assert report.outcome is Outcome.PASSED
    assert peer.kind is PeerKind.VIRTUAL
