"""The read-back code: the result of a check in a few letters and figures, to be read out on the telephone.

What it carries and what it does not prove, with an example worked out: ``docs/read-back-code.md``.

- **Symbols** are those of Crockford's base 32 (crockford.com/base32.html): without I, L, O and U, in either
  case; I and L are read as 1, O as 0. They stand in groups of four; blanks and hyphens mean nothing.
- The **first** one tells the version and whether the result is a demo: "1" for a real one, "D" for a demo.
- The **last three** are check symbols of a Reed-Solomon code over GF(32), the first symbol included (Reed and
  Solomon, 1960: "Polynomial codes over certain finite fields"). Its generator has three consecutive roots, so
  two codes of up to 31 symbols differ in at least four places: each change of up to three symbols is noticed.
  At any length each slip of one symbol and each swap of neighbours is.
- **Between** them is one whole number in mixed radix. Its last digit, open to above, is the rank of the set
  of finding numbers in the combinatorial number system (Knuth, The Art of Computer Programming 7.2.1.3). It
  grows with the findings there are, not with those there could be.

Every later version keeps the first and the last three symbols, so that this one can say "update".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import ceil, comb

from walletsafe import knowledge, texts
from walletsafe.device.releases import bundled_release, parse_release
from walletsafe.errors import BadCode, NewerCode, Scalar
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report
from walletsafe.knowledge import Model
from walletsafe.report.coherence import READ_BACK, READ_BACK_ONLINE, asked_online, can_be, data_day, is_demo
from walletsafe.transport import PeerKind

OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {
    texts.DEVICE: (Outcome.PASSED, Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK, Outcome.STOPPED),
    "message": (Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK),
    "download": (Outcome.PASSED, Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK, Outcome.STOPPED),
}
"""How the kinds of reports that have a code may end. The order of both is part of the format."""

KINDS = tuple(OUTCOMES)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {
    **{symbol: value for value, symbol in enumerate(_ALPHABET)},
    **{symbol.lower(): value for value, symbol in enumerate(_ALPHABET)},
    **dict.fromkeys("IiLl", 1),
    **dict.fromkeys("Oo", 0),
}
_FIRST = {False: _ALPHABET.index("1"), True: _ALPHABET.index("D")}
_GROUP = 4
_CHECKS = 3
_SHORTEST, _LONGEST = 2 * _GROUP, 32 * _GROUP

_EPOCH = date(2026, 1, 1)
# How many values each digit has: room for 22 years, 31 models, 126 releases of a model, 511 findings.
_ALL_KINDS, _DAYS, _MODELS, _FIRMWARES, _FINDINGS = 4, 1 << 13, 32, 128, 512
_NOT_TOLD, _NOT_LISTED = 0, 1
"""The first values of the digit for the firmware; release number 1 is the next."""

_words = partial(texts.words, "code")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a code said. ``report`` looks like one of this program, its only check is the reading.

    Whoever read it out may have read anything: it proves nothing. ``online``: the vendor's own service was
    asked. ``recording``: a recorded conversation was checked, no device.
    """

    report: Report
    online: bool
    recording: bool


@dataclass(frozen=True, slots=True)
class _Content:
    """All that a code carries.

    ``aside`` is true for a demo where that was a recording, and for a device on USB where the vendor's
    service was asked; a demo is never asked about, and a recording never real. ``day`` counts from the
    epoch. ``model`` is 0 where none is known, ``firmware`` then too. ``findings`` are numbers, ascending.
    """

    kind: str
    outcome: Outcome
    demo: bool
    aside: bool
    day: int
    model: int
    firmware: int
    findings: tuple[int, ...]


