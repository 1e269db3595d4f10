"""A virtual Ledger behind a USB gadget, and the program that checks it, for the cases."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import walletsafe
from tests.usb.gadget import LedgerGadget, wait_until
from walletsafe import knowledge
from walletsafe.transport import hid

NOBODY: Final = 65534
FOLDER = Path(tempfile.mkdtemp(prefix="walletsafe-usb-"))
ANSWERS = FOLDER / "answers.toml"
ANSWERS.write_text(
    'source = "sealed-official"\npin_preset = "no"\nphrase_prefilled = "no"\nsent_unasked = "no"\n'
    'asked_by_stranger = "no"\nguided_now = "no"\nmodel_in_hand = "yes"\n'
)
# Each device is a process of its own, forked from one that has loaded what they need: emulation is slow.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    [
        "cryptography.hazmat.primitives.asymmetric.ec",
        "ledgerblue.ecWrapper",
        "tests.usb.cases",
        "walletsafe.cli.program",
        "walletsafe.cli.virtual",
        "walletsafe.device.channel",
        "walletsafe.virtual.channel",
        "walletsafe.virtual.gadget",
    ]
)


@dataclass
class Checked:
    """What one run of ``walletsafe check --json`` gave."""

    status: int
    report: dict[str, Any]
    said: str

    @property
    def outcome(self) -> str:
        """The outcome of the report, or ``refused`` where there is none."""
        return str(self.report.get("outcome", "refused"))

    @property
    def ids(self) -> set[str]:
        """The ids of the findings."""
        return {found["id"] for found in self.report.get("findings", ())}

    def expect(self, outcome: str, *wanted: str, without: str = "genuine.verified") -> None:
        """Assert outcome, findings that must be there and one that must not."""
        assert self.outcome == outcome, self
        assert set(wanted) <= self.ids, self
        assert without not in self.ids, self
        assert self.report["demo"] is False, self


def check(*arguments: str) -> Checked:
    """Run ``walletsafe check --json`` in this process, as a script would: nobody is at a terminal."""
    from walletsafe.cli import program

    given = ["check", "--json", "--consent", "--answers", str(ANSWERS), *arguments]
    output, said = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(said):
        status = program.run(given)
    text = output.getvalue()
    assert "Traceback" not in text + said.getvalue(), said.getvalue()
    return Checked(status, json.loads(text) if text else {}, said.getvalue())


def run(*arguments: str, user: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the installed program as a process, as another user where ``user`` is not 0."""
    return subprocess.run(
        [str(Path(walletsafe.__file__).parents[1] / "bin/walletsafe"), *arguments],
        user=user,
        group=user,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=100,
    )


def check_as_nobody() -> Checked:
    """Run ``walletsafe check --json`` as a user without any rights of their own."""
    done = run("check", "--json", "--consent", "--answers", str(ANSWERS), user=NOBODY)
    return Checked(done.returncode, json.loads(done.stdout), done.stderr)


def open_the_way() -> None:
    """Let every user read what the program is made of: outside, it may be in somebody's home folder."""
    for place in (FOLDER, Path(walletsafe.__file__), Path(sys.prefix), Path(sys.base_prefix)):
        for folder in (place, *place.resolve().parents):
            folder.chmod(folder.stat().st_mode | 0o555)


def device_nodes() -> tuple[Path, ...]:
    """The device files of the one Ledger on the bus: of the HID driver, and of the whole device."""
    devices = [
        path.parent
        for path in Path("/sys/bus/usb/devices").glob("*/idVendor")
        if path.read_text() == "2c97\n"
    ]
    (device,) = devices
    bus, number = (int((device / name).read_text()) for name in ("busnum", "devnum"))
    return (*Path("/dev").glob("hidraw*"), Path(f"/dev/bus/usb/{bus:03}/{number:03}"))


def in_use() -> tuple[int, int]:
    """File descriptors and threads of this process, by the kernel's count."""
    return len([*Path("/proc/self/fd").iterdir()]), len([*Path("/proc/self/task").iterdir()])


def talk(*arguments: str, typed: Sequence[str]) -> Checked:
    """Run ``walletsafe check --json`` with a person at a terminal, who types one line to each question."""
    from walletsafe.cli import program

    keyboard, terminal = os.openpty()
    person = threading.Thread(target=_type, args=(keyboard, typed))
    output, said, stdin = io.StringIO(), os.fdopen(os.dup(terminal), "w"), sys.stdin
    person.start()
    with os.fdopen(terminal) as sys.stdin, said, redirect_stdout(output), redirect_stderr(said):
        status = program.run(["check", "--json", "--answers", str(ANSWERS), *arguments])
    sys.stdin = stdin
    person.join()
    os.close(keyboard)
    return Checked(status, json.loads(output.getvalue()), "")


def _type(keyboard: int, typed: Sequence[str]) -> None:
    seen, lines = "", iter(typed)
    with suppress(OSError):  # the terminal was closed: the check is over
        while True:
            seen += os.read(keyboard, 4096).decode("utf-8", "replace")
            if seen.endswith("): "):
                os.write(keyboard, f"{next(lines)}\n".encode())
                seen = ""


