"""One list of ids: registered, with words, in the docs, and really emitted. And the verdict rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import findings_doc
from tests.unit.test_texts import all_error_classes, slots
from walletsafe import knowledge, texts
from walletsafe.checks import firmware, runner
from walletsafe.errors import Cancelled, DeviceError, TransportError, WalletSafeError
from walletsafe.findings import (
    ANSWERED_BY_PERSON,
    REGISTRY,
    CheckResult,
    Finding,
    Outcome,
    Report,
    Severity,
    finding,
    verdict,
)

PACKAGE = Path(__file__).parents[2] / "walletsafe"


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def finding_calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call ``finding("id", ...)`` with a literal id."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "finding":
                (first, *_) = node.args
                if isinstance(first, ast.Constant):
                    yield str(first.value), node
                else:
                    # Only an error that ends a check may name its finding by its code.
                    assert ast.unparse(first) == "error.code", f"{path}:{node.lineno}"


def codes_that_become_findings() -> set[str]:
    """Codes of the errors that end a check: the runner reports them under the same id."""
    assert runner.CHECKS
    classes: list[type[WalletSafeError]] = [
        Cancelled,
        *all_error_classes(TransportError),
        *all_error_classes(DeviceError),
    ]
    return {error_class.code for error_class in classes}


def test_registered_worded_documented_and_emitted_ids_are_the_same() -> None:
    emitted = {finding_id for finding_id, _ in finding_calls()} | codes_that_become_findings()
    anchors = re.findall(r'<a id="([^"]+)"></a>', findings_doc.PATH.read_text("utf-8"))
    assert emitted == set(REGISTRY)
    assert set(texts.section("findings")) == set(REGISTRY)
    assert anchors == list(REGISTRY)


def test_the_page_of_findings_is_current() -> None:
    assert findings_doc.PATH.read_text("utf-8") == findings_doc.render(), (
        "run: python -m tests.helpers.findings_doc"
    )


def test_every_call_fills_the_slots_of_its_text() -> None:
    checked = 0
    for finding_id, call in finding_calls():
        given_params = {keyword.arg for keyword in call.keywords}
        if None in given_params:
            continue
        needed = slots(texts.section("findings")[finding_id])
        assert needed <= given_params, f"{finding_id} at line {call.lineno}"
        checked += 1
    assert checked > 20


@pytest.mark.parametrize("model_id", [model.id for model in knowledge.load().models])
@pytest.mark.parametrize("version", ["0.1", "1.3.1", "1.5.5", "2.1", "2.1.0", "99.0.0", "?", "2.0.0-osu"])
def test_every_firmware_finding_has_all_its_params(model_id: str, version: str) -> None:
    for mcu_hash in (None, b"\x01" * 32):
        for found in firmware.firmware_findings(model_id, version, mcu_hash, knowledge.load()):
            assert texts.finding_text(found).meaning


def test_an_unregistered_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        finding("genuine.certainly")


def test_ids_are_dotted_lower_case() -> None:
    assert [name for name in REGISTRY if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", name)] == []


findings = st.sampled_from(sorted(REGISTRY)).map(finding)
results = st.builds(
    CheckResult,
    id=st.sampled_from([check_id for check_id, _ in runner.CHECKS]),
    outcome=st.sampled_from(Outcome),
    findings=st.lists(findings, max_size=3).map(tuple),
)
passed = st.builds(CheckResult, id=st.sampled_from(["device", "origin"]), outcome=st.just(Outcome.PASSED))
runs = st.lists(passed | results, max_size=6).map(tuple)


def has_danger(checks: tuple[CheckResult, ...]) -> bool:
    return any(found.severity is Severity.DANGER for check in checks for found in check.findings)


@given(runs)
def test_a_danger_never_passes_and_a_failed_check_neither(checks: tuple[CheckResult, ...]) -> None:
    failed = any(check.outcome is Outcome.DID_NOT_PASS for check in checks)
    assert (verdict(checks) is Outcome.DID_NOT_PASS) == (failed or has_danger(checks))


@given(runs)
def test_passed_means_that_every_check_of_the_device_passed(checks: tuple[CheckResult, ...]) -> None:
    of_device = {check.outcome for check in checks if check.id not in ANSWERED_BY_PERSON}
    of_person = {check.outcome for check in checks if check.id in ANSWERED_BY_PERSON}
    good = of_device == {Outcome.PASSED} and not of_person & {Outcome.DID_NOT_PASS, Outcome.STOPPED}
    assert (verdict(checks) is Outcome.PASSED) == (good and not has_danger(checks))


@given(runs)
def test_a_stop_outranks_everything_but_a_failure(checks: tuple[CheckResult, ...]) -> None:
    stopped = (*checks, CheckResult("genuine", Outcome.STOPPED))
    failed = verdict(checks) is Outcome.DID_NOT_PASS
    assert verdict(stopped) is (Outcome.DID_NOT_PASS if failed else Outcome.STOPPED)


@given(runs, results)
def test_one_more_check_never_makes_a_failure_better(
    checks: tuple[CheckResult, ...], more: CheckResult
) -> None:
    if verdict(checks) is Outcome.DID_NOT_PASS:
        assert verdict((*checks, more)) is Outcome.DID_NOT_PASS


@given(st.permutations(range(4)), st.lists(results, min_size=4, max_size=4))
def test_the_order_of_checks_does_not_matter(order: list[int], checks: list[CheckResult]) -> None:
    assert verdict(tuple(checks[number] for number in order)) is verdict(tuple(checks))


@given(runs)
def test_a_verdict_is_never_not_checked_yet(checks: tuple[CheckResult, ...]) -> None:
    assert verdict(checks) is not Outcome.NOT_CHECKED_YET


def test_nothing_checked_is_no_pass() -> None:
    assert verdict(()) is Outcome.COULD_NOT_CHECK
    answers_only = (CheckResult("origin", Outcome.PASSED),)
    assert verdict(answers_only) is Outcome.COULD_NOT_CHECK


def test_unanswered_questions_and_cautions_do_not_change_a_pass() -> None:
    checks = (
        CheckResult("device", Outcome.PASSED, (Finding("x", Severity.CAUTION),)),
        CheckResult("origin", Outcome.NOT_CHECKED_YET),
    )
    assert verdict(checks) is Outcome.PASSED


def test_a_report_gives_findings_in_order_and_the_verdict() -> None:
    one, two = finding("device.locked"), finding("genuine.possession_invalid")
    checks = (CheckResult("device", Outcome.PASSED, (one,)), CheckResult("genuine", Outcome.PASSED, (two,)))
    report = Report("device", demo=False, subject={}, checks=checks, knowledge_date="2026-10-02")
    assert report.findings == (one, two)
    assert report.outcome is Outcome.DID_NOT_PASS


def test_not_knowing_outranks_a_tip() -> None:
    assert sorted(Severity) == [
        Severity.GOOD,
        Severity.TIP,
        Severity.UNKNOWN,
        Severity.CAUTION,
        Severity.DANGER,
    ]
