"""Reading a code that somebody types: forms that mean the same, what is refused, and what is shown."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import read_back
from tests.helpers.read_back import DEVICE, DOWNLOAD, MESSAGE
from tests.unit.test_code import OF_KIND
from walletsafe import knowledge, report, texts
from walletsafe.errors import BadCode, NewerCode
from walletsafe.findings import REGISTRY, CheckResult, Finding, Outcome, Report
from walletsafe.report.code import KINDS, decode, encode
from walletsafe.report.coherence import READ_BACK, was_read_out

NUMBERS = Path(__file__).parents[1] / "vectors" / "read_back_numbers.json"
DAY = (274, 8192)
"""2 October 2026."""
GENUINE = "1000 72S9 F053 RG49 0AWE"
GOOD = ("device.identified", "firmware.newest_known", "genuine.verified", "apps.listed", "origin.clear")


def of(kind: str, outcome: Outcome, *ids: str, demo: bool = False, **subject: str) -> Report:
    found = tuple(Finding(finding_id, REGISTRY[finding_id].severity) for finding_id in ids)
    return Report(kind, demo, subject, (CheckResult(kind, outcome, found),), "2026-10-02")


def refusal(code: str) -> str:
    with pytest.raises(BadCode) as caught:
        decode(code)
    assert not code or code not in texts.error_line(caught.value)
    return str(caught.value.params["problem"])


# --- the format, for ever -----------------------------------------------------------------------------


def test_numbers_are_never_changed_or_used_again() -> None:
    """New ids get new numbers: add them to the table, and change nothing that is in it."""
    facts = knowledge.load()
    firmware = {
        model_id: {release.version: release.number for release in releases}
        for model_id, releases in facts.releases.items()
    }
    assert json.loads(NUMBERS.read_text()) == {
        "findings": {finding_id: fixed.number for finding_id, fixed in REGISTRY.items()},
        "models": {model.id: model.number for model in facts.models},
        "firmware": firmware,
    }
    for numbers, most in (
        ([fixed.number for fixed in REGISTRY.values()], 511),
        ([model.number for model in facts.models], 31),
        *((list(releases.values()), 126) for releases in firmware.values()),
    ):
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) <= set(range(1, most + 1))


VECTORS = {
    GENUINE: of("device", Outcome.PASSED, *GOOD, connection="usb", model="nano-s", firmware="2.1.0"),
    "D000 72S9 F053 RG49 0GBF": of(
        "device", Outcome.PASSED, *GOOD, demo=True, connection="virtual", model="nano-s", firmware="2.1.0"
    ),
    "1080 8049 868A": of("device", Outcome.COULD_NOT_CHECK, "device.locked", connection="usb"),
    "D002 SG10 9M49 CNYG": of(
        "device",
        Outcome.STOPPED,
        "check.stopped",
        demo=True,
        connection="replay",
        model="flex",
        firmware="9.9",
    ),
    "1000 Q4AT 0624 HJFE": of(
        "message",
        Outcome.DID_NOT_PASS,
        "message.asks_for_words",
        "message.presses",
        "message.link_imitates",
    ),
    "1000 JBPM 0C49 26W3": of(
        "download", Outcome.PASSED, "download.signature_good", "download.match", "download.two_names"
    ),
}
"""People have written these down: they mean the same in every later version."""


@pytest.mark.parametrize(("code", "said"), VECTORS.items())
def test_codes_of_version_1_keep_their_meaning(code: str, said: Report) -> None:
    assert encode(said) == code
    assert encode(decode(code).report) == code


def test_a_second_maker_makes_the_same_code() -> None:
    # The example of docs/read-back-code.md: kind, outcome, day, aside, model, firmware, how many findings.
    digits = [DEVICE, (2, 4), DAY, (0, 2), (0, 32), (1, 512)]
    made = of("device", Outcome.COULD_NOT_CHECK, "device.locked", connection="usb")
    assert read_back.code(digits, rank=2) == encode(made).replace(" ", "")


# --- forms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        GENUINE.lower(),
        GENUINE.replace(" ", ""),
        GENUINE.replace(" ", "-"),
        f"  {GENUINE}\n",
        GENUINE.replace(" ", "\u00a0\t"),
        GENUINE.replace("0", "O").replace("1", "I"),
        GENUINE.replace("0", "o").replace("1", "l"),
        GENUINE.replace("1", "L").replace("0", "O").lower(),
    ],
)
def test_what_sounds_or_looks_alike_is_read_alike(typed: str) -> None:
    assert encode(decode(typed).report) == GENUINE


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "code-incomplete"),
        ("1002", "code-incomplete"),
        (GENUINE[:-1], "code-incomplete"),
        (GENUINE[:-5], "code-mistyped"),
        (GENUINE + "1", "code-incomplete"),
        (GENUINE[1:] + "1", "code-mistyped"),
        ("D" + GENUINE[1:], "code-mistyped"),
        (GENUINE.replace("A", "U"), "code-letters"),
        (GENUINE.replace("A", "\u0391"), "code-letters"),
        (GENUINE + ".", "code-letters"),
        ("1" * 132, "code-too-long"),
        ("1" * 1_000_000, "code-too-long"),
    ],
)
def test_what_is_no_code_is_refused_in_one_line(typed: str, problem: str) -> None:
    assert refusal(typed) == problem


@given(st.text(max_size=200) | st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ -", max_size=140))
def test_nothing_typed_is_a_fault_of_ours(typed: str) -> None:
    with suppress(BadCode, NewerCode):
        decode(typed)


# --- what only a newer program, or nobody, can say ----------------------------------------------------


@pytest.mark.parametrize("first", sorted(set(read_back.ALPHABET) - set("1D")))
def test_another_first_symbol_is_a_newer_program_if_it_was_heard_right(first: str) -> None:
    code = read_back.code([DEVICE, (2, 4), DAY, (0, 2), (0, 32), (1, 512)], 2, first)
    with pytest.raises(NewerCode) as caught:
        decode(code)
    assert "Update WalletSafe" in texts.error_line(caught.value)
    assert refusal(code[:-1] + ("0" if code[-1] != "0" else "1")) == "code-mistyped"


@pytest.mark.parametrize(
    ("digits", "rank"),
    [
        ([(3, 4), (0, 2), DAY, (0, 512)], 0),
        ([MESSAGE, (1, 2), DAY, (1, 512)], 511),
        ([MESSAGE, (1, 2), DAY, (1, 512)], 0),
        ([DEVICE, (0, 4), DAY, (0, 2), (31, 32), (1, 128), (0, 512)], 0),
        ([DEVICE, (0, 4), DAY, (0, 2), (2, 32), (127, 128), (0, 512)], 0),
        ([DEVICE, (0, 4), DAY, (0, 2), (1, 32), (2, 128), (0, 512)], 0),
    ],
    ids=["kind", "finding", "finding 0", "model", "firmware", "firmware of a model without a list"],
)
def test_an_unknown_number_is_a_newer_program(digits: list[tuple[int, int]], rank: int) -> None:
    with pytest.raises(NewerCode):
        decode(read_back.code(digits, rank))


DANGER = REGISTRY["message.extortion"].number


@pytest.mark.parametrize(
    "code",
    [
        read_back.code([MESSAGE, (1, 2), DAY, (1, 512)], DANGER),
        read_back.code(
            [DEVICE, (0, 4), DAY, (0, 2), (0, 32), (1, 512)], REGISTRY["device.offers_disk"].number
        ),
        read_back.code([MESSAGE, (1, 2), DAY, (0, 512)], 0, more_groups=1),
        read_back.code([MESSAGE, (1, 2), DAY, (0, 512)], 1),
        read_back.code([MESSAGE, (1, 2), DAY, (1, 512)], 512),
        read_back.code([DOWNLOAD, (0, 4), DAY, (511, 512)], 512),
    ],
    ids=["danger unconfirmed", "danger passed", "one group more", "no finding", "finding 512", "too many"],
)
def test_what_no_check_can_say_is_refused(code: str) -> None:
    assert refusal(code) == "code-mistyped"


@pytest.mark.parametrize(
    "made",
    [
        of("call", Outcome.COULD_NOT_CHECK),
        of("lesson", Outcome.PASSED),
        of("message", Outcome.PASSED),
        Report("message", False, {}, (CheckResult("message", Outcome.DID_NOT_PASS),), "2025-12-31"),
        Report("message", False, {}, (CheckResult("message", Outcome.DID_NOT_PASS),), "2048-06-06"),
        Report("message", False, {}, (CheckResult("message", Outcome.DID_NOT_PASS),), "2026"),
    ],
)
def test_what_has_no_code_is_an_error(made: Report) -> None:
    with pytest.raises(ValueError, match=r".+"):
        encode(made)


# --- what is shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".json", ".txt"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_that_was_read_out_has_words_and_may_leave(kind: str, suffix: str) -> None:
    ids = [
        finding_id
        for finding_id in REGISTRY
        if finding_id.partition(".")[0] in OF_KIND[kind]
        and not finding_id.startswith(("online.", "transport.record_"))
    ]
    said = decode(encode(of(kind, Outcome.DID_NOT_PASS, *ids, connection="usb"))).report
    assert [found.id for found in said.findings] == ids
    shown = report.preview(said, suffix)
    assert "[not in the code]" in shown
    assert "What the caller read out, not proof".upper() in shown.upper() or suffix == ".json"


def test_what_the_code_tells_stands_in_the_words() -> None:
    ids = ("device.identified", "firmware.newer_than_list", "genuine.verified", "apps.listed")
    made = of("device", Outcome.PASSED, *ids, connection="usb", model="nano-s-plus", firmware="1.6.1")
    told = " ".join(report.as_text(decode(encode(made)).report).split())
    assert "This device says it is a Ledger Nano S Plus with firmware 1.6.1" in told
    assert "this Ledger Nano S Plus holds a chip that Ledger certified" in told
    assert "Firmware 1.6.1 is newer than our list" in told
    assert "2026-10-02" in told


def test_a_version_that_is_not_listed_is_not_carried() -> None:
    made = of("device", Outcome.PASSED, *GOOD, connection="usb", model="nano-s", firmware="9.1.7-secret")
    told = report.as_text(decode(encode(made)).report)
    assert "Firmware: not in our list" in told
    assert "9.1.7" not in told


@pytest.mark.parametrize("demo", [False, True])
def test_what_was_read_out_says_so_in_every_form(demo: bool) -> None:
    made = of("device", Outcome.PASSED, *GOOD, demo=demo, connection="virtual" if demo else "usb")
    said = decode(encode(made)).report
    assert (was_read_out(said), was_read_out(made)) == (True, False)
    assert said.checks[0].id == READ_BACK
    document = report.as_json(said)
    assert (document["read_out"], document["demo"], document["code"]) == (True, demo, encode(made))
    shown = report.as_text(said)
    place = shown.index("WHAT THE CALLER READ OUT, NOT PROOF")
    before = "DEMO: " if demo else ""
    assert place < shown.index("Check of a Ledger", place) < shown.index(f"{before}READ OUT: PASSED", place)
    assert f"- {before}Read out: What was read out: Passed" in shown
    for found in said.findings:
        assert f"[{texts.severity_name(found.severity)}] {before}Read out: " in shown
    assert ("DEMO" in shown) is demo
    assert "Code to read out" not in shown


def test_what_was_read_out_is_no_result_to_hand_on(tmp_path: Path) -> None:
    said = decode(GENUINE).report
    for suffix in (".html", ".pdf"):
        with pytest.raises(ValueError, match="read out"):
            report.save(said, tmp_path / f"report{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [report.as_text, report.as_html])
def test_the_code_stands_under_the_outcome(form: object) -> None:
    assert callable(form)
    made = of("message", Outcome.COULD_NOT_CHECK, "message.nothing_found")
    shown = str(form(made))
    assert (
        shown.upper().index("CANNOT BE CONFIRMED") < shown.index(encode(made)) < shown.index("What was found")
    )
    assert "If somebody called you and wants this code, hang up." in " ".join(shown.split())
    assert report.as_json(made)["code"] == encode(made)


def test_calls_and_lessons_have_no_code() -> None:
    assert "code" not in report.as_json(of("call", Outcome.COULD_NOT_CHECK))
    assert "Code to read out" not in report.as_text(of("call", Outcome.COULD_NOT_CHECK))
