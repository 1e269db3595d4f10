"""Words for people, read from ``resources/text/<lang>/*.toml``. There is one language now: English.

A slot without its param raises ``KeyError``: nobody is ever shown a bare ``{slot}``. Whatever fills a
slot is cleaned first, since a device chooses the names of its apps and versions itself.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from string import Formatter
from typing import TypeAlias, cast

from walletsafe import redact
from walletsafe.errors import Scalar, WalletSafeError
from walletsafe.findings import Finding, Outcome, Severity
from walletsafe.questions import Question

_Table: TypeAlias = Mapping[str, object]
_LANGUAGE = "en"
DEVICE = "device"
"""The kind of a report on a device; others are ``message`` and ``download``."""
PARAM_LIMIT = 160
"""The longest param that is shown, in characters."""
_OF_SCANS: Mapping[str, str] = {"layout": "layouts", "reason": "reasons", "source": "sources"}
"""Params whose values are names that code uses, each with the table of ``scan.toml`` that has its words."""


@dataclass(frozen=True, slots=True)
class FindingText:
    """What a finding says: the outcome, why, and the one next step (which may have several lines).

    ``commands`` are lines for a shell that belong to the next step, each to be copied by itself. The
    person runs them; this program never does.
    """

    title: str
    meaning: str
    next_step: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question, why it is asked (may have several lines), and a label per choice, in their order."""

    title: str
    help: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OutcomeText:
    """A verdict in words. ``steps`` is what to do at once: empty, save where a check did not pass."""

    title: str
    summary: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdviceText:
    """What to do about words in one kind of place: its name for a heading, and the steps in their order."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """The fixed words of a result page and of its exports.

    ``date_line`` has the slots ``made``, ``version`` and ``knowledge_date``, ``removed_subject`` has ``key``,
    ``removed_param`` has ``key`` and ``finding``, ``copy_title`` has ``made``, ``page_line`` has ``page`` and
    ``pages``. ``note`` says that a report proves nothing to others, ``copy_note`` the same of one that was
    opened again. ``unplug`` is for the end of a check in which the device was asked for a permission.
    """

    title: str
    demo: str
    checks_title: str
    findings_title: str
    record_title: str
    next_label: str
    not_proven_title: str
    not_proven: tuple[str, ...]
    repeat_title: str
    repeat: str
    date_line: str
    note: str
    copy_title: str
    copy_note: str
    page_line: str
    unplug: str
    footer: str
    removed_subject: str
    removed_param: str
    removed_why: str
    nothing_removed: str


@lru_cache
def section(name: str) -> Mapping[str, object]:
    """The whole text file ``name`` (without suffix). Raise ``FileNotFoundError`` where there is none."""
    import tomllib

    resource = files("walletsafe.resources") / "text" / _LANGUAGE / f"{name}.toml"
    return tomllib.loads(resource.read_text("utf-8"))


def names(folder: str) -> tuple[str, ...]:
    """The text files in ``folder``, sorted, without suffix. Raise ``FileNotFoundError`` without one."""
    inside = (files("walletsafe.resources") / "text" / _LANGUAGE / folder).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in inside if file.name.endswith(".toml")))


def words(file: str, key: str, **slots: Scalar) -> str:
    """The text at ``section.name`` of the text file ``file``, its slots filled.

    Raise ``KeyError`` for a wrong key or a slot without its value.
    """
    table, _, name = key.partition(".")
    return _filled(_table(section(file), table), name, slots)


def finding_text(finding: Finding) -> FindingText:
    """The words for a finding. Raise ``KeyError`` when its id has none or a slot has no param.

    An entry may have ``when``: a sentence per param, which the meaning gets where that param is not empty.
    """
    entry = _table(section("findings"), finding.id)
    params = {**finding.params, **_words_for_names(finding.params)}
    optional: _Table = _table(entry, "when") if "when" in entry else {}
    extra = [_filled(optional, name, params) for name in optional if params.get(name)]
    return FindingText(
        _filled(entry, "title", params),
        " ".join([_filled(entry, "meaning", params), *extra]),
        _filled(entry, "next", params),
        _commands(entry),
    )


def slots(finding_id: str) -> frozenset[str]:
    """The params that the words of a finding cannot do without. Raise ``KeyError`` for an unknown id."""
    entry = _table(section("findings"), finding_id)
    said = (_string(entry, key) for key in ("title", "meaning", "next"))
    parts = chain.from_iterable(map(Formatter().parse, said))
    return frozenset(name for _, name, _, _ in parts if name)


def question_text(question: Question) -> QuestionText:
    """The words for a question. Raise ``KeyError`` when it, one of its choices or a param is missing."""
    entry = _table(section("questions"), question.id)
    labels = _table(entry, "choices")
    return QuestionText(
        _filled(entry, "title", question.params),
        _filled(entry, "help", question.params),
        {choice: _filled(labels, choice, question.params) for choice in question.choices},
    )


def error_line(error: WalletSafeError) -> str:
    """One line for an error: what happened, where, what to do. Raise ``KeyError`` as :func:`finding_text`."""
    params = {**error.params, **_words_for_names(error.params)}
    # Line 0 stands for the whole file.
    code = f"{error.code}_line" if params.get("line") else error.code
    return _filled(_table(section("errors"), code), "line", params)


def device_prompt_text(*, with_key: bool = True) -> str:
    """What to do while the device's own screen asks its owner; the key is shown below it.

    Without a key it is the vendor's own service that asks.
    """
    return _string(_table(section("questions"), "device_prompt" if with_key else "online_prompt"), "text")


def record_notice(*, private: bool, file: str) -> str:
    """What will stand in a record, said before it is written."""
    return _filled(_table(section("report"), "record"), "private" if private else "redacted", {"file": file})


def notice(name: str) -> str:
    """A line that the command line says beside a result: ``record_broke_off`` or ``tcp``."""
    return _string(_table(section("report"), "notices"), name)


def doctor_words(name: str) -> str:
    """A line of the doctor's answer, such as ``ready``. Raise ``KeyError`` for an unknown one."""
    return _string(_table(section("doctor"), "words"), name)


