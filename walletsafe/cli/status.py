"""Exit statuses: a stable contract with scripts."""

from __future__ import annotations

from walletsafe.findings import Outcome

PASSED = 0
DID_NOT_PASS = 1
WRONG_USAGE = 2
COULD_NOT_CHECK = 3
STOPPED = 4
OWN_FAULT = 70

OF_OUTCOME = {
    Outcome.PASSED: PASSED,
    Outcome.DID_NOT_PASS: DID_NOT_PASS,
    Outcome.COULD_NOT_CHECK: COULD_NOT_CHECK,
    Outcome.NOT_CHECKED_YET: COULD_NOT_CHECK,
    Outcome.STOPPED: STOPPED,
}
