"""The cases of the USB run: each plugs in what it needs and asserts on the program's JSON."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from tests.helpers.people import Person
from tests.helpers.scenarios import EXPECTED
from tests.usb.gadget import DiskGadget, Gadget, LedgerGadget, wait_until
from tests.usb.stage import (
    FOLDER,
    NOBODY,
    check,
    check_as_nobody,
    device_nodes,
    in_use,
    other_program,
    plugged,
    product_of,
    run,
    settle,
    talk,
    variant,
)
from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.checks.runner import run_device_check
from walletsafe.findings import Outcome
from walletsafe.transport import hid
from walletsafe.transport.framing import FramedTransport

Case = Callable[[], None]

_LEFT_OUT = frozenset(
    {
        "slow",
        "counterfeit-version-lie",
        "custom-ca",
        "newer-than-list",
        "never-issued",
        "pre-filled-phrase",
        "replaced-ui",
        "sideloaded-app",
    }
)
"""What they are about comes after the certificate, which is refused here, or is no matter of USB at all."""

_HANDSHAKE = ("b001", "e001", "e004", "e050", "e05100", "e05180", "e05200", "e05280")
"""The starts of the commands of a check of a device that Ledger did not certify."""

# Where a practice device passes, the same device on USB must not: Ledger did not certify it.
_ON_USB = {
    name: (1, frozenset({"genuine.demo_certificate"}))
    for name, (status, ids) in EXPECTED.items()
    if status == 0 or any(found.startswith("genuine.") for found in ids)
} | {name: EXPECTED[name] for name in ("nano-x", "refused", "counterfeit-self-signed")}


def scenario(name: str) -> Case:
    """A bundled scenario, through a real USB stack."""
    status, ids = _ON_USB.get(name, EXPECTED[name])

    def case() -> None:
        with plugged(name):
            found = check()
        found.expect(found.outcome, *ids)
        assert found.status == status, found

    return case


def unplugged_at(step: str) -> Case:
    """It is unplugged during one step, and plugged in again."""

    def case() -> None:
        with plugged(variant("genuine-nano-s-plus", faults=f'unplug_at = "{step}"')) as device:
            check().expect("could-not-check", "device.unplugged")
            device.plug_in_again()
            check().expect("did-not-pass", "genuine.demo_certificate")

    return case


def two_devices() -> None:
    """Two are attached: one has to be chosen, and either can be."""
    with plugged("genuine-nano-s-plus"), plugged("genuine-flex", number=1):
        ambiguous = check()
        assert ambiguous.status == 2, ambiguous
        assert "flex-1, nano-s-plus-1" in ambiguous.said, ambiguous
        for name, model in (("flex-1", "flex"), ("nano-s-plus-1", "nano-s-plus")):
            chosen = check("--device", name)
            chosen.expect("did-not-pass", "genuine.demo_certificate")
            assert chosen.report["subject"]["model"] == model, chosen


def two_alike() -> None:
    """Two of the same model and, as on real ones, with the same serial number."""
    with plugged("genuine-nano-s-plus"), plugged("locked", number=1):
        check("--device", "nano-s-plus-1").expect("did-not-pass", "genuine.demo_certificate")
        check("--device", "nano-s-plus-2").expect("could-not-check", "device.locked")


def locked_then_unlocked() -> None:
    """The owner unlocks it; it does not leave the bus for that."""
    with plugged("locked") as device:
        check().expect("could-not-check", "device.locked")
        device.turn_into("genuine-nano-s-plus")
        check().expect("did-not-pass", "genuine.demo_certificate")


def late_answers() -> None:
    """Every answer takes its time."""
    with plugged(variant("genuine-nano-s-plus", faults="answer_delay = 0.7")):
        check().expect("did-not-pass", "genuine.demo_certificate")


def late_answer_of_the_run_before() -> None:
    """An answer arrives after its check gave up: the next check must not take it for its own."""
    with plugged(variant("genuine-nano-s-plus", faults="answer_delay = 7.0")) as device:
        check().expect("could-not-check", "device.silent")
        # The answer is given now, to nobody: it waits in the device until somebody opens it again.
        time.sleep(2.5)
        device.turn_into("genuine-nano-s-plus")
        with strange_packets() as strange:
            check().expect("did-not-pass", "genuine.demo_certificate")
    # Linux's own driver throws away what waited when the device is opened; libusb hands it over.
    assert bool(strange) is not _over_hidraw(), strange


@contextmanager
def strange_packets() -> Generator[list[bytes]]:
    """Collect the packets that reach the program on a channel on which it asked nothing."""
    strange: list[bytes] = []
    asked: set[bytes] = set()
    read, write = hid.HidLink.read, hid.HidLink.write

    def writing(self: hid.HidLink, packet: bytes) -> None:
        asked.add(packet[:2])
        write(self, packet)

    def reading(self: hid.HidLink, timeout: float) -> bytes | None:
        packet = read(self, timeout)
        if packet is not None and packet[:2] not in asked:
            strange.append(packet)
        return packet

    with patch.object(hid.HidLink, "read", reading), patch.object(hid.HidLink, "write", writing):
        yield strange


def app_closed() -> None:
    """The person lets the open app be closed: the device leaves the bus and is back under another id."""
    with plugged("app-open"):
        found = talk(typed=("1", "1", "2", "1"))
    found.expect("did-not-pass", "device.identified", "genuine.demo_certificate")


def odd_frames(kind: str) -> Case:
    """The packets of every answer arrive cut short, twice, or swapped."""

    def case() -> None:
        with plugged(variant("genuine-nano-s-plus", faults=f'frames = "{kind}"')) as device:
            found = check()
            assert found.outcome == "could-not-check", found
            assert found.ids & {"transport.garbage", "device.silent", "genuine.protocol_error"}, found
            device.turn_into("genuine-nano-s-plus")
            check().expect("did-not-pass", "genuine.demo_certificate")

    return case


def other_reader() -> None:
    """Another program has the device's file open: it is named, and the check works."""
    with plugged("genuine-nano-s-plus"), other_program(_hold, _hidraw()):
        found = check()
    found.expect("did-not-pass", "genuine.demo_certificate")
    if _over_hidraw():
        found.expect("did-not-pass", "device.also_open")
        (told,) = [told for told in found.report["findings"] if told["id"] == "device.also_open"]
        assert told["params"]["program"] == "Wallet 2", found