def udev_rule() -> str:
    """The rule file for Linux that the doctor offers, its comments included."""
    return (files("walletsafe.resources") / "udev" / "70-walletsafe-ledger.rules").read_text("utf-8")


def probe_question(probe_id: str) -> str:
    """What the doctor looked at, as a question. Raise ``KeyError`` for an unknown id."""
    return _string(_table(section("doctor"), "questions"), probe_id)


def probe_answer(outcome: str) -> str:
    """How it ended: yes, no, or could not be told. Raise ``KeyError`` for an unknown outcome."""
    return _string(_table(section("doctor"), "answers"), outcome)


def scan_advice(source: str, *, synced: bool) -> AdviceText:
    """What to do where words were found in this kind of place. Raise ``KeyError`` for an unknown source.

    ``synced``: a program makes copies of it on other computers, which outweighs what it is.
    """
    advice = _table(section("scan"), "advice")
    entry = _table(advice, "synced" if synced else source)
    return AdviceText(_string(entry, "title"), _lines(entry, "steps"))


def scan_reason(finding: Finding) -> str:
    """Why something was not read, in words. Raise ``KeyError`` for a finding without a reason."""
    return str(_words_for_names(finding.params)["reason"])


def scan_limits() -> AdviceText:
    """What deleting cannot undo."""
    entry = _table(section("scan"), "cannot_undo")
    return AdviceText(_string(entry, "title"), _lines(entry, "lines"))


def check_name(check_id: str) -> str:
    """The name of a check. Raise ``KeyError`` for an unknown one."""
    return _string(_table(section("report"), "checks"), check_id)


def severity_name(severity: Severity) -> str:
    """The word that stands beside a severity's icon and colour."""
    return _string(_table(section("report"), "severities"), severity.name.lower())


def subject_name(key: str) -> str:
    """The name of a fact about the checked device. Raise ``KeyError`` for an unknown one."""
    return _string(_table(section("report"), "subject"), key)


