"""What no chip can tell: how the device came to its owner."""

from __future__ import annotations

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
    findings = tuple(_findings(answers)) or (finding("origin.clear"),)
    danger = any(found.severity is Severity.DANGER for found in findings)
    return CheckResult(ID, Outcome.DID_NOT_PASS if danger else Outcome.PASSED, findings)


def _findings(answers: dict[str, str]) -> list[Finding]:
    findings: list[Finding] = []
    match answers[SOURCE]:
        case "sealed-other":
            findings.append(finding("origin.other_seller"))
        case "opened":
            findings.append(finding("origin.opened"))
        case "second-hand":
            findings.append(finding("origin.second_hand"))
    if answers["origin.pin_preset"] == YES:
        findings.append(finding("origin.pin_preset"))
    if answers["origin.phrase_prefilled"] == YES:
        findings.append(finding("origin.phrase_prefilled"))
    if answers["origin.sent_unasked"] == YES:
        findings.append(finding("origin.sent_unasked"))
    if answers["origin.asked_by_stranger"] == YES:
        findings.append(finding("origin.asked_by_stranger"))
    unsure = (question for question, answer in answers.items() if answer in (UNSURE, NOT_ASKED))
    return findings + [finding("origin.unsure", question=question) for question in unsure]