def _over_hidraw() -> bool:
    return len(hid.backends()) == 2


def way_to_the_device() -> None:
    """Each part of the run uses the way it is named for: the driver's file, or the bus itself."""
    opened: set[str] = set()
    exchange = FramedTransport.exchange

    def looking(self: FramedTransport, *arguments: Any, **options: Any) -> bytes:
        entries = Path("/proc/self/fd").iterdir()
        opened.update(str(entry.readlink()) for entry in entries if entry.is_symlink())
        return exchange(self, *arguments, **options)

    with plugged("genuine-nano-s-plus"), patch.object(FramedTransport, "exchange", looking):
        check().expect("did-not-pass", "genuine.demo_certificate")
    assert any(path.startswith("/dev/hidraw") for path in opened) is _over_hidraw(), opened
    assert any(path.startswith("/dev/bus/usb/") for path in opened) is not _over_hidraw(), opened


def other_talker() -> None:
    """Another program asks the device things all the while, on a channel of its own."""
    with test_authority(), plugged("genuine-nano-s-plus"), other_program(_chatter, _hidraw()):
        with strange_packets() as strange:
            found = check()
        # Over libusb the other program loses the device, and its file.
        assert bool(strange) is _over_hidraw(), strange
        if found.outcome == "could-not-check":
            assert found.ids & {"transport.garbage", "device.silent", "genuine.protocol_error"}, found
        else:
            found.expect("passed", "genuine.verified", without="genuine.demo_certificate")


