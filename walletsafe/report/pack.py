"""The evidence pack of a message: what a police report, a bounty or the vendor needs, without the reporter.

It keeps the sender's addresses and the payment address, which every other export refuses. The original file
stays with the reporter; its hash ties the pack to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from walletsafe import __version__, texts
from walletsafe.errors import BrokenFile, ExportRefused, Scalar
from walletsafe.guard import cut
from walletsafe.guidance import reporting
from walletsafe.guidance.reporting import ReportPlace
from walletsafe.message.model import Kind, Message, Triage
from walletsafe.message.scissors import Scissors
from walletsafe.message.view import is_web_address, lay_out, rewritten, shown
from walletsafe.redact import preflight
from walletsafe.report.document import as_json, checksummed
from walletsafe.report.file import write
from walletsafe.report.reporter import Reporter, may_be_own
from walletsafe.report.text import wrapped

SCHEMA = "walletsafe.evidence/1"
SUFFIXES = (".txt", ".json")
"""Endings of a file name that :func:`save` knows."""

_HEADER_LIMIT = 1000
_TO_THE_READER = frozenset(
    {"to", "cc", "bcc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "apparently-to"}
)
_say = partial(texts.words, "message")
_TOKEN = re.compile(r"\S+")
_FOLDER = re.compile(
    r"(?:~|(?<=removed\])|(?:\b[A-Za-z]:)?(?<![\w.])[/\\]+(?:home|Users|root))[/\\].*", re.IGNORECASE
)
"""A folder as computers name the home of a person, up to the next blank. "home" is a list word as well:
it may have been cut out with others before it."""

_Rewrite = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack for reading, and the same as data (ready for ``json.dumps``)."""

    text: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Received:
    """The message as it may be handed on: nothing of the reporter in it, no phrase, no folder."""

    sender: Mapping[str, str]
    headers: tuple[tuple[str, str], ...]
    text: str
    words_removed: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person decides: what else is taken out, and whether the sender's address is their own.

    ``named`` is separated by commas. ``own_sender`` is what :func:`is_own_at_first` says where it is
    ``None``.
    """

    named: str = ""
    own_sender: bool | None = None


def is_own_at_first(triage: Triage) -> bool:
    """Whether the sender's address is taken for the reporter's: blackmail often comes "from" its victim."""
    message = triage.message
    delivered = message.sender.mailbox.lower() in (mailbox.lower() for mailbox in message.delivered_to)
    extorts = any(sign.finding.id == "message.extortion" for sign in triage.signs)
    return may_be_own(message) and (delivered or extorts)


def evidence(triage: Triage, country: str, wishes: Wishes | None = None) -> Pack:
    """Make the pack of one message, with the places to report it to in ``country``.

    ``data`` is ``{"schema", "app": {"version"}, "original": {"kind", "sha256", "size"}, "redacted":
    {"reporter": true, "sender": bool, "named": bool, "words_removed"}, "report", "signs": [{"id", "fields":
    {name: numbers}}], "sender": {"name", "address", "reply_to", "return_path"}, "headers": [[name, value]],
    "message", "places": [{"name", "address", "telephone", "purpose"}]}``; ``report`` as
    :func:`walletsafe.report.as_json`. Raise ``KeyError`` for a country that is not in
    :func:`walletsafe.guidance.reporting.countries`.
    """
    wishes = wishes or Wishes()
    own = is_own_at_first(triage) if wishes.own_sender is None else wishes.own_sender
    redact = Reporter(triage.message, wishes.named, own_sender=own).redact
    received = _without_reporter(triage.message, redact)
    redacted: dict[str, Scalar] = {
        "reporter": True,
        "sender": own and may_be_own(triage.message),
        "named": bool(wishes.named.strip(" ,")),
        "words_removed": received.words_removed,
    }
    places = reporting.places(country)
    message = triage.message
    data: dict[str, object] = {
        "schema": SCHEMA,
        "app": {"version": __version__},
        "original": {"kind": message.kind.value, "sha256": message.sha256, "size": message.size},
        "redacted": redacted,
        "report": _report(triage, redact),
        "signs": [{"id": sign.finding.id, "fields": sign.fields()} for sign in triage.signs],
        "sender": dict(received.sender),
        "headers": [list(header) for header in received.headers],
        "message": received.text,
        "places": [_place(place) for place in places],
    }
    lines = _lines(triage, received, redacted, redact, places)
    # Between the lines of a message stand ours, which may hold list words as well.
    return Pack(cut("\n".join(lines)) + "\n", data)


_OURS = ("app", "original", "redacted", "report", "signs", "places")


def preview(pack: Pack, suffix: str) -> str:
    """Return exactly what :func:`save` would write to a file with this ``suffix``.

    Raises :class:`~walletsafe.errors.BrokenFile` for another suffix and
    :class:`~walletsafe.errors.ExportRefused` where a phrase or a folder of this computer is in what is ours.
    No message can bring that about: in it they are replaced.
    """
    if suffix.lower() not in SUFFIXES:
        raise BrokenFile(file=suffix, line=0, problem="unknown-suffix")
    ours = "\n".join(_strings({key: pack.data[key] for key in _OURS}))
    problems = set(preflight(ours)) & {"home-folder", "phrase"}
    if problems:
        raise ExportRefused(problems=", ".join(sorted(problems)))
    return (
        pack.text if suffix.lower() == ".txt" else json.dumps(pack.data, indent=2, ensure_ascii=False) + "\n"
    )


def save(pack: Pack, path: Path) -> None:
    """Write the pack to ``path``, readable by its owner alone; the suffix chooses the form.

    Raises as :func:`preview`, and :class:`~walletsafe.errors.BrokenFile` where it cannot be written.
    """
    write(path, preview(pack, path.suffix))


def _without_reporter(message: Message, redact: _Rewrite) -> _Received:
    """What there is of the message to be shown. Words that are a phrase only together are cut as well."""

    def rewrite(untrusted_text: str) -> str:
        return redact(_without_folders(untrusted_text))

    sender = {
        "name": _line(message.sender.name, rewrite),
        "address": _line(message.sender.mailbox, rewrite),
        "reply_to": _line(message.reply_to.mailbox, rewrite),
        "return_path": _line(message.return_path.mailbox, rewrite),
    }
    headers = [
        (_line(name), _line(value, rewrite))
        for name, value in message.headers
        if name.lower() not in _TO_THE_READER
    ]
    flat = [piece for header in headers for piece in header]
    scissors = Scissors()
    pieces = scissors.cut_each([*sender.values(), *flat, lay_out(message, (), rewrite).text])
    at = len(sender)
    return _Received(
        dict(zip(sender, pieces[:at], strict=True)),
        tuple(zip(pieces[at:-1:2], pieces[at + 1 : -1 : 2], strict=True)),
        pieces[-1],
        message.words_removed + scissors.words,
    )


def _without_folders(untrusted_text: str) -> str:
    """A message may name folders, also those of the reporter; in an address of the web they are no such."""

    def replaced(token: re.Match[str]) -> str:
        word = token.group()
        folder = _FOLDER.search(word)
        if folder is None or is_web_address(word[: folder.start()]):
            return word
        return word[: folder.start()] + _say("pack.folder")

    return _TOKEN.sub(replaced, untrusted_text)


def _line(untrusted_text: str, rewrite: _Rewrite | None = None) -> str:
    return "".join(shown(rewritten(untrusted_text, _HEADER_LIMIT, rewrite), one_line=True))


def _report(triage: Triage, redact: _Rewrite) -> dict[str, object]:
    """The report, what was taken out of the message taken out of it as well."""
    report = as_json(triage.report)
    findings = cast("list[dict[str, object]]", report["findings"])
    report["findings"] = [
        {
            **found,
            "params": {
                key: redact(value) if isinstance(value, str) else value
                for key, value in cast("dict[str, object]", found["params"]).items()
            },
            "title": redact(str(found["title"])),
        }
        for found in findings
    ]
    return checksummed(report)


def _place(place: ReportPlace) -> dict[str, str]:
    return {
        "name": place.name,
        "address": place.address,
        "telephone": place.telephone,
        "purpose": place.purpose,
    }


def _strings(value: object) -> Iterator[str]:
    """Every string in data that is ready for JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in cast("dict[str, object]", value).values():
            yield from _strings(held)
    elif isinstance(value, list | tuple):
        for held in cast("list[object]", value):
            yield from _strings(held)


