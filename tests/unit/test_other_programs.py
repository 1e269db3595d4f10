"""Another program on the same device is named, whatever becomes of the check."""

from __future__ import annotations

import pytest

from tests.helpers.people import Pretender, check, ids, virtual
from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.errors import InUse, NoPermission, OffersDisk, OpenFailed, TransportError
from walletsafe.findings import Finding, Outcome, finding
from walletsafe.transport import PeerKind, Transport

WORDS = "abandon ability able about above absent absorb abstract absurd abuse access"


class Shared(Pretender):
    """A device on USB that another program holds; ``failure`` is why it does not open."""

    def __init__(self, name: str, failure: TransportError | None = None) -> None:
        super().__init__(virtual(name), PeerKind.USB)
        self.holders: tuple[str, ...] = ("ledger-live-des", "firefox")
        self.other_programs = lambda: self.holders
        self._failure = failure

    def open(self, *, cancel: CancelToken) -> Transport:
        if self._failure is not None:
            raise self._failure
        return super().open(cancel=cancel)


def told(peer: Shared) -> list[Finding]:
    return [found for found in check(peer).findings if found.id == "device.also_open"]


@pytest.mark.parametrize("name", ["genuine-nano-s", "locked", "app-open", "garbage", "unplugged", "nano-x"])
def test_whatever_the_device_does(name: str) -> None:
    (found,) = told(Shared(name))
    assert found.params == {"program": "ledger-live-des, firefox"}


def test_it_changes_no_outcome() -> None:
    for name in ("genuine-nano-s", "locked"):
        alone = check(Pretender(virtual(name), PeerKind.USB))
        shared = check(Shared(name))
        assert ids(shared) == ids(alone) | {"device.also_open"}
        assert shared.outcome is alone.outcome


@pytest.mark.parametrize("failure", [OpenFailed(where="x"), NoPermission(where="x")])
def test_also_when_it_does_not_open(failure: OpenFailed) -> None:
    report = check(Shared("genuine-nano-s", failure))
    assert ids(report) == {"device.also_open", failure.code}
    assert report.outcome is Outcome.COULD_NOT_CHECK


def test_a_device_that_offers_a_disk_does_not_pass() -> None:
    report = check(Shared("genuine-nano-s", OffersDisk(where="1-1")))
    assert ids(report) == {"device.also_open", "device.offers_disk"}
    assert report.outcome is Outcome.DID_NOT_PASS
    assert report.checks[0].outcome is Outcome.DID_NOT_PASS


def test_a_program_that_keeps_the_device_to_itself_is_named_once() -> None:
    report = check(Shared("genuine-nano-s", InUse(where="x", program="ledger-live-des")))
    assert ids(report) == {"transport.in_use"}


def test_many_programs_cannot_have_the_report_refused() -> None:
    peer = Shared("genuine-nano-s")
    peer.holders = tuple(WORDS.split())
    (found,) = told(peer)
    assert found.params == {"program": "abandon, ability, able and others"}


def test_a_name_stands_in_quotes_below_the_title() -> None:
    for name in ("device.also_open", "transport.in_use", "doctor.in_use"):
        words = texts.finding_text(finding(name, program="call 0800 123456"))
        assert "0800" not in words.title
        assert "itself" in words.meaning
        assert '"call 0800 123456"' in words.meaning


def test_alone_on_the_device_nothing_is_said() -> None:
    assert "device.also_open" not in ids(check(Pretender(virtual("genuine-nano-s"), PeerKind.USB)))