def variant(name: str, *, faults: str = "", **device: str) -> Path:
    """Write a bundled scenario with other ``faults`` and ``device`` lines; return the file."""
    text = (resources.files("walletsafe.resources") / "scenarios" / f"{name}.toml").read_text("utf-8")
    lines = text.partition("[faults]")[0].splitlines()
    changed = [line for line in lines if line.partition(" =")[0] not in device]
    at = changed.index("[device]") + 1
    changed[at:at] = [f"{key} = {value}" for key, value in device.items()]
    file = FOLDER / f"{name}-{abs(hash((faults, *device.items())))}.toml"
    file.write_text("\n".join([*changed, "[faults]", faults, ""]), "utf-8")
    return file


@dataclass
class Player:
    """A process that plays a scenario on a gadget's file: ``walletsafe virtual serve --hidg``."""

    process: Any
    log: Path

    def lines(self) -> list[str]:
        """What it has said so far."""
        return self.log.read_text("utf-8").splitlines()

    def stop(self) -> None:
        """End it as a person would, with a signal."""
        self.process.terminate()
        self.process.join(20)
        assert self.process.exitcode == 0, self.log.read_text("utf-8")


def play(scenario: str | Path, node: Path, *, prompt_delay: float = 0.0) -> Player:
    """Start to play; return once the player says that it is ready."""
    log = FOLDER / f"player-{time.monotonic_ns()}.log"
    log.touch()
    arguments = ["virtual", "serve", str(scenario), "--hidg", str(node), "--prompt-delay", str(prompt_delay)]
    process = _processes.Process(target=_serve, args=(arguments, str(log)))
    process.start()
    player = Player(process, log)
    wait_until(lambda: any("is ready" in line for line in player.lines()) or not process.is_alive())
    assert process.is_alive(), log.read_text("utf-8")
    return player


def _serve(arguments: list[str], log: str) -> None:
    from walletsafe.cli.program import run

    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.exit(run(arguments))


@dataclass
class Plugged:
    """A virtual Ledger on the bus. It leaves when its player says so."""

    gadget: LedgerGadget
    player: Player

    def plug_in_again(self) -> None:
        """Put it back on the bus after its cable was pulled, once everybody has noticed that."""
        settle(0)
        self.gadget.plug_in()
        settle(1)

    def turn_into(self, scenario: str | Path) -> None:
        """Let it be in another state, without leaving the bus."""
        self.player.stop()
        self.player = play(scenario, self.gadget.node)


def product_of(scenario: str | Path) -> int:
    """The USB product id a scenario shows at first."""
    from walletsafe.virtual.ledger import Ledger
    from walletsafe.virtual.scenario import resolve

    return Ledger(resolve(str(scenario))).product_id


@contextmanager
def other_program(work: Callable[[str, Any], None], argument: str = "") -> Generator[None]:
    """Run ``work`` in a process of its own that calls itself "Wallet 2", until it says it is ready."""
    ready = _processes.Event()
    process = _processes.Process(target=_as_wallet, args=(work, argument, ready))
    process.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        process.terminate()
        process.join(20)


def _as_wallet(work: Callable[[str, Any], None], argument: str, ready: Any) -> None:
    Path("/proc/self/comm").write_text("Wallet 2")
    work(argument, ready)


@contextmanager
def plugged(scenario: str | Path, *, number: int = 0, prompt_delay: float = 0.0) -> Generator[Plugged]:
    """Plug in a virtual Ledger, and go on once the program lists it; unplug it at the end."""
    others = _attached()
    with on_the_bus(scenario, number=number, prompt_delay=prompt_delay) as device:
        settle(others + 1)
        yield device
    # A device that is still listed while it leaves would be taken for the next one.
    settle(others)


@contextmanager
def on_the_bus(scenario: str | Path, *, number: int = 0, prompt_delay: float = 0.0) -> Generator[Plugged]:
    """The same without a look at the list: where the window looks, no other thread may."""
    gadget = LedgerGadget(number, product_of(scenario))
    gadget.plug_in()
    done = threading.Event()
    try:
        device = Plugged(gadget, play(scenario, gadget.node, prompt_delay=prompt_delay))
        watcher = threading.Thread(target=_follow, args=(device, done))
        watcher.start()
        try:
            yield device
        finally:
            done.set()
            watcher.join()
            device.player.stop()
    finally:
        gadget.remove()


def _follow(device: Plugged, done: threading.Event) -> None:
    """Take the device off the bus when its player says that it leaves; put it on again if it comes back."""
    followed = 0
    while not done.wait(0.02):
        leaving = [line for line in device.player.lines() if "leaves the bus" in line]
        for line in leaving[followed:]:
            device.gadget.unplug()
            if product := re.search(r"product (0x[0-9a-f]{4})", line):
                device.gadget.set_product(int(product[1], 16))
                device.gadget.plug_in()
        followed = len(leaving)


def settle(attached: int) -> None:
    """Wait until the program's own list shows this many Ledgers."""
    wait_until(lambda: _attached() == attached)


def _attached() -> int:
    return len(hid.list_devices(knowledge.load()))
