"""``walletsafe check``: the whole device check in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from walletsafe import knowledge, report, seal, texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.runner import report_of_error, run_device_check
from walletsafe.cli import answers as answers_file
from walletsafe.cli import status
from walletsafe.cli.output import put
from walletsafe.cli.signals import on_stop_signals
from walletsafe.cli.terminal import TerminalObserver, say
from walletsafe.errors import (
    Cancelled,
    CleanAnswersOnUsb,
    ExportRefused,
    NoDevice,
    OnlineNeedsUsb,
    OnlineOff,
    TwoPeers,
)
from walletsafe.findings import Report
from walletsafe.questions import CLEAN, GUIDED_NOW, MODEL_IN_HAND
from walletsafe.transport import Peer, PeerKind
from walletsafe.transport.record import RecordingPeer, is_private

if TYPE_CHECKING:
    from walletsafe.online.launcher import Launcher
    from walletsafe.transport.hid import HidPeer

_ASKED_LIVE = frozenset({GUIDED_NOW, MODEL_IN_HAND})


@click.command(name="check")
@click.option(
    "--device", multiple=True, metavar="ID", help='One of the attached Ledgers, as in "walletsafe devices".'
)
@click.option("--virtual", multiple=True, metavar="SCENARIO", help="A practice device, marked DEMO.")
@click.option(
    "--tcp", multiple=True, metavar="HOST:PORT", help="A device simulator on this computer, marked DEMO."
)
@click.option("--replay", multiple=True, metavar="FILE", help="A recorded conversation, marked DEMO.")
@click.option("--answers", metavar="FILE|clean", help="Answers to the six questions, or the harmless ones.")
@click.option(
    "--consent",
    is_flag=True,
    help="Agree beforehand to the question on the device's screen, where nobody can be asked.",
)
@click.option(
    "--online",
    is_flag=True,
    help="Ask Ledger's own service in place of the chip alone. Needs the internet, and you at a terminal: "
    "it asks before it sends. Switched off in this version.",
)
@click.option(
    "--record",
    metavar="FILE",
    help='Write the conversation to FILE. Only a name with ".private." keeps it whole.',
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    device: tuple[str, ...],
    virtual: tuple[str, ...],
    tcp: tuple[str, ...],
    replay: tuple[str, ...],
    answers: str | None,
    consent: bool,
    online: bool,
    record: str | None,
    as_json: bool,
) -> int:
    """Check one Ledger: which it is, its firmware, and whether its chip proves that Ledger certified it."""
    if len(device) + len(virtual) + len(tcp) + len(replay) > 1:
        raise TwoPeers
    # First of all: what it forks must have no thread and nothing open.
    launcher = _launcher(practice=bool(virtual or tcp or replay)) if online else None
    if not tcp:
        seal.close()
    facts = knowledge.load()
    try:
        peer, own_answers = _choose_peer(device, virtual, tcp, replay, facts)
    except NoDevice as error:
        _print(report_of_error(error, facts, online=online), as_json)
        say(f"walletsafe: {texts.error_line(error)}")
        return status.COULD_NOT_CHECK
    vendor = None if launcher is None else launcher.vendor(cast("HidPeer", peer))
    observer = _observer(peer, {**_prepared_answers(peer, answers), **own_answers}, answers is None, consent)
    if tcp:
        say(texts.notice("tcp"))
    if record is not None:
        peer = _recording(peer, Path(record))
    cancel = CancelToken()
    with on_stop_signals(partial(_stop, cancel, observer)):
        result = run_device_check(peer, observer, cancel, facts, vendor)
    try:
        _print(result, as_json)
    except ExportRefused as error:
        say(f"walletsafe: {texts.error_line(error)}")
    finally:
        _say_last(result, peer, observer)
    return status.OF_OUTCOME[result.outcome]


def _launcher(*, practice: bool) -> Launcher:
    """Make what starts the online check; it ends with the command."""
    if practice:
        raise OnlineNeedsUsb
    if not knowledge.online_service().offered:
        raise OnlineOff
    from walletsafe.online.launcher import Launcher

    return click.get_current_context().with_resource(Launcher())


def _choose_peer(
    device: tuple[str, ...],
    virtual: tuple[str, ...],
    tcp: tuple[str, ...],
    replay: tuple[str, ...],
    facts: knowledge.Knowledge,
) -> tuple[Peer, Mapping[str, str]]:
    """The peer, and the answers that a practice device carries itself."""
    if virtual:
        from walletsafe.virtual import scenario
        from walletsafe.virtual.peer import VirtualPeer

        chosen = scenario.resolve(virtual[0])
        return VirtualPeer(chosen), chosen.answers
    if tcp:
        from walletsafe.transport.tcp import TcpPeer, parse_address

        return TcpPeer(*parse_address(tcp[0])), {}
    if replay:
        from walletsafe.transport import replay as recorded

        return recorded.load(Path(replay[0])), {}
    from walletsafe.transport import hid

    return hid.select(hid.list_devices(facts), device[0] if device else None), {}


def _observer(peer: Peer, prepared: Mapping[str, str], may_ask: bool, consent: bool) -> TerminalObserver:
    """Decide who answers. ``may_ask`` is false where answers were given for a practice device.

    A person at a terminal with a real device is always asked what is true only now (company, the
    model in their hand, the consent): a caller could have sent the file and dictated the command.
    A redirected input or error output counts as no terminal, as scripts need it.
    """
    usb = peer.kind is PeerKind.USB
    interactive = _is_terminal(sys.stdin) and _is_terminal(sys.stderr) and (usb or may_ask)
    if interactive and usb:
        asked_live = {
            question: answer for question, answer in prepared.items() if question not in _ASKED_LIVE
        }
        return TerminalObserver(asked_live, interactive=True, consent=None)
    agreed = None if interactive else consent or not usb
    return TerminalObserver(prepared, interactive=interactive, consent=agreed)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _prepared_answers(peer: Peer, answers: str | None) -> Mapping[str, str]:
    if answers is None:
        return {}
    if answers != "clean":
        return answers_file.load(Path(answers))
    if peer.kind is PeerKind.USB:
        raise CleanAnswersOnUsb
    return CLEAN


def _recording(peer: Peer, path: Path) -> RecordingPeer:
    recording = RecordingPeer(peer, path)
    say(texts.record_notice(private=is_private(path), file=path.name))
    return recording


def _stop(cancel: CancelToken, observer: TerminalObserver) -> None:
    cancel.cancel()
    # A question that is open ends at once too: no token reaches who reads a line.
    if observer.waiting:
        raise Cancelled


def _say_last(result: Report, peer: Peer, observer: TerminalObserver) -> None:
    """Say below a long report what must not scroll away."""
    if _is_terminal(sys.stdout):
        verdict = texts.outcome_text(result.outcome)
        say("\n" + " ".join((report.DEMO_MARK * result.demo + verdict.title.upper() + ".", *verdict.steps)))
    if observer.prompted and peer.kind is PeerKind.USB:
        say("\n" + texts.report_text().unplug)
    if isinstance(peer, RecordingPeer) and peer.failed:
        say(texts.notice("record_broke_off"))


def _print(result: Report, as_json: bool) -> None:
    # What goes to the screen may be piped to a file: it passes the same scan as an export.
    put(report.preview(result, ".json" if as_json else ".txt"))
