"""``walletsafe check``: the whole device check in the terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from walletsafe import knowledge, report, texts
from walletsafe.cancel import CancelToken
from walletsafe.checks.runner import report_of_error, run_device_check
from walletsafe.cli import answers as answers_file
from walletsafe.cli import status
from walletsafe.cli.terminal import TerminalObserver
from walletsafe.errors import Cancelled, CleanAnswersOnUsb, NoDevice, TwoPeers
from walletsafe.findings import Report
from walletsafe.transport import Peer, PeerKind


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
@click.option("--consent", is_flag=True, help="Agree beforehand to the question on the device's screen.")
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
    record: str | None,
    as_json: bool,
) -> int:
    """Check one Ledger: which it is, its firmware, and whether its chip proves that Ledger certified it."""
    if len(device) + len(virtual) + len(tcp) + len(replay) > 1:
        raise TwoPeers
    facts = knowledge.load()
    try:
        peer, own_answers = _choose_peer(device, virtual, tcp, replay, facts)
    except NoDevice as error:
        _print(report_of_error(error, facts), as_json)
        click.echo(f"walletsafe: {texts.error_line(error)}", err=True)
        return status.COULD_NOT_CHECK
    observer = _observer(peer, {**_prepared_answers(peer, answers), **own_answers}, answers is None, consent)
    if record is not None:
        peer = _recording(peer, Path(record))
    with _cancel_on_signals(observer) as cancel:
        result = run_device_check(peer, observer, cancel, facts)
    _print(result, as_json)
    if peer.kind is PeerKind.USB:
        click.echo(f"\n{texts.report_text().unplug}", err=True)
    return status.OF_OUTCOME[result.outcome]


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
    """``may_ask`` is false where answers were given: a practice device then runs through without asking."""
    usb = peer.kind is PeerKind.USB
    interactive = sys.stdin.isatty() and sys.stderr.isatty() and (usb or may_ask)
    agreed = None if interactive and not consent else consent or not usb
    return TerminalObserver(prepared, interactive=interactive, consent=agreed)


def _prepared_answers(peer: Peer, answers: str | None) -> Mapping[str, str]:
    if answers is None:
        return {}
    if answers != "clean":
        return answers_file.load(Path(answers))
    if peer.kind is PeerKind.USB:
        raise CleanAnswersOnUsb
    return answers_file.CLEAN


def _recording(peer: Peer, path: Path) -> Peer:
    from walletsafe.transport import record

    click.echo(texts.record_notice(private=record.is_private(path), file=path.name), err=True)
    return record.RecordingPeer(peer, path)


@contextmanager
def _cancel_on_signals(observer: TerminalObserver) -> Generator[CancelToken]:
    """Give a token that SIGINT and SIGTERM cancel; a question that is open ends at once too."""
    cancel = CancelToken()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        cancel.cancel()
        if observer.waiting:
            raise Cancelled

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _print(result: Report, as_json: bool) -> None:
    # What goes to the screen may be piped to a file: it passes the same scan as an export.
    click.echo(report.preview(result, ".json" if as_json else ".txt"), nl=False)
