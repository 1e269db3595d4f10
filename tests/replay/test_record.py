"""What is recorded, what never reaches the disk, and that a record plays back as it was."""

from __future__ import annotations

import itertools
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe import texts
from walletsafe.cancel import CancelToken
from walletsafe.errors import (
    BrokenFile,
    Cancelled,
    DeviceSilent,
    DeviceUnplugged,
    GarbledAnswer,
    InUse,
    NoDevice,
    NoPermission,
    OpenFailed,
    PeerClosed,
    RecordEnded,
    RecordRedacted,
    TransportError,
)
from walletsafe.transport import Peer, PeerKind, Transport, replay
from walletsafe.transport.record import RecordingPeer, is_private

RECORDS = Path(__file__).parents[1] / "records"
APP = bytes.fromhex("B001000000")
VERSION = bytes.fromhex("E001000000")
TARGET = bytes.fromhex("E00400000431100004")
NONCE = bytes.fromhex("E050000008") + b"HOSTNONC"
PROMPT = bytes.fromhex("E051000008") + b"HOST-KEY"
CERTIFICATE = bytes.fromhex("E052000000")
WRAPPED = bytes.fromhex("E000000010") + b"WRAPPED-COMMAND."
PLAIN_APPS = bytes.fromhex("E0DE000000")
SECRET_ENTROPY = b"HOST-ENTROPY-32-BYTES-LONG-ABCDE"

Reply = bytes | TransportError | Cancelled
CONVERSATION: list[tuple[bytes, Reply]] = [
    (APP, b"BOLOS\x90\x00"),
    (VERSION, b"1.5.5\x90\x00"),
    (TARGET, b"\x90\x00"),
    (NONCE, b"SERIAL+DEVNONCE\x90\x00"),
    (PROMPT, b"\x90\x00"),
    (CERTIFICATE, b"DEVICE-PUBLIC-KEY\x90\x00"),
    (WRAPPED, b"WRAPPED-ANSWER\x90\x00"),
    (PLAIN_APPS, b"BITCOIN-APP\x90\x00"),
]
SECRETS = [
    b"HOSTNONC",
    b"HOST-KEY",
    b"WRAPPED-COMMAND.",
    SECRET_ENTROPY,
    b"SERIAL+DEVNONCE",
    b"DEVICE-PUBLIC-KEY",
    b"WRAPPED-ANSWER",
    b"BITCOIN-APP",
]


class FakePeer:
    """A device that says what it is told to; a transport and a peer at once."""

    def __init__(self, *replies: Reply) -> None:
        self.kind = PeerKind.USB
        self.id = "nano-s-1"
        self.product_id: int | None = 0x1011
        self.reopening: int | TransportError | Cancelled | None = 0x1011
        self.opening: TransportError | None = None
        self.closed = False
        self._replies = iter(replies)

    def open(self, *, cancel: CancelToken) -> Transport:
        if self.opening is not None:
            raise self.opening
        return self

    def reopen(self, *, timeout: float, cancel: CancelToken) -> Transport:
        if isinstance(self.reopening, Exception):
            raise self.reopening
        self.product_id = self.reopening
        return self

    def entropy(self, size: int) -> bytes:
        return SECRET_ENTROPY[:size]

    def other_programs(self) -> tuple[str, ...]:
        return ("ledger-live-des",)

    def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
        reply = next(self._replies)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def close(self) -> None:
        self.closed = True


def say(transport: Transport, command: bytes) -> bytes:
    return transport.exchange(command, timeout=1, cancel=CancelToken())


def converse(peer: Peer, commands: list[bytes]) -> list[bytes]:
    transport = peer.open(cancel=CancelToken())
    answers = [say(transport, command) for command in commands]
    transport.close()
    return answers


def record(path: Path, conversation: list[tuple[bytes, Reply]]) -> None:
    peer = RecordingPeer(FakePeer(*(reply for _, reply in conversation)), path)
    transport = peer.open(cancel=CancelToken())
    peer.entropy(32)
    for command, _ in conversation:
        with suppress(TransportError, Cancelled):
            say(transport, command)


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("a.private.txt", True),
        ("a.private", True),
        ("A.PRIVATE.TXT", True),
        ("a.txt", False),
        ("private.txt", False),
        ("private", False),
        ("aprivate", False),
        ("a.private-not.txt", False),
    ],
)
def test_the_name_of_a_file_says_whether_it_is_private(name: str, private: bool) -> None:
    assert is_private(Path("x.private.d") / name) is private


