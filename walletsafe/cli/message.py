"""``walletsafe message``: what a mail, a text message, a letter or a host name tries to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice
from pathlib import Path

import click

from walletsafe import report, texts
from walletsafe.cli import discard_output, status
from walletsafe.cli.program import say_error
from walletsafe.cli.terminal import say
from walletsafe.errors import BrokenFile, Cancelled, OutputFailed, WalletSafeError
from walletsafe.files import read_bounded
from walletsafe.findings import Severity
from walletsafe.guard import cut, find_runs
from walletsafe.message import files, judge, links, mail
from walletsafe.message.model import Kind, Message, Place, Sign, Triage
from walletsafe.message.view import shown
from walletsafe.redact import clean
from walletsafe.report.document import SCHEMA, checksummed
from walletsafe.report.text import wrapped

_STANDARD_INPUT = "-"
_LONGEST_LIST = 8 << 20
_MOST_PLACES = 5
_LONGEST_PLACE = 120
_LONGEST_NAME = 300
_BADNESS = (
    status.PASSED,
    status.COULD_NOT_CHECK,
    status.WRONG_USAGE,
    status.DID_NOT_PASS,
    status.OWN_FAULT,
)
"""Exit statuses, the worst last: signs of a scam outrank a broken file, and that outranks doubt."""

_say = partial(texts.words, "message")


@dataclass(frozen=True, slots=True)
class _Item:
    """One message: the name of its file, or the host, and its ``number`` in the file from 1."""

    name: str
    number: int
    triage: Triage


@click.command(name="message")
@click.argument("sources", nargs=-1, required=True, metavar="FILE... | -")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What it is, where its content and its name do not tell. With host: names of hosts, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a report as JSON for each message, one a line.")
def command(sources: tuple[str, ...], kind: str | None, as_json: bool) -> int:
    """Look through messages for signs of a scam. Nothing in them is opened.

    Mails (.eml, .mbox), text messages and letters as plain text, pictures of QR codes, names of hosts. "-"
    stands for standard input.
    """
    reading = _Reading(sources, Kind(kind) if kind else None, as_json=as_json)
    try:
        if as_json:
            _print_json(reading)
        else:
            _print_text(reading)
    except BrokenPipeError:
        # The reader left, as "head" does. The exit status tells of what was looked through until then.
        discard_output(sys.stdout)
    except OSError:
        discard_output(sys.stdout)
        raise OutputFailed from None
    return reading.exit_status


class _Reading:
    """The messages of all files one after another. What cannot be read gets a line, and the rest goes on.

    ``as_json``: that line is on standard output too, among those of the messages. ``exit_status`` is the
    worst of those so far.
    """

    def __init__(self, sources: Sequence[str], kind: Kind | None, *, as_json: bool) -> None:
        self._sources = sources
        self._kind = kind
        self._as_json = as_json
        self.exit_status = status.PASSED

    def __iter__(self) -> Iterator[_Item]:
        for place, source in enumerate(self._sources, start=1):
            items = self._items(source)
            for number in count(1):
                try:
                    item = next(items)
                except StopIteration:
                    break
                except Cancelled:
                    raise
                except WalletSafeError as error:
                    self._say(error, place, number)
                else:
                    self._worsen(status.OF_OUTCOME[item.triage.report.outcome])
                    yield item

    def _items(self, source: str) -> Iterator[_Item]:
        """The messages of a file. Asking for the next one may raise, and then may be done again.

        So this is no generator, which would end with the first mail that is refused.
        """
        if self._kind is Kind.HOST:
            return map(_host_item, count(1), chain.from_iterable(map(_hosts, (source,))))
        name = cut(clean(source, _LONGEST_NAME))
        messages = chain.from_iterable(map(partial(_messages, kind=self._kind), (source,)))
        return map(partial(_message_item, name), count(1), messages)

    def _say(self, error: WalletSafeError, place: int, number: int) -> None:
        if self._as_json:
            item = {"name": cut(clean(self._sources[place - 1], _LONGEST_NAME)), "number": number}
            click.echo(json.dumps({"schema": SCHEMA, "item": item, "error": error.code}))
        if len(self._sources) > 1:
            say(_say("command.file", number=place, total=len(self._sources)))
        self._worsen(say_error(error, self._sources))

    def _worsen(self, exit_status: int) -> None:
        self.exit_status = max(self.exit_status, exit_status, key=_BADNESS.index)


def _host_item(number: int, untrusted_host: str) -> _Item:
    return _Item(clean(untrusted_host, _LONGEST_NAME), number, judge.judge_host(untrusted_host))


def _message_item(name: str, number: int, message: Message) -> _Item:
    return _Item(name, number, judge.judge(message))


def _messages(source: str, kind: Kind | None) -> Iterator[Message]:
    if source == _STANDARD_INPUT:
        return files.parse(_standard_input(), source, kind)
    return files.read(_path(source), kind)


def _path(source: str) -> Path:
    path = Path(source)
    if links.host_of(source) and not path.exists():
        raise BrokenFile(file=source, line=0, problem="host-not-file")
    return path


def _hosts(source: str) -> Iterator[str]:
    """The lines of a file that are not empty. One that holds a phrase is left alone as a whole."""
    path = _path(source)
    data = _standard_input() if source == _STANDARD_INPUT else read_bounded(path, _LONGEST_LIST)
    if len(data) > _LONGEST_LIST:
        raise BrokenFile(file=source, line=0, problem="too-large")
    untrusted_text = files.text_of(data, path.name)
    if find_runs(untrusted_text):
        raise BrokenFile(file=path.name, line=0, problem="recovery-words")
    return (line.strip() for line in untrusted_text.splitlines() if line.strip())


def _standard_input() -> bytes:
    """All of it, at most as much as a file may have."""
    if sys.stdin is None:  # closed by whoever started us
        raise BrokenFile(file=_STANDARD_INPUT, line=0, problem="not-readable")
    if sys.stdin.isatty():
        say(_say("command.paste"))
    data = sys.stdin.buffer.read(mail.LONGEST_MAIL + 1)
    if len(data) > mail.LONGEST_MAIL:
        raise BrokenFile(file=_STANDARD_INPUT, line=0, problem="too-large")
    return data


def _print_json(items: Iterable[_Item]) -> None:
    for item in items:
        document = {
            **report.as_json(item.triage.report),
            "item": {"name": item.name, "number": item.number},
            "signs": [{"id": sign.finding.id, "fields": sign.fields()} for sign in item.triage.signs],
        }
        click.echo(json.dumps(checksummed(document), ensure_ascii=False))


def _print_text(items: Iterable[_Item]) -> None:
    """One message in full, several in short."""
    rest = iter(items)
    first = list(islice(rest, 2))
    if len(first) == 1:
        triage = first[0].triage
        click.echo(cut(report.as_text(triage.report) + "\n".join(_where(triage))), nl=False)
        return
    for item in chain(first, rest):
        click.echo(cut("\n".join(_in_short(item))))
    if first:
        click.echo("\n" + texts.report_text(judge.KIND).footer)


def _in_short(item: _Item) -> Iterator[str]:
    triage = item.triage
    outcome = texts.outcome_text(triage.report.outcome, judge.KIND).title
    is_host = triage.message.kind is Kind.HOST
    name = "".join(shown(item.name, one_line=True)) if is_host else item.name
    yield _say("command.item", name=name, number=item.number, outcome=outcome.upper())
    for sign in triage.signs:
        if sign.finding.severity >= Severity.CAUTION:
            yield from wrapped(f"- {texts.finding_text(sign.finding).title}", indent=2, hang=2)
            yield from _places(triage.message, sign)


def _where(triage: Triage) -> Iterator[str]:
    """The section that says where in the message each sign stands; nothing where none of them does."""
    signs = [sign for sign in triage.signs if sign.places and triage.message.kind is not Kind.HOST]
    if signs:
        title = _say("command.places_title")
        yield from ("", title, "-" * len(title))
    for sign in signs:
        yield from wrapped(
            f"[{texts.severity_name(sign.finding.severity)}] {texts.finding_text(sign.finding).title}"
        )
        yield from _places(triage.message, sign)
    yield ""


def _places(message: Message, sign: Sign) -> Iterator[str]:
    if message.kind is Kind.HOST:  # there is nothing but the name
        return
    places = tuple(dict.fromkeys(_place(message, place) for place in sign.places))
    for place in places[:_MOST_PLACES]:
        yield from wrapped(place, indent=4, hang=2)
    if len(places) > _MOST_PLACES:
        yield from wrapped(_say("command.more_places", count=len(places) - _MOST_PLACES), indent=4)


def _place(message: Message, place: Place) -> str:
    field = _say(f"fields.{place.field}", number=place.number + 1)
    text = message.text_of(place.field, place.number)[place.start : place.end]
    return _say("command.place", field=field, text=_shortly(text))


def _shortly(untrusted_text: str) -> str:
    """The beginning of a foreign text on one line, cleaned, its addresses written as nobody can open them."""
    one_line = " ".join(untrusted_text.split())
    text = "".join(shown(one_line[:_LONGEST_PLACE], one_line=True))
    return text if len(one_line) <= _LONGEST_PLACE else f"{text}..."
