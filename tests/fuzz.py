"""Mutated answers through everything that parses foreign bytes: ``make fuzz``.

Bounded by a count. Only errors of our own may come out, and each input must be dealt with at once.
A failure prints the input in hex and the seed that repeats the run.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.helpers import containers, mails
from tests.unit.test_apps import entry, old_entry
from tests.unit.test_certificates import DEVICE_KEY, HEADER, SIGNATURE, vendor_key
from tests.unit.test_version import REAL_ANSWERS
from walletsafe.device.apps import parse_app_page
from walletsafe.device.certificates import parse_certificate, verify_attestation
from walletsafe.device.version import parse_version
from walletsafe.errors import BrokenFile, WalletSafeError
from walletsafe.message import mail
from walletsafe.transport.framing import PACKET_SIZE, MessageAssembler, split_message

CHANNEL = 0x1234
SLOWEST = 1.0
"""Seconds one input may take before it counts as a hang: thousands of times the usual."""


@dataclass(frozen=True)
class Target:
    """A parser and well-formed inputs to start from."""

    name: str
    seeds: Sequence[bytes]
    feed: Callable[[bytes], None]
    tokens: Sequence[bytes] = ()
    """What means something to the parser: put in here and there."""


def _feed_framing(data: bytes) -> None:
    assembler = MessageAssembler(CHANNEL)
    for at in range(0, len(data), PACKET_SIZE):
        assembler.feed(data[at : at + PACKET_SIZE])


def _feed_certificates(data: bytes) -> None:
    certificate = parse_certificate(data)
    issuer = vendor_key()
    attestation = verify_attestation(
        certificate, certificate, host_nonce=bytes(8), device_nonce=bytes(8), issuers=(issuer,)
    )
    real = (certificate.header, certificate.public_key, certificate.signature) == (
        HEADER,
        DEVICE_KEY,
        SIGNATURE,
    )
    if attestation.possession or (attestation.issuer is not None and not real):
        raise AssertionError("a mutated certificate verified")


def _feed_documents(data: bytes) -> None:
    seen = containers.opened(data)
    if seen.lost:
        raise BrokenFile(file="", line=0, problem=seen.reasons[0])


def _lv(value: bytes) -> bytes:
    return bytes((len(value),)) + value


VERSIONS = [bytes.fromhex(answer)[:-2] for answer in REAL_ANSWERS.values()]

TARGETS = (
    Target(
        "framing",
        [b"".join(split_message(CHANNEL, bytes(range(250)))), b"".join(split_message(CHANNEL, b"ab"))],
        _feed_framing,
    ),
    Target("version", VERSIONS, lambda data: void(parse_version(data))),
    Target("certificates", [_lv(HEADER) + _lv(DEVICE_KEY) + _lv(SIGNATURE)], _feed_certificates),
    Target(
        "app list",
        [b"\x01" + entry(b"Bitcoin", 4) + entry(b"Ethereum", 4), old_entry(b"Monero", 0x44)],
        lambda data: void(parse_app_page(data)),
    ),
    Target(
        "mail",
        [*mails.WELL_FORMED, mails.nested(13)],
        lambda data: void(mail.parse_all(data)),
        [
            *(
                b"\n",
                b"\r\n\r\n",
                b"--edge\n",
                b"--inner--\n",
                b"Content-Type: ",
                b"multipart/mixed; boundary=edge\n",
            ),
            *(
                b"Content-Transfer-Encoding: ",
                b"base64\n",
                b"quoted-printable\n",
                b"text/html; charset=utf-16\n",
            ),
            *(
                b"=?utf-8?B?",
                b"=?x?q?",
                b"?=",
                b"=",
                b";",
                b'"',
                b"<",
                b">",
                b"<!--",
                b"-->",
                b"<![",
                b"<?",
                b"</",
            ),
            *(
                b'<a href="http://[',
                b"<style>",
                b"<p hidden>",
                b" style='font-size:1e9px;color:rgb(' ",
                b"&#x110000;",
            ),
            *(
                b"filename*1*=utf-8''%ff",
                b"name*x=",
                b"\xff\xfe",
                b"(",
                b",",
                b"From ",
                b"<base href=http://[>",
            ),
            *(
                b"message/rfc822\n\n",
                b"x-uuencode",
                b"text/calendar\n\n",
                b"boundary=",
                b"Sender: a@b\n",
                b"<!--[if mso]>",
                b"i{display:none}",
                b"@media{.x{",
                b"<p style='left:11111111111z'>",
                b"<meta http-equiv=refresh content='    ",
                b"rgba(,0,0",
                b"/*",
            ),
        ],
    ),
    Target("documents", containers.well_formed(), _feed_documents, containers.TOKENS),
)


def void(value: object) -> None:
    """Drop a result."""
    del value


def mutated(seed: bytes, chance: random.Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Return ``seed`` with one to six changes of several kinds."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(9 if tokens else 6):
            case 0 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 1 if at < len(data):
                data[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
            case 2:
                del data[at:]
            case 3:
                data[at:at] = chance.randbytes(chance.randint(1, 70))
            case 4:
                del data[at : at + chance.randint(1, 40)]
            case 6 | 7 | 8:
                data[at:at] = chance.choice(tokens) * chance.choice((1, 1, 1, 40))
            case _:
                data[at:at] = data[: chance.randint(0, 80)]
    return bytes(data[:8192])


def run(count: int, seed: int, name: str | None = None) -> dict[str, tuple[int, int, float]]:
    """Feed ``count`` inputs, to the target ``name`` alone or to all in equal shares.

    Return per target how many were accepted, refused, and the slowest in s.
    """
    targets = [target for target in TARGETS if name in {None, target.name}]
    chance = random.Random(seed)
    results: dict[str, tuple[int, int, float]] = {}
    for target in targets:
        accepted = refused = 0
        slowest = 0.0
        for _ in range(count // len(targets)):
            data = mutated(chance.choice(target.seeds), chance, target.tokens)
            begin = time.perf_counter()
            try:
                target.feed(data)
                accepted += 1
            except WalletSafeError:
                refused += 1
            except Exception as error:
                raise AssertionError(f"{target.name}, seed {seed}: {data.hex()}") from error
            slowest = max(slowest, time.perf_counter() - begin)
        assert slowest < SLOWEST, f"{target.name}, seed {seed}: one input took {slowest:.1f} s"
        results[target.name] = (accepted, refused, slowest)
    return results


def main() -> None:
    """Run from the command line and print one line per target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument(
        "--target", choices=[target.name for target in TARGETS], help="the others are left out"
    )
    arguments = parser.parse_args()
    seed = random.randrange(1 << 32) if arguments.seed is None else arguments.seed
    print(f"{arguments.count} inputs, seed {seed}")
    for name, (accepted, refused, slowest) in run(arguments.count, seed, arguments.target).items():
        print(f"{name:<14}{accepted:>8} accepted {refused:>8} refused  slowest {slowest * 1000:.1f} ms")


if __name__ == "__main__":
    main()