def held_by_other() -> None:
    """Another program has taken the device away from the kernel's driver: it cannot be opened."""
    with plugged("genuine-nano-s-plus"), other_program(_claim):
        found = check()
        found.expect("could-not-check", "transport.in_use")
        (told,) = [told for told in found.report["findings"] if told["id"] == "transport.in_use"]
        assert told["params"]["program"] == "Wallet 2", found
    with plugged("genuine-nano-s-plus"):
        check().expect("did-not-pass", "genuine.demo_certificate")


def _hidraw() -> str:
    return str(next(Path("/dev").glob("hidraw*")))


def _hold(node: str, ready: Any) -> None:
    with Path(node).open("r+b", buffering=0):
        ready.set()
        signal.pause()


def _chatter(node: str, ready: Any) -> None:
    """Ask for the open app, on the fixed channel of other programs, ten times a second."""
    with Path(node).open("r+b", buffering=0) as file:
        ready.set()
        while True:
            file.write(b"\0" + bytes.fromhex("01010500000005b001000000").ljust(64, b"\0"))
            time.sleep(0.1)


def _claim(_: str, ready: Any) -> None:
    import hid as libusb

    device = libusb.device()
    device.open_path(libusb.enumerate(hid.VENDOR_ID, 0)[0]["path"])
    ready.set()
    signal.pause()


def disk() -> None:
    """A USB stick that claims to be made by Ledger is not taken for one."""
    with disk_plugged_in(DiskGadget(0, product_of("genuine-nano-s-plus"), _disk_image())):
        check().expect("could-not-check", "device.none")
        said = json.loads(run("doctor", "--json").stdout)
    assert "danger" in {cause["severity"] for cause in said["causes"]}, said


def disk_beside_it() -> None:
    """A Ledger never offers a disk: one that does, beside what a Ledger offers, is not even opened."""
    gadget = LedgerGadget(0, product_of("genuine-nano-s-plus"))
    gadget.add_disk(_disk_image())
    with disk_plugged_in(gadget):
        # libusb hears of it from udev's daemon, which may be later than the disk's driver.
        settle(1)
        check().expect("did-not-pass", "device.offers_disk")


@contextmanager
def disk_plugged_in(gadget: Gadget) -> Generator[None]:
    """Plug in a device with a disk, and go on once Linux has found that."""
    gadget.plug_in()
    try:
        wait_until(lambda: any(Path("/sys/bus/usb/drivers/usb-storage").glob("[0-9]*")))
        yield
    finally:
        gadget.remove()
        settle(0)


def _disk_image() -> Path:
    image = FOLDER / "disk.img"
    image.write_bytes(bytes(1 << 20))
    return image


def not_allowed() -> None:
    """A user without access is told the cause and the exact commands."""
    with plugged("genuine-nano-s-plus"):
        found = check_as_nobody()
        found.expect("could-not-check", "transport.no_permission")
        assert found.status == 3, found
        said = json.loads(run("doctor", "--json", user=NOBODY).stdout)
    assert said["ready"] is False, said
    commands = [command for cause in said["causes"] for command in cause["commands"]]
    assert any("uaccess" in command and "/etc/udev/rules.d/" in command for command in commands), said


def allowed() -> None:
    """A user with the access that the rule gives: both device files belong to whoever sits at the screen."""
    with plugged("genuine-nano-s-plus"):
        for node in device_nodes():
            os.chown(node, NOBODY, -1)
        check_as_nobody().expect("did-not-pass", "genuine.demo_certificate")
        said = json.loads(run("doctor", "--json", user=NOBODY).stdout)
    assert said["ready"] is True, said


def rule() -> None:
    """The rule that the program prints is read by udev, and gives the tag to both device files."""
    file = Path("/etc/udev/rules.d/70-walletsafe-ledger.rules")
    printed = run("doctor", "--rule").stdout
    with plugged("genuine-nano-s-plus"):
        assert all(":uaccess:" not in _udev_says(node) for node in device_nodes())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(printed)
        try:
            for node in device_nodes():
                said = _udev_says(node)
                assert ":uaccess:" in said, said
                # On a line it does not understand, udev names file and line.
                assert f"{file}:" not in said, said
        finally:
            file.unlink()


