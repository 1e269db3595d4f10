"""A virtual Ledger in a trainer's hands: the same reports as any other, whatever is done to it meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest

from tests.helpers.people import Person, check, ids, virtual
from tests.helpers.scenarios import EXPECTED
from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.device import session
from walletsafe.errors import Cancelled, DeviceUnplugged, UnknownScenario
from walletsafe.findings import Outcome, Report
from walletsafe.questions import CLOSE_APP, YES
from walletsafe.transport import Peer, PeerKind, Transport
from walletsafe.virtual import scenario
from walletsafe.virtual.staged import Screen, Showing, StagedLedger

GENUINE, OTHER, FAKE = "genuine-nano-s-plus", "genuine-flex", "counterfeit-replayed"
NAME, LIST = bytes.fromhex("b001000000"), bytes.fromhex("e0de000000")
Act = Callable[[StagedLedger], None]


def lock_and_unlock(staged: StagedLedger) -> None:
    staged.lock()
    staged.unlock()


def unplug_and_plug_in(staged: StagedLedger) -> None:
    staged.unplug()
    staged.plug_in()


ACTS: dict[str, Act] = {
    "lock": StagedLedger.lock,
    "lock and unlock": lock_and_unlock,
    "unplug": StagedLedger.unplug,
    "unplug and plug in": unplug_and_plug_in,
    "swap for another": lambda staged: staged.swap(OTHER),
    "swap for a fake": lambda staged: staged.swap(FAKE),
    "swap for itself": lambda staged: staged.swap(GENUINE),
}


class Trainer:
    """A staged Ledger, and a hand that does ``at_question`` to it whenever it asks something."""

    def __init__(self, name: str, at_question: Act | None = lambda staged: staged.press(allow=True)) -> None:
        self.screens: list[Screen] = []
        self.asked = threading.Event()
        self._at_question = at_question
        self.staged = StagedLedger(name, self._look)

    def _look(self) -> None:
        self.screens.append(self.staged.screen)
        if self.screens[-1].showing is Showing.QUESTION:
            self.asked.set()
            if self._at_question is not None:
                self._at_question(self.staged)


def staged(name: str, at_question: Act | None = lambda staged: staged.press(allow=True)) -> StagedLedger:
    return Trainer(name, at_question).staged


class Interrupted:
    """The peer ``staged``, to which ``act`` is done just before command number ``at`` (from 0)."""

    def __init__(self, peer: StagedLedger, at: int, act: Act) -> None:
        self._peer, self._at, self._act = peer, at, act
        self.kind, self.id, self.entropy = peer.kind, peer.id, peer.entropy
        self.other_programs = peer.other_programs
        self.sent = 0

    @property
    def product_id(self) -> int | None:
        return self._peer.product_id

    def open(self, *, cancel: CancelToken) -> Transport:
        return _Line(self._peer.open(cancel=cancel), self)

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        return _Line(self._peer.reopen(timeout=timeout, cancel=cancel), self)

    def count(self) -> None:
        if self.sent == self._at:
            self._act(self._peer)
        self.sent += 1


class _Line:
    def __init__(self, transport: Transport, peer: Interrupted) -> None:
        self._transport, self._peer = transport, peer
        self.close = transport.close

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        self._peer.count()
        return self._transport.exchange(command, timeout=timeout, cancel=cancel)


def commands_of_a_check() -> int:
    peer = Interrupted(staged(GENUINE), -1, lambda _: None)
    assert check(peer).outcome is Outcome.PASSED
    return peer.sent


STEPS = range(commands_of_a_check())


@contextmanager
def checking(peer: Peer, cancel: CancelToken | None = None) -> Generator[list[Report]]:
    """Check on a thread of its own; its report is there at the end."""
    knowledge.load()
    reports: list[Report] = []
    thread = threading.Thread(target=lambda: reports.append(check(peer, cancel=cancel)))
    thread.start()
    try:
        yield reports
    finally:
        thread.join(20)
        assert not thread.is_alive()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_check_says_the_same_as_of_any_virtual_ledger(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "slow":
        slow = scenario.load(name)
        hurried = replace(slow, faults=replace(slow.faults, answer_delay=0.15))
        monkeypatch.setattr(scenario, "load", lambda _: hurried)
    if name == "silent":
        monkeypatch.setattr(session, "ANSWER_TIMEOUT", 0.3)
    peer = staged(name, lambda ledger: ledger.press(allow=name != "refused"))
    report = check(peer)
    assert report == check(virtual(name))
    assert report.demo


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_closing_an_app_says_the_same_too(answer: str) -> None:
    trainer = Trainer("app-open")
    assert trainer.staged.screen == Screen(Showing.APP, app="Bitcoin")
    report = check(trainer.staged, Person({CLOSE_APP: answer}))
    assert report == check(virtual("app-open"), Person({CLOSE_APP: answer}))
    closed = [Showing.OFF, Showing.DASHBOARD, Showing.QUESTION, Showing.DASHBOARD]
    assert [screen.showing for screen in trainer.screens] == (closed if answer == YES else [])


def test_an_app_that_was_closed_brings_the_device_back_by_itself() -> None:
    peer = staged("app-open")
    line = peer.open(cancel=CancelToken())
    line.exchange(bytes.fromhex("b0a7000000"), timeout=5.0, cancel=CancelToken())
    closed = peer.screen
    line.close()
    assert [closed, peer.screen] == [Screen(Showing.OFF), Screen(Showing.DASHBOARD)]


def test_it_is_a_peer_and_says_that_it_is_virtual() -> None:
    peer: Peer = staged(OTHER)
    assert (peer.kind, peer.id, peer.product_id) == (PeerKind.VIRTUAL, OTHER, 0x7000)
    assert peer.other_programs() == ()
    assert peer.entropy(8) != peer.entropy(8)


def test_the_question_stands_on_its_screen_until_it_is_answered() -> None:
    trainer, person = Trainer(GENUINE), Person()
    check(trainer.staged, person)
    assert person.prompts[0] is not None
    assert trainer.screens == [Screen(Showing.QUESTION), Screen(Showing.DASHBOARD)]


@pytest.mark.parametrize("at", STEPS)
@pytest.mark.parametrize("act", ACTS)
def test_whatever_is_done_to_a_genuine_one_is_nothing_against_it(act: str, at: int) -> None:
    peer = Interrupted(staged(GENUINE), at, ACTS[act])
    report = check(peer)
    assert report.demo
    if act == "lock and unlock":
        assert report.outcome is Outcome.PASSED
    else:
        assert report.outcome is Outcome.COULD_NOT_CHECK
        assert ids(report) & {"device.locked", "device.unplugged"}
        assert peer.sent <= len(STEPS)


@pytest.mark.parametrize("at", STEPS)
@pytest.mark.parametrize("act", ACTS)
def test_a_counterfeit_never_passes_whatever_is_done_to_it(act: str, at: int) -> None:
    report = check(Interrupted(staged(FAKE), at, ACTS[act]))
    assert report.outcome in {Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK}
    assert "genuine.verified" not in ids(report)
    assert report.demo


@pytest.mark.parametrize(
    ("act", "outcome", "found"),
    [
        (lambda staged: staged.press(allow=True), Outcome.PASSED, "genuine.verified"),
        (lambda staged: staged.press(allow=False), Outcome.STOPPED, "genuine.refused_on_device"),
        (StagedLedger.lock, Outcome.COULD_NOT_CHECK, "device.locked"),
        (StagedLedger.unplug, Outcome.COULD_NOT_CHECK, "device.unplugged"),
        (lambda staged: staged.swap(FAKE), Outcome.COULD_NOT_CHECK, "device.unplugged"),
        (lambda staged: staged.swap(OTHER), Outcome.COULD_NOT_CHECK, "device.unplugged"),
    ],
    ids=["allow", "refuse", "lock", "unplug", "swap for a fake", "swap for another"],
)
def test_the_trainer_works_it_while_it_asks(act: Act, outcome: Outcome, found: str) -> None:
    trainer = Trainer(GENUINE, at_question=None)
    peer = trainer.staged
    with checking(peer) as reports:
        assert trainer.asked.wait(20)
        act(peer)
        assert peer.screen.showing is not Showing.QUESTION
    assert reports[0].outcome is outcome
    assert found in ids(reports[0])


def test_a_cancelled_check_leaves_no_question_behind() -> None:
    trainer, cancel = Trainer(GENUINE, at_question=None), CancelToken()
    with checking(trainer.staged, cancel) as reports:
        assert trainer.asked.wait(20)
        cancel.cancel()
    assert reports[0].outcome is Outcome.STOPPED
    assert trainer.staged.screen == Screen(Showing.DASHBOARD)
    trainer.staged.press(allow=True)
    assert trainer.staged.screen == Screen(Showing.DASHBOARD)


def test_a_press_before_the_question_counts_for_nothing() -> None:
    trainer = Trainer(GENUINE, at_question=None)
    peer = trainer.staged
    peer.press(allow=True)
    with checking(peer) as reports:
        assert trainer.asked.wait(20)
        peer.press(allow=False)
        # The second one comes too late as well: it is answered.
        peer.press(allow=True)
    assert reports[0].outcome is Outcome.STOPPED


def test_nothing_plugged_in_is_said_so_and_a_new_check_meets_what_is_there_now() -> None:
    peer = staged(GENUINE)
    peer.unplug()
    assert "device.unplugged" in ids(check(peer))
    peer.swap(FAKE)
    assert not peer.plugged
    peer.plug_in()
    assert (peer.id, peer.plugged) == (FAKE, True)
    assert check(peer).outcome is Outcome.DID_NOT_PASS
    peer.swap(GENUINE)
    assert check(peer).outcome is Outcome.PASSED


def test_a_swap_for_a_device_that_does_not_exist_changes_nothing() -> None:
    trainer = Trainer(GENUINE)
    with pytest.raises(UnknownScenario):
        trainer.staged.swap("no-such-ledger")
    assert (trainer.staged.id, trainer.screens) == (GENUINE, [])


def test_an_old_line_stays_dead_when_the_cable_is_in_again() -> None:
    peer, cancel = staged(GENUINE), CancelToken()
    old = peer.open(cancel=cancel)
    peer.unplug()
    peer.plug_in()
    with pytest.raises(DeviceUnplugged):
        old.exchange(NAME, timeout=5.0, cancel=cancel)
    new = peer.open(cancel=cancel)
    assert new.exchange(NAME, timeout=5.0, cancel=cancel).endswith(b"\x90\x00")
    old.close()
    assert new.exchange(NAME, timeout=5.0, cancel=cancel).endswith(b"\x90\x00")
    peer.open(cancel=cancel)
    with pytest.raises(DeviceUnplugged):
        new.exchange(NAME, timeout=5.0, cancel=cancel)


def test_it_waits_for_the_cable_when_it_is_to_come_back() -> None:
    peer, cancel = staged(GENUINE), CancelToken()
    peer.unplug()
    with pytest.raises(DeviceUnplugged):
        peer.reopen(timeout=0.05, cancel=cancel)
    hand = threading.Timer(0.05, peer.plug_in)
    hand.start()
    line = peer.reopen(timeout=20.0, cancel=cancel)
    hand.join()
    assert line.exchange(NAME, timeout=5.0, cancel=cancel).endswith(b"\x90\x00")
    peer.unplug()
    threading.Timer(0.05, cancel.cancel).start()
    with pytest.raises(Cancelled):
        peer.reopen(timeout=20.0, cancel=cancel)


def test_the_usb_id_is_that_of_the_device_which_was_opened() -> None:
    """Else a swap in the middle of a check would make the one before look like a mismatch."""
    peer = staged(GENUINE)
    peer.open(cancel=CancelToken())
    before = peer.product_id
    peer.swap(OTHER)
    assert peer.product_id == before
    peer.open(cancel=CancelToken())
    assert peer.product_id == 0x7000


def test_the_hand_is_never_held_up_by_a_check_that_waits() -> None:
    peer, cancel = staged("silent"), CancelToken()
    line = peer.open(cancel=cancel)
    waiting = threading.Thread(target=lambda: _raises_unplugged(line, cancel))
    waiting.start()
    for _ in range(200):
        peer.press(allow=True)
        peer.lock()
        peer.unlock()
    peer.unplug()
    waiting.join(20)
    assert not waiting.is_alive()


def _raises_unplugged(line: Transport, cancel: CancelToken) -> None:
    with pytest.raises(DeviceUnplugged):
        line.exchange(NAME, timeout=300.0, cancel=cancel)


@pytest.mark.parametrize(
    ("devices", "never"),
    [((GENUINE, OTHER), Outcome.DID_NOT_PASS), ((FAKE, "counterfeit-self-signed"), Outcome.PASSED)],
    ids=["genuine ones", "counterfeits"],
)
def test_a_restless_trainer_meets_no_wrong_verdict_and_nothing_hangs(
    devices: tuple[str, str], never: Outcome
) -> None:
    chance, done = Random(20261124), threading.Event()
    peer = staged(devices[0], lambda ledger: ledger.press(chance.random() < 0.8))
    hands: tuple[Callable[[], None], ...] = (
        peer.lock,
        peer.unplug,
        lambda: peer.swap(chance.choice(devices)),
        *(peer.unlock, peer.plug_in) * 4,
    )

    def restless() -> None:
        # Now and then long enough for a whole check, also where the computer is slow.
        while not done.wait(chance.random() ** 4 * 0.5):
            chance.choice(hands)()

    thread = threading.Thread(target=restless)
    thread.start()
    try:
        reports = [check(peer) for _ in range(60)]
    finally:
        done.set()
        thread.join(20)
    assert all(report.demo for report in reports)
    assert never not in {report.outcome for report in reports}
    assert len({report.outcome for report in reports}) > 1
