"""What no check can have said: refused from a code that is read out, and from a report that is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers import read_back
from tests.helpers.people import Person, Pretender, check, virtual
from tests.helpers.reports import every_report
from tests.helpers.scenarios import EXPECTED
from walletsafe import knowledge
from walletsafe.cancel import CancelToken
from walletsafe.checks import online, runner
from walletsafe.checks.runner import run_device_check
from walletsafe.device.version import Version
from walletsafe.download import judge as download
from walletsafe.errors import BadCode, NewerCode, NoDevice, TransportError
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report
from walletsafe.guidance import call
from walletsafe.message import judge as message
from walletsafe.questions import CONSENT, GUIDED_NOW, NO, NOT_ASKED, NOT_NOW, ONLINE_CONSENT, SEND, Question
from walletsafe.report.code import decode, encode
from walletsafe.report.coherence import CHECKS, READ_BACK, can_be, data_day, is_demo
from walletsafe.scan import judge as scan
from walletsafe.transport import PeerKind

GOOD = ("device.identified", "firmware.newest_known", "genuine.verified", "apps.listed")


@pytest.mark.parametrize(
    "code",
    [
        "104P0Y85",  # a pass without a finding
        "10002F00G04P08YR",  # a pass of a locked device that was not checked
        "15R2YMM1004P0PMH",  # a device with findings of messages, downloads, calls and lessons
        "104P2GMN",  # a download that passed, without a finding
        "1000HG108BZZGH21",  # facts of June 2048
    ],
)
def test_codes_that_were_made_up_are_not_taken(code: str) -> None:
    with pytest.raises((BadCode, NewerCode)):
        decode(code)


def test_the_key_of_our_virtual_devices_counts_against_a_device_on_usb() -> None:
    said = decode(encode(of(Outcome.DID_NOT_PASS, "genuine.demo_certificate", **USB))).report
    assert (said.outcome, said.demo) == (Outcome.DID_NOT_PASS, False)


@pytest.mark.parametrize("kind", CHECKS)
def test_no_fact_of_ours_is_of_a_later_day_than_our_data(kind: str) -> None:
    assert data_day(kind)[:4] == "2026"
    if kind in {"device", "message", "download"}:
        first = {"device": read_back.DEVICE, "message": read_back.MESSAGE, "download": read_back.DOWNLOAD}
        code = read_back.code([first[kind], (1, 4), (8191, 8192)], 0)
        with pytest.raises(NewerCode):
            decode(code)


def test_the_checks_of_a_kind_are_those_that_run() -> None:
    asked = (*(check_id for check_id, _ in runner.CHECKS[:3]), online.ID)
    assert {
        "device": (tuple(check_id for check_id, _ in runner.CHECKS), asked),
        message.KIND: ((message.CHECK,),),
        download.KIND: ((download.SIGNATURE, download.CHECKSUM),),
        call.KIND: ((call.KIND,),),
        "lesson": (("lesson",),),
        scan.KIND: ((scan.CHECK,),),
    } == CHECKS


# --- what can be --------------------------------------------------------------------------------------


class Vendor:
    """Says yes, says no, or fails."""

    def __init__(self, verdict: bool | TransportError) -> None:
        self.verdict = verdict

    def confirms(self, version: Version, asks_owner: object, cancel: CancelToken) -> bool:
        if isinstance(self.verdict, TransportError):
            raise self.verdict
        return self.verdict


class Chooser(Person):
    """Gives the answer of this number to everything, or the last."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def ask(self, question: Question) -> str:
        return question.choices[min(self.number, len(question.choices) - 1)]


def devices() -> Iterator[Report]:
    """What the harmless answers never bring."""
    for name in sorted(EXPECTED.keys() - {"silent", "slow"}):
        for number in range(5):
            yield check(virtual(name), Chooser(number))
        yield check(virtual(name), Person({GUIDED_NOW: NO, CONSENT: NOT_NOW}))
    usb = Pretender(virtual("genuine-nano-s"), PeerKind.USB)
    for verdict in (True, False, NoDevice()):
        for consent in (SEND, NOT_NOW, NOT_ASKED):
            person = Person({ONLINE_CONSENT: consent})
            yield run_device_check(usb, person, CancelToken(), knowledge.load(), Vendor(verdict))
    stopped = CancelToken()
    stopped.cancel()
    yield run_device_check(usb, Person(), stopped, knowledge.load())
    yield runner.report_of_error(NoDevice(), knowledge.load(), online=True)


def test_whatever_a_check_says_can_be(tmp_path: Path) -> None:
    made = [*every_report(tmp_path), *devices()]
    assert {(each.kind, each.outcome) for each in made} >= {
        *(("device", outcome) for outcome in Outcome if outcome is not Outcome.NOT_CHECKED_YET),
        ("lesson", Outcome.PASSED),
    }
    for each in made:
        assert can_be(each), (each.subject, each.checks)
        assert each.knowledge_date <= data_day(each.kind)
        if each.kind in {"device", "message", "download"}:
            assert can_be(decode(encode(each)).report)


