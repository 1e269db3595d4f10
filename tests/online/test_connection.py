"""The line to the service, against a real TLS server: who may answer, how much, how long, how it fails."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable

import pytest

from tests.online.conftest import HOST, Play, World
from tests.online.conversation import ask, free_port
from tests.online.service import BINARY, CLOSE, Attestation, Line, genuine
from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    Cancelled,
    ClosedEarly,
    OnlineGarbage,
    RefusedByService,
    RelayRefused,
    ServiceUnreachable,
    TooSlow,
    UntrustedCertificate,
    WalletSafeError,
)
from walletsafe.online import connection
from walletsafe.virtual import scenario

NANO_X = 0x33000004


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "STEP_TIMEOUT", 0.6)


@pytest.mark.parametrize("certificates", [1, 2])
def test_a_nano_x_that_refuses_everybody_else_is_confirmed_by_its_vendor(
    world: World, play: Play, certificates: int
) -> None:
    server = play(genuine(certificates))
    assert ask(world, server.port) is True
    assert server.told == [b"GET /update/genuine?targetId=855638020&perso=perso_11 HTTP/1.1"]


def test_what_is_sent_first_names_nothing_but_the_request(world: World, play: Play) -> None:
    server = play(genuine())
    ask(world, server.port)
    (line,) = server.lines
    names = {header.split(b":")[0].lower() for header in line.request.split(b"\r\n")[1:] if header}
    assert names == {
        b"host",
        b"upgrade",
        b"connection",
        b"sec-websocket-key",
        b"sec-websocket-version",
    }


@pytest.mark.parametrize("name", ["counterfeit-self-signed", "counterfeit-replayed"])
def test_counterfeits_get_no_yes(world: World, play: Play, name: str) -> None:
    target = f"{scenario.load(name).firmware.target_id:08x}"
    server = play(genuine(target=target))
    with pytest.raises(RefusedByService):
        ask(world, server.port, name)


def test_a_service_that_goes_on_inside_the_channel_is_stopped_there(world: World, play: Play) -> None:
    def beyond(line: Line) -> None:
        line.shake_hands()
        Attestation(line, "33000004").run()
        line.exchange("e00000001e" + "00" * 30)

    with pytest.raises(RelayRefused) as refused:
        ask(world, play(beyond).port)
    assert refused.value.params == {"command": "E0000000"}


def after_hello(act: Callable[[Line], None]) -> Callable[[Line], None]:
    def script(line: Line) -> None:
        line.shake_hands()
        act(line)

    return script


def close_politely(line: Line) -> None:
    line.send_frame(b"\x03\xe8", CLOSE)
    line.read(1)


def trickle(line: Line) -> None:
    line.connection.sendall(b"\x81\x7d")
    while True:
        line.connection.sendall(b" ")
        time.sleep(0.05)


def ten_megabytes(line: Line) -> None:
    line.send_frame(b'{"query": "warning", "data": "' + b"a" * 10_000_000 + b'"}')


def promise_much(line: Line) -> None:
    line.connection.sendall(b"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff")
    line.connection.sendall(b"a" * 200_000)


def endless_pings(line: Line) -> None:
    while True:
        line.send_frame(b"x" * 100, 9)


def endless_pieces(line: Line) -> None:
    line.connection.sendall(b"\x01\x64" + b"a" * 100)
    while True:
        line.connection.sendall(b"\x00\x64" + b"a" * 100)


HUNG_UP: dict[str, Callable[[Line], None]] = {
    "at once": lambda line: None,
    "politely": close_politely,
    "in the middle of a message": lambda line: line.connection.sendall(b"\x81"),
}
GARBAGE: dict[str, Callable[[Line], None]] = {
    "bytes in place of text": lambda line: line.send_frame(b'{"query": "success"}', BINARY),
    "not UTF-8": lambda line: line.send_frame(b"\xff\xfe\xfd"),
    "reserved bits": lambda line: line.connection.sendall(b"\xf7\x05hello"),
    "a piece of nothing": lambda line: line.connection.sendall(b"\x00\x05hello"),
    "ten megabytes": ten_megabytes,
    "more promised than there is memory": promise_much,
    "endless pings": endless_pings,
    "endless pieces": endless_pieces,
}


@pytest.mark.parametrize("act", HUNG_UP.values(), ids=HUNG_UP)
def test_a_service_that_hangs_up(world: World, play: Play, act: Callable[[Line], None]) -> None:
    with pytest.raises(ClosedEarly):
        ask(world, play(after_hello(act)).port)


@pytest.mark.parametrize("act", GARBAGE.values(), ids=GARBAGE)
def test_a_service_that_says_what_it_should_not(
    world: World, play: Play, act: Callable[[Line], None]
) -> None:
    with pytest.raises(OnlineGarbage):
        ask(world, play(after_hello(act)).port)


@pytest.mark.parametrize(
    "act", [lambda line: line.read(10_000), trickle], ids=["silent", "a byte now and then"]
)
@pytest.mark.usefixtures("impatient")
def test_a_service_that_is_slow(world: World, play: Play, act: Callable[[Line], None]) -> None:
    with pytest.raises(TooSlow):
        ask(world, play(after_hello(act)).port)


@pytest.mark.usefixtures("impatient")
def test_a_service_that_never_greets(world: World, play: Play) -> None:
    with pytest.raises(TooSlow):
        ask(world, play(lambda line: line.read(10_000)).port)


def greet_without_end(line: Line) -> None:
    line.hear_request()
    line.connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\n")
    while True:
        line.connection.sendall(b"X-More: yes, there is more\r\n")


@pytest.mark.parametrize(
    ("greeting", "ending"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", OnlineGarbage),
        (b"\xff\xff\r\n\r\n", OnlineGarbage),
        (b"HTTP/1.1 101 Go\r\n\r\n", OnlineGarbage),
        (b"HTTP/1.1 503 Busy\r\n\r\n", ClosedEarly),
    ],
)
def test_greetings_that_are_none(
    world: World, play: Play, greeting: bytes, ending: type[WalletSafeError]
) -> None:
    def greet(line: Line) -> None:
        line.hear_request()
        line.connection.sendall(greeting)

    with pytest.raises(ending):
        ask(world, play(greet).port)


def test_a_greeting_without_end(world: World, play: Play) -> None:
    with pytest.raises(OnlineGarbage):
        ask(world, play(greet_without_end).port)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(world: World, play: Play, status: int) -> None:
    other = play(genuine())
    location = f"Location: wss://{HOST}:{other.port}/update/genuine\r\n".encode()
    server = play(lambda line: line.shake_hands(b"%d Elsewhere" % status, location))
    with pytest.raises(OnlineGarbage):
        ask(world, server.port)
    assert other.met == 0


def test_certificates_that_prove_nothing(world: World, play: Play) -> None:
    for identity in (
        world.stranger.identity(HOST),
        world.authority.identity("other.test"),
        world.authority.identity(HOST, expired=True),
    ):
        server = play(genuine(), identity)
        with pytest.raises(UntrustedCertificate) as refused:
            ask(world, server.port)
        assert refused.value.params == {"host": HOST}
        assert server.lines == []


def test_the_systems_own_trust_does_not_know_the_test_authority(world: World, play: Play) -> None:
    with pytest.raises(UntrustedCertificate):
        ask(world, play(genuine()).port, trust=connection.system_trust())
    assert connection.system_trust().verify_mode is ssl.CERT_REQUIRED
    assert connection.system_trust().check_hostname


def test_a_login_page_in_place_of_the_service(world: World, play: Play) -> None:
    def log_in(line: Line) -> None:
        line.connection.recv(4096)
        line.connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nLog in")

    server = play(log_in, None)
    with pytest.raises(ServiceUnreachable):
        ask(world, server.port)


def test_nobody_there(world: World) -> None:
    with pytest.raises(ServiceUnreachable) as failed:
        ask(world, free_port())
    assert failed.value.params == {"host": HOST}


def test_a_host_without_an_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> socket.socket:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "create_connection", unknown)
    with pytest.raises(ServiceUnreachable):
        ask(world, 1)


@pytest.mark.parametrize("moment", ["greeting", "message"])
def test_a_cancel_in_the_middle(world: World, play: Play, moment: str) -> None:
    cancel, reached = CancelToken(), threading.Event()

    def wait(line: Line) -> None:
        if moment == "message":
            line.shake_hands()
        reached.set()
        line.read(10_000)

    def stop() -> None:
        reached.wait(10)
        cancel.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        ask(world, play(wait).port, cancel=cancel)
    stopper.join()