def test_a_recorded_peer_is_the_peer(tmp_path: Path) -> None:
    peer = RecordingPeer(FakePeer(), tmp_path / "a.txt")
    assert (peer.kind, peer.id, peer.product_id) == (PeerKind.USB, "nano-s-1", 0x1011)
    assert not (tmp_path / "a.txt").exists()


def test_a_full_record_plays_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "check.private.txt"
    record(path, CONVERSATION)
    peer = replay.load(path)
    assert (peer.kind, peer.id, peer.product_id) == (PeerKind.REPLAY, "replay", 0x1011)
    commands = [command for command, _ in CONVERSATION]
    for _ in range(2):  # opening starts the record again
        assert converse(peer, commands) == [reply for _, reply in CONVERSATION]
        assert peer.entropy(32) == SECRET_ENTROPY


def test_a_full_record_is_readable_text_that_says_it_is_private(tmp_path: Path) -> None:
    path = tmp_path / "check.private.txt"
    record(path, CONVERSATION[:2])
    assert path.read_text() == (
        "walletsafe-record 1\n"
        "PRIVATE: holds the public key of one device. Do not publish.\n"
        "peer usb\n"
        "product-id 1011\n"
        f"entropy {SECRET_ENTROPY.hex().upper()}\n"
        "=> B001000000\n"
        "<= 424F4C4F539000\n"
        "=> E001000000\n"
        "<= 312E352E359000\n"
    )


