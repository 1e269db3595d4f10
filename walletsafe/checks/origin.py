"""What no chip can tell: how the device came to its owner."""

from __future__ import annotations

from collections.abc import Mapping

from walletsafe.checks.context import Context
from walletsafe.findings import CheckResult, Finding, Outcome, Severity, finding
from walletsafe.questions import GUIDED_NOW, NOT_ASKED, ORIGIN_QUESTIONS, SOURCE, UNSURE, YES

ID = "origin"


def check(context: Context) -> CheckResult:
    """Ask five of the six questions; the sixth opens the consent of the genuineness check."""
    answers = {
        question: context.ask(question, choices)
        for question, choices in ORIGIN_QUESTIONS.items()
        if question != GUIDED_NOW
    }
    if set(answers.values()) == {NOT_ASKED}:
        return CheckResult(ID, Outcome.NOT_CHECKED_YET, (finding("origin.not_asked"),))
    findings = _findings(answers) or (finding("origin.clear"),)
    danger = any(found.severity is Severity.DANGER for found in findings)
    return CheckResult(ID, Outcome.DID_NOT_PASS if danger else Outcome.PASSED, findings)


_FINDING_OF_ANSWER: Mapping[tuple[str, str], Finding] = {
    (SOURCE, "sealed-other"): finding("origin.other_seller"),
    (SOURCE, "opened"): finding("origin.opened"),
    (SOURCE, "second-hand"): finding("origin.second_hand"),
    ("origin.pin_preset", YES): finding("origin.pin_preset"),
    ("origin.phrase_prefilled", YES): finding("origin.phrase_prefilled"),
    ("origin.sent_unasked", YES): finding("origin.sent_unasked"),
    ("origin.asked_by_stranger", YES): finding("origin.asked_by_stranger"),
}


def _findings(answers: Mapping[str, str]) -> tuple[Finding, ...]:
    told = [_FINDING_OF_ANSWER[answer] for answer in answers.items() if answer in _FINDING_OF_ANSWER]
    unsure = [question for question, answer in answers.items() if answer in {UNSURE, NOT_ASKED}]
    return (*told, *(finding("origin.unsure", question=question) for question in unsure))
