"""The lines between the program and the process of the check."""

from __future__ import annotations

import json

import pytest

from walletsafe import texts
from walletsafe.errors import (
    ClosedEarly,
    HelperFailed,
    OpenFailed,
    RelayRefused,
    ServiceUnreachable,
    StatusError,
    WalletSafeError,
)
from walletsafe.findings import finding
from walletsafe.online import messages
from walletsafe.online.messages import Asking, Request, Verdict, parse_answer, parse_request

REQUEST = Request("1-2", 0x4000, 0x33000004, "2.8.0")


def test_what_a_process_says_is_cleaned() -> None:
    error = parse_answer(
        json.dumps(
            {
                "failed": "online.unreachable",
                "params": {"host": "evil\u202e" + "y" * 500, "secret": "x", "where": "y"},
            }
        ).encode()
    )
    assert isinstance(error, ServiceUnreachable)
    assert str(error.params["host"]).startswith("evil\\u{202E}y")
    assert set(error.params) == {"host"}
    assert len(str(error.params["host"])) <= 32


def test_requests_and_answers_survive_the_pipe() -> None:
    assert parse_request(REQUEST.line()) == REQUEST
    assert parse_answer(Asking(True).line()) == Asking(True)
    assert parse_answer(Verdict(False).line()) == Verdict(False)
    for error in (StatusError(0x5515), ClosedEarly(), RelayRefused(command="E0000000")):
        answer = parse_answer(messages.line_of_error(error))
        assert isinstance(answer, WalletSafeError)
        assert (type(answer), answer.params) == (type(error), error.params)


@pytest.mark.parametrize("kind", messages._PARAMS_OF, ids=lambda kind: kind.code)
def test_an_error_has_all_that_its_texts_need_or_is_a_broken_helper(kind: type[WalletSafeError]) -> None:
    needed = messages._PARAMS_OF[kind]
    error = parse_answer(messages.line_of_error(kind(**dict.fromkeys(needed, "any"))))
    assert isinstance(error, WalletSafeError)
    assert type(error) is kind
    assert set(error.params) == set(needed)
    assert texts.error_line(error)
    assert texts.finding_text(finding(error.code, **error.params)).title
    for missing in needed:
        params = {name: "any" for name in needed if name != missing}
        assert type(parse_answer(messages.line_of_error(kind(**params)))) is HelperFailed
        assert type(parse_answer(messages.line_of_error(kind(**params, **{missing: 1})))) is HelperFailed


def test_every_way_in_which_a_device_does_not_open_can_be_told() -> None:
    assert set(OpenFailed.__subclasses__()) <= set(messages._PARAMS_OF)


@pytest.mark.parametrize("line", [b"", b"\n", b"x", messages.ENDED, b"x" * messages.LINE_LIMIT])
def test_no_line_of_the_process_passes_for_the_end(line: bytes) -> None:
    framed = messages.frame(line)
    assert framed != messages.ENDED
    assert framed.endswith(b"\n")
    assert len(framed) <= messages.FRAME_LIMIT
    assert messages.unframe(framed) == line.removesuffix(b"\n") + b"\n"


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"\xff", b'{"place": 1, "product_id": 1, "target_id": 1, "firmware": ""}']
)
def test_requests_that_are_none(line: bytes) -> None:
    with pytest.raises(HelperFailed):
        parse_request(line)
