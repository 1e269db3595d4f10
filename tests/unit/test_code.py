"""The read-back code: there and back without loss, no slip unnoticed, short enough to be spoken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from math import ceil, comb, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import messages, read_back
from tests.helpers.people import Pretender, check, virtual
from tests.helpers.read_back import ALPHABET
from tests.helpers.release import Release, Signer
from tests.helpers.scenarios import EXPECTED
from tests.ui.message_states import EXTORTION, ORDINARY, SCAM
from walletsafe import knowledge, report
from walletsafe.checks import online, runner
from walletsafe.device.releases import parse_release
from walletsafe.download import judge as download
from walletsafe.errors import BadCode, NewerCode, NoDevice
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report, Severity
from walletsafe.message import plain
from walletsafe.message.judge import judge, judge_host
from walletsafe.message.model import Kind
from walletsafe.redact import preflight
from walletsafe.report.code import KINDS, decode, encode
from walletsafe.report.coherence import data_day
from walletsafe.transport import PeerKind

PASSED, FAILED, UNCHECKED, STOPPED = (
    Outcome.PASSED,
    Outcome.DID_NOT_PASS,
    Outcome.COULD_NOT_CHECK,
    Outcome.STOPPED,
)
ENDS = {"device": (PASSED, FAILED, UNCHECKED, STOPPED), "message": (FAILED, UNCHECKED)}


def bare(code: str) -> str:
    return code.replace(" ", "")


def carried(report: Report) -> tuple[object, ...]:
    """What a code carries of a report."""
    model = report.subject.get("model") if report.kind == "device" else None
    releases = knowledge.load().releases.get(str(model), ())
    told = parse_release(str(report.subject.get("firmware")))
    firmware = next((known.version for known in releases if parse_release(known.version) == told), None)
    return (
        report.kind,
        report.outcome,
        report.demo,
        report.knowledge_date,
        model,
        firmware,
        bool(model) and "firmware" in report.subject,
        {found.id for found in report.findings},
    )


def device_reports() -> Iterator[Report]:
    for name in sorted(EXPECTED.keys() - {"silent", "slow"}):
        yield check(virtual(name))
        yield check(Pretender(virtual(name), PeerKind.REPLAY))
        yield check(Pretender(virtual(name), PeerKind.USB))
    yield runner.report_of_error(NoDevice(), knowledge.load())


def message_reports() -> Iterator[Report]:
    for name in ("genuine", "near_threats", "ordinary", "scams", "threats"):
        yield from (judge(message).report for message in messages.load(name))
    yield from (judge(plain.read(text, Kind.MAIL)).report for text in (SCAM, ORDINARY, EXTORTION))
    yield from (judge_host(host).report for host in ("ledger.com", "legder.example", "bit.ly", "?"))


def download_reports(folder: Path) -> Iterator[Report]:
    signer, stranger = Signer(), Signer()
    for number in range(5):
        (folder / str(number)).mkdir()
        release = Release(folder / str(number), signer)
        if number == 1:
            release.sign(stranger)
        if number == 2:
            release.installer.write_bytes(b"tampered with")
        sums, signature = (release.sums if number < 4 else None), (release.signature if number < 3 else None)
        yield download.check(download.Files(release.installer, sums, signature), (signer.key(),))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    """Of every scenario, every sample message, and downloads that end in each way."""
    folder = tmp_path_factory.mktemp("downloads")
    return [*device_reports(), *message_reports(), *download_reports(folder)]


def test_every_report_goes_through_its_code_and_back(reports: list[Report]) -> None:
    assert {(made.kind, made.outcome) for made in reports} >= {
        *((kind, outcome) for kind in ("device", "message") for outcome in ENDS[kind]),
        *(("download", outcome) for outcome in (PASSED, FAILED, UNCHECKED)),
    }
    for made in reports:
        said = decode(encode(made))
        assert carried(said.report) == carried(made)
        assert said.recording is (made.subject.get("connection") == "replay")
        assert not said.online
        assert encode(said.report) == encode(made)


def test_a_code_of_a_check_has_at_most_24_symbols(reports: list[Report]) -> None:
    lengths = {kind: max(len(bare(encode(made))) for made in reports if made.kind == kind) for kind in KINDS}
    assert lengths == {"device": 20, "message": 24, "download": 16}


def test_a_code_is_groups_of_four_and_begins_with_d_for_a_demo_alone(reports: list[Report]) -> None:
    for made in reports:
        code = encode(made)
        assert {len(group) for group in code.split(" ")} == {4}
        assert set(bare(code)) <= set(ALPHABET)
        assert code[0] == ("D" if made.demo else "1")


def test_a_question_to_the_vendors_service_is_carried() -> None:
    ids = ("device.identified", "firmware.newest_known", "online.genuine")
    found = tuple(Finding(finding_id, Severity.GOOD) for finding_id in ids)
    asked = CheckResult(online.ID, PASSED, found)
    made = Report("device", False, {"connection": "usb"}, (asked,), "2026-10-02")
    said = decode(encode(made))
    assert (said.online, said.recording) == (True, False)
    assert encode(said.report) == encode(made)
    assert "Ledger's own service had been asked" in report.as_text(said.report)


# --- slips --------------------------------------------------------------------------------------------


def slipped(code: str, chance: random.Random) -> str:
    """One symbol taken for another, or two neighbours in the wrong order: never the same code."""
    while True:
        symbols, place = list(code), chance.randrange(len(code) - 1)
        if chance.random() < 0.5:
            symbols[place + chance.randrange(2)] = chance.choice(ALPHABET)
        else:
            symbols[place : place + 2] = reversed(symbols[place : place + 2])
        if symbols != list(code):
            return "".join(symbols)


def test_of_100_000_slips_and_swaps_none_goes_unnoticed(reports: list[Report]) -> None:
    chance = random.Random(6)
    codes = [*{bare(encode(made)) for made in reports}, bare(encode(long_report()))]
    for _ in range(100_000):
        wrong = slipped(chance.choice(codes), chance)
        with pytest.raises(BadCode):
            decode(wrong)


def long_report() -> Report:
    """More symbols than the check symbols hold apart in threes: slips and swaps are noticed all the same."""
    chosen = [finding_id for finding_id in REGISTRY if finding_id.startswith("message.")][:40]
    found = tuple(Finding(finding_id, REGISTRY[finding_id].severity) for finding_id in chosen)
    made = Report("message", False, {}, (CheckResult("message", FAILED, found),), "2026-11-25")
    assert len(bare(encode(made))) > 31
    return made


@given(st.data())
def test_up_to_three_wrong_symbols_are_noticed_in_every_usual_code(data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, 31), min_size=5, max_size=25))
    symbols = list(read_back.checked([1, *numbers, *[0] * (-len(numbers) % 4)]))
    assert len(symbols) <= 32
    places = data.draw(
        st.lists(st.integers(0, min(len(symbols), 31) - 1), min_size=1, max_size=3, unique=True)
    )
    for place in places:
        others = ALPHABET.replace(symbols[place], "")
        symbols[place] = data.draw(st.sampled_from(others))
    with pytest.raises(BadCode) as caught:
        decode("".join(symbols))
    assert caught.value.params["problem"] == "code-mistyped"


def test_of_all_check_symbols_one_triple_is_right(reports: list[Report]) -> None:
    """So of random strings with the right first symbol at most 1 in 32,768 is taken."""
    code = bare(encode(reports[0]))
    right = [triple for triple in map("".join, _triples()) if _is_taken(code[:-3] + triple)]
    assert right == [code[-3:]]


def _triples() -> Iterator[tuple[str, str, str]]:
    return ((one, two, three) for one in ALPHABET for two in ALPHABET for three in ALPHABET)


def _is_taken(code: str) -> bool:
    try:
        decode(code)
    except (BadCode, NewerCode):
        return False
    return True


def test_of_300_000_random_strings_next_to_none_is_taken() -> None:
    chance = random.Random(7)
    taken = sum(
        _is_taken("1" + "".join(chance.choices(ALPHABET, k=chance.choice((7, 11, 15, 19, 23)))))
        for _ in range(300_000)
    )
    assert taken <= 10  # the check symbols alone: 9 of them, and most of those say what cannot be


# --- length -------------------------------------------------------------------------------------------


def longest(kind: str, findings: int, highest: int) -> int:
    """The bound of docs/read-back-code.md: symbols of a code with so many findings up to a number."""
    before = {"device": 4 * 4 * 8192 * 2 * 32 * 128 * 512, "message": 4 * 2 * 8192 * 512}.get(
        kind, 4 * 4 * 8192 * 512
    )
    return max(8, 4 * ceil((4 + ceil(log(before * comb(highest + 1, findings), 32))) / 4))


OF_KIND = {
    "device": ("device", "transport", "firmware", "genuine", "online", "apps", "origin", "check"),
    "message": ("host", "message"),
    "download": ("download",),
}
UNKNOWN = {"device": "device.locked", "message": "message.nothing_found", "download": "download.no_sums"}


@st.composite
def made_up(draw: st.DrawFn) -> Report:
    """Any report that did not pass or could not be made: it can hold any findings of its kind."""
    kind = draw(st.sampled_from(KINDS))
    asked = kind == "device" and draw(st.booleans())
    demo = kind == "device" and not asked and draw(st.booleans())
    fitting = [
        finding_id
        for finding_id in REGISTRY
        if finding_id.partition(".")[0] in OF_KIND[kind]
        and (asked or not finding_id.startswith("online."))
        and not finding_id.startswith("transport.record_")
        and not (demo and finding_id == "genuine.demo_certificate")
    ]
    ids = draw(st.lists(st.sampled_from(fitting), unique=True, max_size=60))
    found = tuple(Finding(each, REGISTRY[each].severity) for each in dict.fromkeys((*ids, UNKNOWN[kind])))
    outcome = FAILED if any(each.severity is Severity.DANGER for each in found) else UNCHECKED
    subject: dict[str, str | int | bool] = {}
    if kind == "device":
        subject["connection"] = draw(st.sampled_from(["tcp", "virtual", "replay"])) if demo else "usb"
        model = draw(st.sampled_from([None, *knowledge.load().models]))
        if model is not None:
            releases = [known.version for known in knowledge.load().releases.get(model.id, ())]
            subject |= {"model": model.id, "firmware": draw(st.sampled_from([*releases, "9.9.9", "?"]))}
    checks = (CheckResult(online.ID if asked else kind, outcome, found),)
    day = draw(st.dates(date(2026, 1, 1), date.fromisoformat(data_day(kind))))
    return Report(kind, demo, subject, checks, day.isoformat())


@given(made_up())
def test_any_report_comes_back_and_keeps_to_the_bound(made: Report) -> None:
    code = encode(made)
    said = decode(code)
    assert carried(said.report) == carried(made)
    numbers = {REGISTRY[found.id].number for found in made.findings}
    assert len(bare(code)) <= longest(made.kind, len(numbers), max(numbers, default=0))
    assert preflight(code) == ()