def test_nothing_identifying_reaches_a_redacted_record(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    record(path, CONVERSATION)
    text = path.read_text()
    assert text == (
        "walletsafe-record 1\n"
        "REDACTED: keys, proofs and random numbers were left out.\n"
        "peer usb\n"
        "product-id 1011\n"
        "entropy redacted\n"
        "=> B001000000\n"
        "<= 424F4C4F539000\n"
        "=> E001000000\n"
        "<= 312E352E359000\n"
        "=> E00400000431100004\n"
        "<= 9000\n"
        "=> E0500000 redacted\n"
        "<= redacted\n"
        "=> E0510000 redacted\n"
        "<= 9000\n"
        "=> E0520000 redacted\n"
        "<= redacted\n"
        "=> E0000000 redacted\n"
        "<= redacted\n"
        "=> E0DE0000 redacted\n"
        "<= redacted\n"
    )
    for secret in SECRETS:
        assert secret.hex().upper() not in text


commands = st.binary(min_size=5, max_size=40).filter(
    lambda command: command[:2].hex() not in {"b001", "b0a7", "e001", "e004"}
)


@given(commands, st.binary(min_size=3, max_size=300), st.binary(min_size=16, max_size=32))
def test_no_other_command_or_answer_is_kept(
    tmp_path_factory: pytest.TempPathFactory, command: bytes, answer: bytes, entropy: bytes
) -> None:
    def recorded(command: bytes, answer: bytes) -> str:
        path = tmp_path_factory.mktemp("record") / "check.txt"
        record(path, [(command, answer)])
        return path.read_text()

    assert recorded(command, answer) == recorded(command[:4] + entropy, bytes(3))


def test_a_redacted_record_plays_until_the_first_proof(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    record(path, CONVERSATION)
    peer = replay.load(path)
    transport = peer.open(cancel=CancelToken())
    assert [say(transport, command) for command in (APP, VERSION, TARGET)] == [
        reply for _, reply in CONVERSATION[:3]
    ]
    # Our own random bytes were left out: fresh ones do, since nothing can be verified anyway.
    assert len({peer.entropy(32) for _ in range(3)}) == 3
    with pytest.raises(RecordRedacted):
        say(transport, NONCE[:5] + b"OTHERNON")


def test_a_refusal_is_kept_in_a_redacted_record(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    record(path, [(NONCE, b"\x55\x15")])
    assert converse(replay.load(path), [NONCE]) == [b"\x55\x15"]


@pytest.mark.parametrize("name", ["check.txt", "check.private.txt"])
@pytest.mark.parametrize(
    ("error", "params"),
    [
        (DeviceSilent(), {}),
        (DeviceUnplugged(), {}),
        (GarbledAnswer(problem="wrong-tag"), {"problem": "wrong-tag"}),
        (PeerClosed(address="127.0.0.1:9999"), {"address": "record"}),
        (Cancelled(), {}),
    ],
)
def test_errors_are_recorded_and_raised_again(
    tmp_path: Path, name: str, error: TransportError | Cancelled, params: dict[str, str]
) -> None:
    path = tmp_path / name
    record(path, [(APP, b"\x90\x00"), (VERSION, error)])
    transport = replay.load(path).open(cancel=CancelToken())
    say(transport, APP)
    with pytest.raises(type(error)) as raised:
        say(transport, VERSION)
    assert params.items() <= raised.value.params.items()
    assert "9999" not in path.read_text()


@pytest.mark.parametrize("error", [NoPermission(where="/dev/hidraw3"), InUse(where="x", program="firefox")])
def test_why_a_device_did_not_come_back_is_played_without_the_names_of_this_computer(
    tmp_path: Path, error: TransportError
) -> None:
    path = tmp_path / "check.txt"
    fake = FakePeer()
    fake.reopening = error
    peer = RecordingPeer(fake, path)
    peer.open(cancel=CancelToken())
    with pytest.raises(type(error)):
        peer.reopen(timeout=1, cancel=CancelToken())
    assert not {"firefox", "hidraw3"} & set(re.findall(r"\w+", path.read_text()))
    played = replay.load(path)
    played.open(cancel=CancelToken())
    with pytest.raises(type(error)) as raised:
        played.reopen(timeout=1, cancel=CancelToken())
    assert raised.value.params["where"] == "record"
    assert texts.error_line(raised.value)


def test_other_programs_are_told_while_recording_and_are_not_in_the_record(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    peer = RecordingPeer(FakePeer(), path)
    peer.open(cancel=CancelToken())
    assert peer.other_programs() == ("ledger-live-des",)
    assert "ledger-live" not in path.read_text()
    assert replay.load(path).other_programs() == ()


def test_a_return_under_another_product_id_is_played_back(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    fake = FakePeer(b"app\x90\x00", b"BOLOS\x90\x00")
    fake.product_id = 0x1015
    peer = RecordingPeer(fake, path)
    say(peer.open(cancel=CancelToken()), APP)
    say(peer.reopen(timeout=1, cancel=CancelToken()), APP)
    fake.reopening = DeviceUnplugged()
    with pytest.raises(DeviceUnplugged):
        peer.reopen(timeout=1, cancel=CancelToken())

    played = replay.load(path)
    assert say(played.open(cancel=CancelToken()), APP) == b"app\x90\x00"
    assert played.product_id == 0x1015
    transport = played.reopen(timeout=1, cancel=CancelToken())
    assert played.product_id == 0x1011
    assert say(transport, APP) == b"BOLOS\x90\x00"
    with pytest.raises(DeviceUnplugged):
        played.reopen(timeout=1, cancel=CancelToken())
    with pytest.raises(RecordEnded):
        played.reopen(timeout=1, cancel=CancelToken())


def test_a_peer_without_usb_is_played_back_without(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    fake = FakePeer()
    fake.product_id = None
    fake.kind = PeerKind.TCP
    RecordingPeer(fake, path).open(cancel=CancelToken())
    assert replay.load(path).product_id is None


def test_another_command_than_the_recorded_one_ends_the_record(tmp_path: Path) -> None:
    path = tmp_path / "check.private.txt"
    record(path, CONVERSATION)
    peer = replay.load(path)
    transport = peer.open(cancel=CancelToken())
    with pytest.raises(RecordEnded):
        say(transport, VERSION)
    with pytest.raises(RecordEnded):
        peer.reopen(timeout=1, cancel=CancelToken())
    with pytest.raises(RecordEnded):
        peer.entropy(31)
    for command in (command for command, _ in CONVERSATION[:3]):
        say(transport, command)
    with pytest.raises(RecordEnded):
        say(transport, NONCE[:-1] + b"!")


def test_the_end_of_a_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "check.private.txt"
    record(path, CONVERSATION[:1])
    peer = replay.load(path)
    transport = peer.open(cancel=CancelToken())
    say(transport, APP)
    with pytest.raises(RecordEnded):
        say(transport, VERSION)
    peer.entropy(32)
    with pytest.raises(RecordEnded):
        peer.entropy(32)


def test_a_replay_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    record(path, CONVERSATION[:1])
    peer = replay.load(path)
    transport = peer.open(cancel=CancelToken())
    cancel = CancelToken()
    cancel.cancel()
    attempts: list[Callable[[], object]] = [
        lambda: peer.open(cancel=cancel),
        lambda: peer.reopen(timeout=1, cancel=cancel),
        lambda: transport.exchange(APP, timeout=1, cancel=cancel),
    ]
    for attempt in attempts:
        with pytest.raises(Cancelled):
            attempt()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "check.private.txt"
    record(path, CONVERSATION[:1])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_existing_file_is_left_alone_and_the_device_too(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    path.write_text("precious")
    fake = FakePeer()
    fake.opening = NoDevice()
    with pytest.raises(BrokenFile) as raised:
        RecordingPeer(fake, path).open(cancel=CancelToken())
    assert raised.value.params == {"file": "check.txt", "line": 0, "problem": "exists"}
    assert path.read_text() == "precious"


def test_a_file_that_appears_while_the_device_opens_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"

    class Slow(FakePeer):
        def open(self, *, cancel: CancelToken) -> Transport:
            path.write_text("precious")
            return self

    slow = Slow()
    with pytest.raises(BrokenFile, match="exists"):
        RecordingPeer(slow, path).open(cancel=CancelToken())
    assert path.read_text() == "precious"
    assert slow.closed


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BrokenFile, match="exists"):
        RecordingPeer(FakePeer(), path).open(cancel=CancelToken())
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_cannot_be_made_closes_the_device(tmp_path: Path) -> None:
    fake = FakePeer()
    folder = tmp_path / "folder"
    folder.mkdir()
    recording = RecordingPeer(fake, folder / "check.txt")
    folder.rmdir()
    with pytest.raises(BrokenFile, match="not-writable"):
        recording.open(cancel=CancelToken())
    assert fake.closed


def test_a_folder_that_is_not_there_is_refused_before_the_device_is_opened(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="not-writable"):
        RecordingPeer(FakePeer(), tmp_path / "no-such-folder" / "check.txt")


def test_no_file_where_the_device_does_not_open(tmp_path: Path) -> None:
    fake = FakePeer()
    fake.opening = OpenFailed(where="/dev/hidraw0")
    with pytest.raises(OpenFailed):
        RecordingPeer(fake, tmp_path / "check.txt").open(cancel=CancelToken())
    assert list(tmp_path.iterdir()) == []


def test_every_line_is_on_the_disk_before_the_device_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "check.txt"
    seen: list[str] = []

    class Watching(FakePeer):
        def exchange(self, command: bytes, *, timeout: float, cancel: CancelToken) -> bytes:
            seen.append(path.read_text().splitlines()[-1])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        converse(RecordingPeer(Watching(), path), [APP])
    assert seen == ["=> B001000000"]
    # A crash at this very point leaves a record that can be read.
    with pytest.raises(RecordEnded):
        converse(replay.load(path), [APP])


HEAD = "walletsafe-record 1\nPRIVATE: x\npeer usb\nproduct-id 1011\n"
REDACTED_HEAD = HEAD.replace("PRIVATE", "REDACTED")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "not-a-record"),
        ("\x7fELF", 1, "not-a-record"),
        ("walletsafe-record\n", 1, "not-a-record"),
        ("walletsafe-record 2\n", 1, "unknown-version"),
        ("walletsafe-record 1\n", 2, "bad-header"),
        ("walletsafe-record 1\nPUBLIC: x\n", 2, "bad-header"),
        ("walletsafe-record 1\nPRIVATE: x\n", 2, "bad-header"),
        ("walletsafe-record 1\nPRIVATE: x\nproduct-id 1011\n", 3, "bad-header"),
        ("walletsafe-record 1\nPRIVATE: x\npeer toaster\n", 3, "bad-value"),
        ("walletsafe-record 1\nPRIVATE: x\npeer usb\nproduct-id 101\n", 4, "bad-hex"),
        ("walletsafe-record 1\nPRIVATE: x\npeer usb\nproduct-id 101112\n", 4, "bad-value"),
        (HEAD + "hello\n", 5, "unknown-line"),
        (HEAD + "=>B001000000\n", 5, "unknown-line"),
        (HEAD + "=> B0 01 00 00 00\n", 5, "unknown-line"),
        (HEAD + "# a comment\n\n=> B00\n", 7, "bad-hex"),
        (HEAD + "=>\n", 5, "bad-hex"),
        (HEAD + "=> GG\n", 5, "bad-hex"),
        (HEAD + "=> " + "00" * 4097 + "\n", 5, "bad-hex"),
        (HEAD + "=> B001000000 redacted\n", 5, "bad-value"),
        (HEAD + "=> B0010000 hidden\n", 5, "bad-value"),
        (HEAD + "<= 9000\n", 5, "out-of-order"),
        (HEAD + "error device.silent\n", 5, "out-of-order"),
        (HEAD + "product-id 1011\n", 5, "out-of-order"),
        (HEAD + "=> B001000000\n=> B001000000\n", 6, "out-of-order"),
        (HEAD + "=> B001000000\n<= 90\n", 6, "bad-value"),
        (HEAD + "=> B001000000\nerror device.melted\n", 6, "bad-value"),
        (HEAD + "=> B001000000\nerror transport.garbage {x}\n", 6, "bad-value"),
        (HEAD + "reopen\n<= 9000\n", 6, "out-of-order"),
        (HEAD + "entropy redacted\n", 5, "bad-value"),
        (REDACTED_HEAD + "entropy 00\n", 5, "bad-value"),
    ],
)
def test_a_broken_record_is_named_by_line_and_problem(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(text)
    with pytest.raises(BrokenFile) as raised:
        replay.load(path)
    assert raised.value.params == {"file": "broken.txt", "line": line, "problem": problem}


def test_a_file_that_is_no_text_or_too_large_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    with pytest.raises(BrokenFile, match="not-there"):
        replay.load(path)
    with pytest.raises(BrokenFile, match="folder"):
        replay.load(tmp_path)
    path.write_bytes(HEAD.encode() + b"# \xc3\xa9\n")
    with pytest.raises(BrokenFile, match="not-text"):
        replay.load(path)
    path.write_bytes(HEAD.encode() + b"#" * replay.SIZE_LIMIT)
    with pytest.raises(BrokenFile, match="too-large"):
        replay.load(path)


pieces = st.sampled_from([
    "=>", "<=", "reopen", "entropy", "error", "product-id", "peer", "redacted", "-", "9000", "B001000000",
    "1011", "device.silent", "transport.garbage", "check.stopped", "wrong-tag", "\n", "\n", "#", "\x0b",
])  # fmt: skip


@given(st.lists(pieces | st.text(max_size=3), max_size=30))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "record.txt"
    path.write_bytes((HEAD + " ".join(words).replace(" \n ", "\n")).encode("utf-8", "surrogatepass"))
    with suppress(BrokenFile):
        peer = replay.load(path)
        transport = peer.open(cancel=CancelToken())
        for step in itertools.islice(peer._script.steps, 5):
            with suppress(TransportError, Cancelled):
                say(transport, getattr(step, "command", APP))


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    path.write_bytes((HEAD + "=> B001000000\n<= 9000\n").replace("\n", "\r\n").encode())
    assert converse(replay.load(path), [APP]) == [b"\x90\x00"]


def test_the_sample_made_by_hand_plays() -> None:
    peer = replay.load(RECORDS / "nano-x-version.redacted.txt")
    transport = peer.open(cancel=CancelToken())
    assert peer.product_id == 0x4011
    assert say(transport, APP).startswith(b"\x01\x05BOLOS")
    assert say(transport, VERSION).startswith(bytes.fromhex("33000004"))
    say(transport, bytes.fromhex("E00400000433000004"))
    with pytest.raises(RecordRedacted):
        say(transport, NONCE)
