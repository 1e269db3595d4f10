"""The evidence pack of a message: what a police report, a bounty or the vendor needs, without the reporter.

It keeps the sender's addresses and the payment address, which every other export refuses. The original file
stays with the reporter; its hash ties the pack to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from walletsafe import __version__, texts
from walletsafe.errors import BrokenFile, ExportRefused
from walletsafe.guard import cut, find_runs
from walletsafe.guidance import reporting
from walletsafe.guidance.reporting import ReportPlace
from walletsafe.message.model import Address, Kind, Message, Triage
from walletsafe.message.view import lay_out, shown
from walletsafe.redact import preflight
from walletsafe.report.document import as_json
from walletsafe.report.file import write
from walletsafe.report.reporter import Reporter
from walletsafe.report.text import wrapped

SCHEMA = "walletsafe.evidence/1"
SUFFIXES = (".txt", ".json")
"""Endings of a file name that :func:`save` knows."""

_HEADER_LIMIT = 1000
_TO_THE_READER = frozenset(
    {"to", "cc", "bcc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "apparently-to"}
)
_say = partial(texts.words, "message")
_WEB_ADDRESS = re.compile(r"\S*\[\.\]\S*")
"""Addresses of the web as the pack writes them: their paths are no folders of this computer."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack for reading, and the same as data (ready for ``json.dumps``)."""

    text: str
    data: Mapping[str, object]


def evidence(triage: Triage, country: str) -> Pack:
    """Make the pack of one message, with the places to report it to in ``country``.

    ``data`` is ``{"schema", "app": {"version"}, "original": {"kind", "sha256", "size"}, "redacted":
    {"reporter": true, "words_removed"}, "report", "signs": [{"id", "fields": {name: numbers}}], "sender":
    {"name", "address", "reply_to", "return_path"}, "headers": [[name, value]], "message", "places": [{"name",
    "address", "telephone", "purpose"}]}``; ``report`` as :func:`walletsafe.report.as_json`. Raise
    ``KeyError`` for a country that is not in :func:`walletsafe.guidance.reporting.countries`.
    """
    message = _without_reporter(triage.message)
    places = reporting.places(country)
    data: dict[str, object] = {
        "schema": SCHEMA,
        "app": {"version": __version__},
        "original": {"kind": message.kind.value, "sha256": message.sha256, "size": message.size},
        "redacted": {"reporter": True, "words_removed": message.words_removed},
        "report": as_json(triage.report),
        "signs": [{"id": sign.finding.id, "fields": sign.fields()} for sign in triage.signs],
        "sender": {
            "name": _line(message.sender.name),
            "address": _line(message.sender.mailbox),
            "reply_to": _line(message.reply_to.mailbox),
            "return_path": _line(message.return_path.mailbox),
        },
        "headers": [list(header) for header in message.headers],
        "message": _text(message),
        "places": [
            {
                "name": place.name,
                "address": place.address,
                "telephone": place.telephone,
                "purpose": place.purpose,
            }
            for place in places
        ],
    }
    return Pack("\n".join(_lines(triage, message, places)) + "\n", data)


def preview(pack: Pack, suffix: str) -> str:
    """Return exactly what :func:`save` would write to a file with this ``suffix``.

    Raises :class:`~walletsafe.errors.BrokenFile` for another suffix and
    :class:`~walletsafe.errors.ExportRefused` where a phrase or a folder of this computer is in it.
    """
    if suffix.lower() not in SUFFIXES:
        raise BrokenFile(file=suffix, line=0, problem="unknown-suffix")
    as_data = json.dumps(pack.data, indent=2, ensure_ascii=False) + "\n"
    problems = set(preflight(_WEB_ADDRESS.sub("", pack.text))) & {"home-folder"}
    if find_runs(pack.text) or find_runs(as_data):
        problems.add("phrase")
    if problems:
        raise ExportRefused(problems=", ".join(sorted(problems)))
    return pack.text if suffix.lower() == ".txt" else as_data


def save(pack: Pack, path: Path) -> None:
    """Write the pack to ``path``, readable by its owner alone; the suffix chooses the form.

    Raises as :func:`preview`, and :class:`~walletsafe.errors.BrokenFile` where it cannot be written.
    """
    write(path, preview(pack, path.suffix))


def _without_reporter(message: Message) -> Message:
    """The message without the reporter, its headers ready to be shown."""
    reporter = Reporter(message)
    redact = reporter.redact

    def of(address: Address) -> Address:
        return Address(redact(address.name), redact(address.mailbox))

    return replace(
        message,
        sender=of(message.sender),
        reply_to=of(message.reply_to),
        return_path=of(message.return_path),
        subject=redact(message.subject),
        text=redact(message.text),
        hidden_text=redact(message.hidden_text),
        links=tuple(
            replace(link, target=redact(link.target), text=redact(link.text)) for link in message.links
        ),
        attachments=tuple(replace(file, name=redact(file.name)) for file in message.attachments),
        headers=tuple(
            (_line(name), _line(redact(value)))
            for name, value in message.headers
            if name.lower() not in _TO_THE_READER
        ),
        recipients=(),
    )


def _text(message: Message) -> str:
    """The whole message; words that make a phrase only across its fields are cut as well."""
    return cut(lay_out(message, ()).text)


def _line(untrusted_text: str) -> str:
    return "".join(shown(untrusted_text[:_HEADER_LIMIT], one_line=True))


def _lines(triage: Triage, message: Message, places: Iterable[ReportPlace]) -> Iterator[str]:
    yield _say("pack.title")
    yield "=" * len(_say("pack.title"))
    yield ""
    yield from wrapped(_say("pack.what"))
    yield from _original(message)
    yield from _redacted(message)
    yield from _found(triage)
    yield from _heading("pack.headers_title")
    for name, value in message.headers:
        yield from wrapped(f"{name}: {value}", hang=2)
    if not message.headers:
        yield _say("pack.no_headers")
    yield from _heading("pack.message_title")
    yield from (f"| {line}" for line in _text(message).splitlines())
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


def _redacted(message: Message) -> Iterator[str]:
    yield from _heading("pack.redacted_title")
    keys = ["you", *(["words"] if message.words_removed else []), "web", "kept", "look"]
    for key in keys:
        yield from wrapped("- " + _say(f"pack.redacted_{key}", count=message.words_removed), hang=2)


def _found(triage: Triage) -> Iterator[str]:
    yield from _heading("pack.found_title")
    yield texts.outcome_text(triage.report.outcome, triage.report.kind).title
    for number, sign in enumerate(triage.signs, start=1):
        severity = texts.severity_name(sign.finding.severity)
        yield from wrapped(f"{number}. [{severity}] {texts.finding_text(sign.finding).title}", hang=3)
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