# --- what cannot --------------------------------------------------------------------------------------


def of(outcome: Outcome, *ids: str, kind: str = "device", **subject: str) -> Report:
    """Read out."""
    found = tuple(Finding(finding_id, REGISTRY[finding_id].severity) for finding_id in ids)
    made = Report(kind, False, subject, (CheckResult(READ_BACK, outcome, found),), "2026-10-02")
    return replace(made, demo=is_demo(made))


USB = {"connection": "usb"}


@pytest.mark.parametrize(
    "made",
    [
        of(Outcome.PASSED, **USB),
        *(of(Outcome.PASSED, *(each for each in GOOD if each != missing), **USB) for missing in GOOD),
        of(Outcome.PASSED, *GOOD, "device.locked", **USB),
        of(Outcome.PASSED, *GOOD, "message.nothing_found", **USB),
        of(Outcome.PASSED, *GOOD, "doctor.rule_missing", **USB),
        of(Outcome.PASSED, *GOOD[:2], "online.genuine", **USB),
        of(Outcome.DID_NOT_PASS, *GOOD, **USB),
        of(Outcome.DID_NOT_PASS, "message.extortion", **USB),
        of(Outcome.DID_NOT_PASS, "doctor.offers_disk", **USB),
        of(Outcome.DID_NOT_PASS, "device.offers_disk", kind="download"),
        of(Outcome.STOPPED, "device.locked", **USB),
        of(Outcome.COULD_NOT_CHECK, "device.identified", **USB),
        of(Outcome.COULD_NOT_CHECK, "transport.record_ended", **USB),
        of(Outcome.DID_NOT_PASS, "genuine.demo_certificate"),
        of(Outcome.PASSED, "download.match", kind="download"),
        of(Outcome.PASSED, "download.signature_good", kind="download"),
        of(Outcome.DID_NOT_PASS, "message.presses", kind="message"),
        replace(of(Outcome.COULD_NOT_CHECK, "message.nothing_found", kind="message"), demo=True),
    ],
)
def test_what_cannot_be(made: Report) -> None:
    assert not can_be(made)
    with pytest.raises(BadCode) as caught:
        decode(encode(made))
    assert caught.value.params["problem"] == "code-mistyped"


@pytest.mark.parametrize("ending", [Outcome.PASSED, Outcome.STOPPED, Outcome.COULD_NOT_CHECK])
def test_a_scan_with_a_find_of_either_grade_did_not_pass(ending: Outcome) -> None:
    for found, beside in (
        ("scan.looks_like_phrase", "scan.stopped"),
        ("scan.nothing_found", "scan.not_read"),
    ):
        named = tuple(
            Finding(each, REGISTRY[each].severity) for each in (found, beside, "scan.nothing_found")
        )
        made = Report("scan", False, {}, (CheckResult("places", ending, named),), "2026-10-02")
        possible = found == "scan.nothing_found" and ending is Outcome.COULD_NOT_CHECK
        assert can_be(made) is possible, made


def test_a_message_and_a_call_never_pass() -> None:
    assert not can_be(of(Outcome.PASSED, "message.nothing_found", kind="message"))
    assert not can_be(of(Outcome.PASSED, "call.nothing_lost", kind="call"))


@pytest.mark.parametrize("connection", ["virtual", "tcp", "replay", "", "USB"])
def test_whether_it_is_a_demo_follows_from_the_connection(connection: str) -> None:
    made = of(Outcome.PASSED, *GOOD, connection=connection)
    assert made.demo
    assert not can_be(replace(made, demo=False))
    assert encode(replace(made, demo=False)).startswith("D")
    assert not can_be(replace(of(Outcome.PASSED, *GOOD, **USB), demo=True))


def test_what_can_be_of_the_same() -> None:
    assert can_be(of(Outcome.PASSED, *GOOD, "origin.unsure", "device.model_unconfirmed", **USB))
    assert can_be(of(Outcome.PASSED, *GOOD))
    assert can_be(of(Outcome.PASSED, "download.match", "download.signature_next_key", kind="download"))


@pytest.mark.parametrize(
    "checks",
    [("call",), ("device",), ("device", "firmware", "origin", "genuine"), ("message", "device")],
    ids=str,
)
def test_a_device_has_all_of_its_checks_and_no_other(checks: tuple[str, ...]) -> None:
    made = check(Pretender(virtual("genuine-nano-s"), PeerKind.USB))
    first, *others = (CheckResult(check_id, Outcome.DID_NOT_PASS) for check_id in checks)
    assert can_be(made)
    assert not can_be(replace(made, checks=(replace(first, findings=made.findings), *others)))