def _udev_says(node: Path) -> str:
    done = subprocess.run(["udevadm", "test", _sysfs(node)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _sysfs(node: Path) -> str:
    number = node.stat().st_rdev
    return str(Path(f"/sys/dev/char/{os.major(number)}:{os.minor(number)}").resolve())


def test_authority() -> Any:
    """Take the key of our virtual devices for the vendor's, so that a check goes on to its end on USB."""
    facts = knowledge.load()
    keys = tuple(replace(key, demo=False) for key in facts.issuer_keys)
    return patch.object(knowledge, "load", lambda: replace(facts, issuer_keys=keys))


def to_the_end() -> None:
    """Under a test authority, the same device passes: channel and list of apps work on a real stack too."""
    with test_authority(), plugged("genuine-nano-s-plus"):
        found = check()
    found.expect("passed", "genuine.verified", "apps.listed", without="genuine.demo_certificate")
    assert found.status == 0, found
    with test_authority(), plugged(variant("genuine-nano-s-plus", faults='unplug_at = "e0000000"')):
        check().expect("could-not-check", "device.unplugged")


def cost() -> None:
    """What a whole check costs beside the exchanges it is made of. Told, not judged: it is about time."""
    spent: list[float] = []
    exchange = FramedTransport.exchange

    def timed(self: FramedTransport, *arguments: Any, **options: Any) -> bytes:
        began = time.monotonic()
        try:
            return exchange(self, *arguments, **options)
        finally:
            spent.append(time.monotonic() - began)

    ratios: list[float] = []
    whole = 0.0
    with test_authority(), plugged("genuine-nano-s-plus"), patch.object(FramedTransport, "exchange", timed):
        facts = knowledge.load()
        for _ in range(7):
            (peer,) = hid.list_devices(facts)
            spent.clear()
            began = time.monotonic()
            report = run_device_check(peer, Person(), CancelToken(), facts)
            whole = time.monotonic() - began
            assert report.outcome is Outcome.PASSED, report
            ratios.append(whole / sum(spent))
    told = f"the last: {whole:.2f} s, of which {sum(spent):.2f} s in {len(spent)} exchanges"
    print(f"@@ cost of a check / its exchanges: {median(ratios):.2f} (median of 7; {told})", flush=True)


def nothing_left() -> None:
    """After all of this, as many file descriptors and threads are in use as after the first cases."""
    gc.collect()
    now, first = in_use(), _used_at_first[0]
    assert all(number <= before for number, before in zip(now, first, strict=True)), (now, first)


def first_look() -> None:
    """What is loaded once is loaded now."""
    gc.collect()
    _used_at_first.append(in_use())


_used_at_first: list[tuple[int, int]] = []


def nothing_attached() -> None:
    """Nothing is there."""
    found = check()
    found.expect("could-not-check", "device.none")
    assert found.status == 3, found


CASES: dict[str, Case] = {
    "nothing attached": nothing_attached,
    **{f"scenario {name}": scenario(name) for name in EXPECTED if name not in _LEFT_OUT},
    "a first look": first_look,
    **{f"unplugged at {step}": unplugged_at(step) for step in _HANDSHAKE},
    "two devices": two_devices,
    "two of one model": two_alike,
    "locked, then unlocked": locked_then_unlocked,
    "app closed": app_closed,
    **{f"{kind} packets": odd_frames(kind) for kind in ("short", "repeated", "reordered")},
    "another reader": other_reader,
    "another program talks": other_talker,
    "held by another program": held_by_other,
    "a disk that says Ledger": disk,
    "a disk beside the Ledger": disk_beside_it,
    "not allowed": not_allowed,
    "allowed": allowed,
    "the udev rule": rule,
    "the way to the device": way_to_the_device,
    "to the end, under a test authority": to_the_end,
    "what a check costs": cost,
    "late answers": late_answers,
    "late answer of the run before": late_answer_of_the_run_before,
    "nothing is left open": nothing_left,
}