def encode(report: Report) -> str:
    """The code of a report, in groups of four symbols with blanks between.

    Raises :class:`ValueError` for a kind that has none, and for a day or an outcome that cannot be.
    """
    if report.kind not in KINDS:
        raise ValueError(f"a {report.kind} has no code")
    symbols = _symbols(_content_of(report))
    text = "".join(_ALPHABET[symbol] for symbol in symbols)
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def decode(untrusted_text: str) -> ReadBack:
    """Read a code as it was typed in.

    Raises :class:`~walletsafe.errors.BadCode` where it is none or was misheard, and
    :class:`~walletsafe.errors.NewerCode` where it says something that only a newer program knows.
    """
    symbols = _typed(untrusted_text)
    if any(_remainder(symbols)):
        raise BadCode(problem="code-mistyped")
    demo = symbols[0] == _FIRST[True]
    if symbols[0] != _FIRST[demo]:
        raise NewerCode
    content = _read_content(symbols, demo=demo)
    if _symbols(content) != symbols:  # each content has one code
        raise BadCode(problem="code-mistyped")
    report = _report(content)
    if report.knowledge_date > data_day(report.kind):
        raise NewerCode
    # With a danger among the findings, nothing passed; and no check says what our own could not have said.
    if report.outcome is not content.outcome or not can_be(report):
        raise BadCode(problem="code-mistyped")
    return ReadBack(report, content.aside and not demo, content.aside and demo)


def _typed(untrusted_text: str) -> list[int]:
    typed = [symbol for symbol in untrusted_text if not symbol.isspace() and symbol != "-"]
    if any(symbol not in _READ for symbol in typed):
        raise BadCode(problem="code-letters")
    if len(typed) > _LONGEST:
        raise BadCode(problem="code-too-long")
    if len(typed) < _SHORTEST or len(typed) % _GROUP:
        raise BadCode(problem="code-incomplete")
    return [_READ[symbol] for symbol in typed]


# --- the number ---------------------------------------------------------------------------------------


def _content_of(report: Report) -> _Content:
    device = report.kind == texts.DEVICE
    demo = report.demo or is_demo(report)
    recording = report.subject.get("connection") == PeerKind.REPLAY
    model = knowledge.load().model(str(report.subject.get("model"))) if device else None
    return _Content(
        kind=report.kind,
        outcome=report.outcome,
        demo=demo,
        aside=device and (recording if demo else asked_online(report)),
        day=(date.fromisoformat(report.knowledge_date) - _EPOCH).days,
        model=model.number if model else 0,
        firmware=_firmware(model.id, report.subject.get("firmware")) if model else _NOT_TOLD,
        findings=tuple(sorted({REGISTRY[found.id].number for found in report.findings})),
    )


def _firmware(model_id: str, untrusted_version: Scalar | None) -> int:
    if untrusted_version is None:
        return _NOT_TOLD
    told = parse_release(str(untrusted_version))
    releases = knowledge.load().releases.get(model_id, ())
    listed = (release.number for release in releases if bundled_release(release.version) == told)
    return next((_NOT_LISTED + number for number in listed), _NOT_LISTED)


def _digits(content: _Content) -> Iterator[tuple[int, int]]:
    """Each digit of the number with how many values it has, the lowest first."""
    outcomes = OUTCOMES[content.kind]
    yield KINDS.index(content.kind), _ALL_KINDS
    yield outcomes.index(content.outcome), len(outcomes)
    yield content.day, _DAYS
    if content.kind == texts.DEVICE:
        yield content.aside, 2
        yield content.model, _MODELS
        if content.model:
            yield content.firmware, _FIRMWARES
    yield len(content.findings), _FINDINGS


def _number(content: _Content) -> int:
    number = sum(comb(value, place) for place, value in enumerate(content.findings, start=1))
    for value, radix in reversed([*_digits(content)]):
        if value not in range(radix):
            raise ValueError(f"{value} has no place in a code")
        number = number * radix + value
    return number


def _read_content(symbols: Sequence[int], *, demo: bool) -> _Content:
    rest = 0
    for symbol in symbols[1:-_CHECKS]:
        rest = rest << 5 | symbol

    def digit(radix: int) -> int:
        nonlocal rest
        rest, value = divmod(rest, radix)
        return value

    number = digit(_ALL_KINDS)
    if number >= len(KINDS):
        raise NewerCode
    kind = KINDS[number]
    device = kind == texts.DEVICE
    outcome = OUTCOMES[kind][digit(len(OUTCOMES[kind]))]
    day = digit(_DAYS)
    aside = device and bool(digit(2))
    model = digit(_MODELS) if device else 0
    firmware = digit(_FIRMWARES) if model else _NOT_TOLD
    size = digit(_FINDINGS)
    findings = _set_of_rank(rest, size)
    return _Content(kind, outcome, demo, aside, day, model, firmware, findings)