def _lines(
    triage: Triage,
    received: _Received,
    redacted: Mapping[str, Scalar],
    redact: _Rewrite,
    places: Iterable[ReportPlace],
) -> Iterator[str]:
    yield _say("pack.title")
    yield "=" * len(_say("pack.title"))
    yield ""
    yield from wrapped(_say("pack.what"))
    yield from _original(triage.message)
    yield from _redacted(redacted)
    yield from _found(triage, redact)
    yield from _heading("pack.headers_title")
    for name, value in received.headers:
        yield from wrapped(f"{name}: {value}", hang=2)
    if not received.headers:
        yield _say("pack.no_headers")
    yield from _heading("pack.message_title")
    yield from (f"| {line}" for line in received.text.splitlines())
    yield from _where_to_report(places)
    yield ""
    yield from wrapped(_say("pack.made", version=__version__, date=triage.report.knowledge_date))


def _heading(key: str) -> Iterator[str]:
    yield ""
    yield _say(key)
    yield "-" * len(_say(key))


def _original(message: Message) -> Iterator[str]:
    yield from _heading("pack.original_title")
    yield f"SHA-256: {message.sha256}"
    yield _say("pack.size", size=message.size)
    if message.was_carried:
        yield from wrapped(_say("pack.carried"))
    yield from wrapped(_say("pack.keep_file" if message.kind is Kind.MAIL else "pack.keep_paper"))


def _redacted(redacted: Mapping[str, Scalar]) -> Iterator[str]:
    yield from _heading("pack.redacted_title")
    said = {"sender": "own_sender", "named": "named", "words_removed": "words"}
    keys = ["you", *(key for what, key in said.items() if redacted[what]), "folders", "web", "kept", "look"]
    for key in keys:
        yield from wrapped("- " + _say(f"pack.redacted_{key}", count=redacted["words_removed"]), hang=2)


def _found(triage: Triage, redact: _Rewrite) -> Iterator[str]:
    yield from _heading("pack.found_title")
    yield texts.outcome_text(triage.report.outcome, triage.report.kind).title
    for number, sign in enumerate(triage.signs, start=1):
        severity = texts.severity_name(sign.finding.severity)
        yield from wrapped(f"{number}. [{severity}] {redact(texts.finding_text(sign.finding).title)}", hang=3)
        if sign.places:
            fields = (
                # Not "link 1, link 2": eleven times "link" would look like a recovery phrase.
                _say(f"fields.{field}", number=", ".join(map(str, numbers)))
                for field, numbers in sign.fields().items()
            )
            yield from wrapped(_say("pack.where", fields="; ".join(fields)), indent=3, hang=2)


def _where_to_report(places: Iterable[ReportPlace]) -> Iterator[str]:
    yield from _heading("pack.places_title")
    yield from wrapped(_say("pack.places_lead"))
    for place in places:
        contact = ", ".join(filter(None, (place.address, place.telephone)))
        yield from wrapped(f"- {place.name}" + (f": {contact}" if contact else ""), hang=2)
        yield from wrapped(place.purpose, indent=2)