def outcome_text(outcome: Outcome, kind: str = DEVICE) -> OutcomeText:
    """The words for the outcome of one check or of all, in a report of this kind."""
    entry = _table(_table(_kind(kind), "outcomes"), outcome.value)
    return OutcomeText(_string(entry, "title"), _string(entry, "summary"), _lines(entry, "steps"))


@lru_cache
def report_text(kind: str = DEVICE) -> ReportText:
    """The fixed words of a result and its exports, in a report of this kind."""
    entry, own = _table(section("report"), "report"), _kind(kind)
    return ReportText(
        title=_string(own, "title"),
        demo=_string(entry, "demo"),
        checks_title=_string(entry, "checks_title"),
        findings_title=_string(entry, "findings_title"),
        record_title=_string(entry, "record_title"),
        next_label=_string(entry, "next_label"),
        not_proven_title=_string(own, "not_proven_title"),
        not_proven=_lines(own, "not_proven"),
        repeat_title=_string(entry, "repeat_title"),
        repeat=_string(own, "repeat"),
        date_line=_string(own, "date_line"),
        note=_string(own, "note"),
        copy_title=_string(entry, "copy_title"),
        copy_note=_string(entry, "copy_note"),
        page_line=_string(entry, "page_line"),
        unplug=_string(entry, "unplug"),
        footer=_string(entry, "footer"),
        removed_subject=_string(entry, "removed_subject"),
        removed_param=_string(entry, "removed_param"),
        removed_why=_string(entry, "removed_why"),
        nothing_removed=_string(entry, "nothing_removed"),
    )


def _kind(kind: str) -> _Table:
    return _table(_table(section("report"), "kinds"), kind)


def _words_for_names(params: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Plain words in place of names that code uses; a problem or question without words stays."""
    words: dict[str, Scalar] = {}
    if "problem" in params:
        words["problem"] = _problem(str(params["problem"]), str(params.get("field", "")))
    if "problems" in params:
        refusals = _table(section("errors"), "refusals")
        words["problems"] = ", ".join(_string(refusals, name) for name in str(params["problems"]).split(", "))
    if "question" in params:
        words["question"] = _topic(str(params["question"]))
    for name in _OF_SCANS.keys() & params:
        name_of = _table(section("scan"), _OF_SCANS[name])
        words[name] = str(name_of.get(str(params[name]), params[name]))
    return words


def _topic(question_id: str) -> str:
    questions = section("questions")
    return _string(_table(questions, question_id), "topic") if question_id in questions else question_id


def _problem(name: str, untrusted_field: str) -> str:
    words = str(_table(section("errors"), "problems").get(name, name))
    return f"{words} ({untrusted_field})" if untrusted_field else words


def _commands(entry: _Table) -> tuple[str, ...]:
    """The shell lines of an entry. Nothing but our own rule is filled in: foreign text must never be run."""
    lines = _lines(entry, "commands") if "commands" in entry else ()
    # The rule itself, not a command that prints it: a clone on the PATH would write what root obeys.
    rules = [line for line in udev_rule().splitlines() if not line.startswith("#")]
    return tuple(line.format(udev_rule=" ".join(shlex.quote(rule) for rule in rules)) for line in lines)


def _filled(entry: _Table, key: str, params: Mapping[str, Scalar]) -> str:
    cleaned = {name: redact.clean(str(value), PARAM_LIMIT) for name, value in params.items()}
    return _string(entry, key).format_map(cleaned)


def _table(entry: _Table, key: str) -> _Table:
    value = entry[key]
    if not isinstance(value, Mapping):
        raise KeyError(key)
    return cast("_Table", value)


def _string(entry: _Table, key: str) -> str:
    value = entry[key]
    if not isinstance(value, str):
        raise KeyError(key)
    return value


def _lines(entry: _Table, key: str) -> tuple[str, ...]:
    value = entry[key]
    if not isinstance(value, list):
        raise KeyError(key)
    return tuple(str(line) for line in cast("list[object]", value))