def _set_of_rank(rank: int, size: int) -> tuple[int, ...]:
    """The set of finding numbers of this size; where no set has the rank, one that has another."""
    found: list[int] = []
    value = _FINDINGS
    for place in range(size, 0, -1):
        value -= 1
        while comb(value, place) > rank:
            value -= 1
        rank -= comb(value, place)
        found.append(value)
    return tuple(reversed(found))


# --- the symbols --------------------------------------------------------------------------------------


def _symbols(content: _Content) -> list[int]:
    """First symbol, number, check symbols: as few groups as hold the number, and two at least."""
    number = _number(content)
    needed = 1 + _CHECKS + ceil(number.bit_length() / 5)
    length = max(_SHORTEST, ceil(needed / _GROUP) * _GROUP)
    places = range(length - _CHECKS - 2, -1, -1)
    symbols = [_FIRST[content.demo], *(number >> 5 * place & 31 for place in places)]
    return [*symbols, *_remainder([*symbols, *[0] * _CHECKS])]


def _remainder(symbols: Sequence[int]) -> tuple[int, int, int]:
    """What is left of the symbols, as a polynomial, divided by the generator: zeros for a whole code."""
    high, middle, low = 0, 0, 0
    for symbol in symbols:
        one, two, three = _MULTIPLES[high]
        high, middle, low = middle ^ one, low ^ two, symbol ^ three
    return high, middle, low


def _times(one: int, other: int) -> int:
    """The product in GF(32), made with x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if other >> bit & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= 0b100101
    return product


_MULTIPLES = tuple((_times(factor, 7), _times(factor, 14), _times(factor, 8)) for factor in range(32))
"""Of the generator, (x - 1)(x - 2)(x - 4) = x^3 + 7 x^2 + 14 x + 8, by every factor."""


# --- the report ---------------------------------------------------------------------------------------

_IDS = {fixed.number: finding_id for finding_id, fixed in REGISTRY.items()}


def _report(content: _Content) -> Report:
    """The report that a code tells of. What this program does not know raises ``NewerCode``."""
    model = _model(content.model)
    knowledge_date = (_EPOCH + timedelta(days=content.day)).isoformat()
    subject: dict[str, Scalar] = {}
    known: dict[str, Scalar] = {"knowledge_date": knowledge_date}
    if content.kind == texts.DEVICE and (not content.demo or content.aside):
        subject["connection"] = (PeerKind.REPLAY if content.demo else PeerKind.USB).value
    if model is not None:
        subject["model"], known["model"] = model.id, model.name
    if model is not None and content.firmware != _NOT_TOLD:
        subject["firmware"] = known["firmware"] = _version(model, content.firmware)
    online = content.aside and not content.demo
    findings = tuple(_finding(number, known) for number in content.findings)
    check = CheckResult(READ_BACK_ONLINE if online else READ_BACK, content.outcome, findings)
    return Report(content.kind, content.demo, subject, (check,), knowledge_date)


def _model(number: int) -> Model | None:
    models = {model.number: model for model in knowledge.load().models}
    if number and number not in models:
        raise NewerCode
    return models.get(number)


def _version(model: Model, firmware: int) -> str:
    releases = {
        release.number: release.version for release in knowledge.load().releases.get(model.id, ())
    } | {0: _words("read_out.not_listed")}
    if firmware - _NOT_LISTED not in releases:
        raise NewerCode
    return releases[firmware - _NOT_LISTED]


def _finding(number: int, known: Mapping[str, Scalar]) -> Finding:
    """The finding of a number; its words say of what is not ``known`` that it is not in the code."""
    finding_id = _IDS.get(number)
    if finding_id is None:
        raise NewerCode
    told = dict(known)
    if finding_id.startswith("firmware.") and "firmware" in known:
        told["version"] = known["firmware"]
    params = {slot: told.get(slot, _words("read_out.not_told")) for slot in sorted(texts.slots(finding_id))}
    return Finding(finding_id, REGISTRY[finding_id].severity, params)
