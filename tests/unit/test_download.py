"""The check of a download: what passes, and everything that must not. Keys and files are the tests' own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256, sha512
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.helpers.release import APP_IMAGE, Release, Signer, add_key
from walletsafe import report
from walletsafe.cancel import CancelToken
from walletsafe.download import companions, judge, keys, known
from walletsafe.download.judge import Files
from walletsafe.download.keys import Key, Trust
from walletsafe.errors import BrokenFile
from walletsafe.findings import Outcome, Report

LEDGER, STRANGER = Signer(), Signer()
VECTORS: Mapping[str, str] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "download_signatures.json").read_text("utf-8")
)
PASSED, FAILED = Outcome.PASSED, Outcome.DID_NOT_PASS
OPEN, WAITING = Outcome.COULD_NOT_CHECK, Outcome.NOT_CHECKED_YET


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path, LEDGER)


def check(files: Files, *trusted: Key) -> Report:
    return judge.check(files, trusted or (LEDGER.key(),))


def ids(result: Report) -> set[str]:
    return {found.id.removeprefix("download.") for found in result.findings} - {"two_names", "other_system"}


def outcomes(result: Report) -> list[Outcome]:
    assert [check.id for check in result.checks] == ["signature", "checksum"]
    return [check.outcome for check in result.checks]


# What passes


@pytest.mark.parametrize("high_s", [False, True])
def test_a_listed_file_of_a_signed_list_passes(release: Release, high_s: bool) -> None:
    release.sign(LEDGER, high_s=high_s)
    result = check(release.files)
    assert (outcomes(result), result.outcome) == ([PASSED, PASSED], PASSED)
    assert ids(result) == {"signature_good", "match"}
    assert result.subject == {
        "name": "ledger-live-desktop-4.21.0-linux-x86_64.AppImage",
        "size": release.installer.stat().st_size,
        "sha512": sha512(release.installer.read_bytes()).hexdigest(),
        "sums": "ledger-live-desktop-4.21.0.sha512sum",
        "signature": "ledger-live-desktop-4.21.0.sha512sum.sig",
    }
    assert result.knowledge_date == known.load().date


@pytest.mark.parametrize("start", ["ledger-live-desktop", "ledger-wallet-desktop", "ledger-wallet"])
def test_both_names_of_the_program_are_its_own(tmp_path: Path, start: str) -> None:
    result = check(companions.beside(Files(Release(tmp_path, LEDGER, start=start).installer)))
    assert result.outcome is PASSED
    (two_names,) = (found for found in result.findings if found.id == "download.two_names")
    assert two_names.params == {"start": start}


def test_a_file_for_another_system_passes_and_is_named(release: Release) -> None:
    result = check(Files(release.windows, release.sums, release.signature))
    assert result.outcome is PASSED
    elsewhere = [found.params for found in result.findings if found.id == "download.other_system"]
    assert elsewhere == ([] if sys.platform == "win32" else [{"system": "Windows"}])


# The list and its signature


def test_one_changed_byte_of_the_list_does_not_pass(release: Release) -> None:
    data = bytearray(release.sums.read_bytes())
    data[-2] ^= 1
    release.sums.write_bytes(data)
    result = check(release.files)
    assert (outcomes(result), result.outcome) == ([FAILED, OPEN], FAILED)
    assert ids(result) == {"signature_bad", "match_unproven"}


def test_no_changed_byte_of_the_signature_passes(release: Release) -> None:
    genuine = release.signature.read_bytes()
    for place in range(len(genuine)):
        release.signature.write_bytes(genuine[:place] + bytes([genuine[place] ^ 1]) + genuine[place + 1 :])
        assert check(release.files).outcome is FAILED, place


@pytest.mark.parametrize("signature", [b"", b"<html>not found</html>", b"0\x06\x02\x01\x00\x02\x01\x00"])
def test_what_is_no_signature_does_not_pass(release: Release, signature: bytes) -> None:
    release.signature.write_bytes(signature)
    result = check(release.files)
    assert (outcomes(result), ids(result)) == ([FAILED, OPEN], {"signature_bad", "match_unproven"})


def test_a_list_without_signature_never_passes(release: Release) -> None:
    result = check(Files(release.installer, release.sums))
    assert (outcomes(result), result.outcome) == ([WAITING, OPEN], OPEN)
    assert ids(result) == {"no_signature", "match_unproven"}


def test_a_strangers_signature_does_not_pass(release: Release) -> None:
    release.sign(STRANGER)
    assert outcomes(check(release.files)) == [FAILED, OPEN]
    known_stranger = check(release.files, LEDGER.key(), STRANGER.key(Trust.UNKNOWN))
    assert (outcomes(known_stranger), known_stranger.outcome) == ([OPEN, OPEN], OPEN)
    assert ids(known_stranger) == {"signature_unknown_key", "match_unproven"}


@pytest.mark.parametrize(
    "content", [b"", b"<html>sign in</html>", b"a" * 128 + b"\n", b"a" * 64 + b"  ledger.exe\n"]
)
def test_what_is_no_list_accuses_nobody(release: Release, content: bytes) -> None:
    release.sums.write_bytes(content)
    result = check(release.files)
    assert (outcomes(result), ids(result)) == ([OPEN, OPEN], {"sums_unreadable"})


def test_without_a_list_both_parts_wait(release: Release) -> None:
    result = check(Files(release.installer))
    assert (outcomes(result), result.outcome, ids(result)) == ([WAITING, WAITING], OPEN, {"no_sums"})
    assert result.subject["sha512"] == sha512(release.installer.read_bytes()).hexdigest()


# The file and its line


def test_another_file_under_the_listed_name_does_not_pass(release: Release) -> None:
    release.installer.write_bytes(APP_IMAGE + b"and something else")
    result = check(release.files)
    assert (outcomes(result), result.outcome) == ([PASSED, FAILED], FAILED)
    assert ids(result) == {"signature_good", "mismatch"}


def test_a_name_that_is_listed_with_two_checksums_matches_nothing(release: Release) -> None:
    release.sums.write_text(release.sums.read_text() + f"{'0' * 128}  {release.installer.name}\n")
    release.sign(LEDGER)
    assert ids(check(release.files)) == {"signature_good", "mismatch"}


def test_a_renamed_copy_is_told_its_name(release: Release) -> None:
    copy = release.installer.with_name("ledger-live-desktop-4.21.0-linux-x86_64 (1).AppImage")
    copy.write_bytes(release.installer.read_bytes())
    result = check(Files(copy, release.sums, release.signature))
    assert (outcomes(result), ids(result)) == ([PASSED, OPEN], {"signature_good", "renamed"})
    (renamed,) = (found for found in result.findings if found.id == "download.renamed")
    assert renamed.params == {"listed": release.installer.name}


def test_a_list_that_goes_away_gives_no_advice_about_names(release: Release) -> None:
    copy = release.installer.with_name("copy.AppImage")
    copy.write_bytes(release.installer.read_bytes())
    release.sign(STRANGER)
    result = check(Files(copy, release.sums, release.signature))
    assert (outcomes(result), ids(result)) == ([FAILED, OPEN], {"signature_bad", "match_unproven"})


@pytest.mark.parametrize("content", [b"", b"From: jo@x.example\n\nsynthetic"])
def test_a_file_of_another_kind_is_not_to_be_deleted(release: Release, content: bytes) -> None:
    mail = release.folder / "letter.eml"
    mail.write_bytes(content)
    result = check(Files(mail, release.sums, release.signature))
    assert ids(result) == {"signature_good", "other_name"}
    said = report.as_text(result)
    assert "no installer that we know" in said
    assert "delete" not in said.lower()


def test_without_a_line_the_names_that_are_there_are_said(release: Release) -> None:
    other = release.folder / "ledger-live-desktop-4.21.0-mac.dmg"
    other.write_bytes(b"synthetic disk image")
    result = check(Files(other, release.sums, release.signature))
    assert (outcomes(result), ids(result)) == ([PASSED, OPEN], {"signature_good", "no_line"})
    (no_line,) = (found for found in result.findings if found.id == "download.no_line")
    assert no_line.params["names"] == f"{release.installer.name}, {release.windows.name}"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("4.20.9", "older_than_sums"),
        ("4.9.0", "older_than_sums"),
        ("4.21.0-next.2", "older_than_sums"),
        ("4.21.1", "newer_than_sums"),
        ("4.100.0", "newer_than_sums"),
    ],
)
def test_another_release_than_the_list_is_named(release: Release, version: str, expected: str) -> None:
    other = release.folder / f"ledger-live-desktop-{version}-linux-x86_64.AppImage"
    other.write_bytes(APP_IMAGE)
    result = check(Files(other, release.sums, release.signature))
    assert (outcomes(result), ids(result)) == ([PASSED, OPEN], {"signature_good", expected})
    (found,) = (found for found in result.findings if found.id == f"download.{expected}")
    assert found.params == {"version": version, "newest": "4.21.0"}


ODD = {
    "Ledger Wallet.exe": (b"MZ", "unpacked"),
    "Ledger Live.exe": (b"MZ", "unpacked"),
    "ledger-live-desktop": (b"\x7fELF\x02\x01\x01" + bytes(9), "unpacked"),
    "AppRun": (b"\x7fELF\x02\x01\x01" + bytes(9), "unpacked"),
    "Ledger Wallet": (bytes.fromhex("cffaedfe"), "unpacked"),
    "wallet": (bytes.fromhex("cafebabe"), "unpacked"),
    "ledger-live-desktop-4.21.0-win-x64.exe.part": (b"MZ", "unfinished"),
    "LedgerSetup.exe": (b"MZ", "other_name"),
    "ledger-live-desktop-4.21.0-win-x64.dmg": (b"x", "other_name"),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("listed", [False, True])
def test_what_is_no_installer_is_named(release: Release, name: str, listed: bool) -> None:
    content, expected = ODD[name]
    odd = release.folder / name
    odd.write_bytes(content + b"synthetic")
    result = check(Files(odd, release.sums, release.signature) if listed else Files(odd))
    assert expected in ids(result)
    assert result.checks[1].outcome is OPEN
    assert result.outcome is OPEN


def test_a_folder_is_the_unpacked_program(release: Release) -> None:
    app = release.folder / "Ledger Wallet.app"
    app.mkdir()
    result = check(Files(app, release.sums, release.signature))
    assert (outcomes(result), ids(result)) == ([PASSED, OPEN], {"signature_good", "unpacked"})
    assert "sha512" not in result.subject


def test_an_empty_file_is_named(release: Release) -> None:
    release.installer.write_bytes(b"")
    assert outcomes(check(release.files)) == [PASSED, OPEN]
    assert ids(check(release.files)) == {"signature_good", "empty"}


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def swap(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def rewrite(path: Path) -> None:
    """Other bytes, and the time of the last change set back."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"EVIL")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [grow, swap, rewrite])
def test_a_file_that_changes_while_it_is_read_says_nothing(
    release: Release, change: Callable[[Path], None]
) -> None:
    result = judge.check(
        release.files,
        (LEDGER.key(),),
        progress=lambda percent: change(release.installer),
        cancel=CancelToken(),
    )
    assert (outcomes(result), ids(result)) == ([PASSED, OPEN], {"signature_good", "changed"})


def test_a_cancel_ends_in_a_report(release: Release) -> None:
    cancel = CancelToken()
    cancel.cancel()
    result = judge.check(release.files, (LEDGER.key(),), cancel=cancel)
    assert (outcomes(result), result.outcome) == ([PASSED, Outcome.STOPPED], Outcome.STOPPED)
    assert ids(result) == {"signature_good", "stopped"}


def test_what_cannot_be_read_is_one_clear_error(release: Release) -> None:
    os.mkfifo(release.folder / "pipe")
    for files, problem in (
        (Files(release.folder / "missing"), "not-there"),
        (Files(release.folder / "pipe"), "no-file"),
        (Files(release.folder), "folder-not-app"),
        (Files(release.installer, release.folder / "missing"), "not-there"),
        (Files(release.installer, release.sums, release.folder), "folder"),
    ):
        with pytest.raises(BrokenFile) as caught:
            check(files)
        assert caught.value.params["problem"] == problem
    release.signature.write_bytes(bytes(20_000))
    with pytest.raises(BrokenFile) as caught:
        check(release.files)
    assert caught.value.params["problem"] == "too-large"


def test_foreign_names_are_cleaned_and_hide_no_phrase(release: Release) -> None:
    phrase = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
    odd = release.folder / f"\u202e{phrase}.exe"
    odd.write_bytes(b"MZ")
    lines = "".join(f"{'0' * 128}  {word}\n" for word in sorted(phrase.split()))
    release.sums.write_text(f"{'0' * 128}  \u202enames@example.org\n{lines}")
    result = check(Files(odd, release.sums))
    said = report.as_text(result) + json.dumps(report.as_json(result), ensure_ascii=False)
    assert "\u202e" not in said
    assert "marble" not in said
    assert "example.org" not in said
    assert "[12 words removed]" in str(result.subject["name"])


# Keys


def test_the_pinned_key_is_the_published_one() -> None:
    (facts,) = known.load().keys
    (key,) = keys.pinned()
    # Both as Ledger publishes them; the second one is of the key itself, however it is written.
    assert key.fingerprint == "2eb2d516ac822835ce3ce8aa3fc88dc89130744bf40c473e911475e40d494e6c"
    assert key.fingerprint == facts.sha256_of_text
    der = key.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert sha256(der).hexdigest() == "0381bccfa5505e834f9fda30eeba257055782f30c495ba0604a0cd37b548c6fc"
    assert sha256(der).hexdigest() == facts.sha256_of_der
    assert key.trust is Trust.PINNED


def test_without_keys_of_ones_own_only_the_pinned_one_counts(release: Release) -> None:
    assert judge.check(release.files).outcome is FAILED


@pytest.mark.parametrize("half", ["low_s", "high_s"])
def test_signatures_that_openssl_made_verify(half: str) -> None:
    key = keys.parse(VECTORS["public_key"].encode(), Trust.PINNED)
    signature, data = bytes.fromhex(VECTORS[half]), VECTORS["data"].encode()
    assert key.verifies(signature, data)
    assert not key.verifies(signature, data + b"\n")


def test_a_chain_is_followed_link_by_link(release: Release, tmp_path: Path) -> None:
    second, third = Signer(), Signer()
    folder = tmp_path / "keys"
    add_key(folder, third, second)
    release.sign(third)
    gap = keys.with_folder((LEDGER.key(),), folder)
    assert ids(check(release.files, *gap)) == {"signature_unknown_key", "match_unproven"}
    add_key(folder, second, LEDGER)
    whole = keys.with_folder((LEDGER.key(),), folder)
    assert {key.trust for key in whole} == {Trust.PINNED, Trust.CHAINED}
    result = check(release.files, *whole)
    assert (result.outcome, ids(result)) == (PASSED, {"signature_next_key", "match"})


def test_a_stray_key_beside_a_chain_is_not_trusted(release: Release, tmp_path: Path) -> None:
    add_key(tmp_path / "keys", Signer(), LEDGER)
    (tmp_path / "keys" / "stray.pem").write_bytes(STRANGER.pem)
    release.sign(STRANGER)
    ring = keys.with_folder((LEDGER.key(),), tmp_path / "keys")
    assert [key.trust for key in ring] == [Trust.PINNED, Trust.CHAINED, Trust.UNKNOWN]
    assert check(release.files, *ring).outcome is OPEN


def test_the_name_of_a_key_file_counts_for_nothing(tmp_path: Path) -> None:
    """Ledger names it after the key before it; named after itself it is still the same key."""
    second = Signer()
    add_key(tmp_path / "keys", second, LEDGER, name=second.fingerprint)
    assert keys.with_folder((LEDGER.key(),), tmp_path / "keys")[1].trust is Trust.CHAINED
    add_key(tmp_path / "forged", second, STRANGER, name=LEDGER.fingerprint)
    assert keys.with_folder((LEDGER.key(),), tmp_path / "forged")[1].trust is Trust.UNKNOWN


def test_two_keys_that_vouch_for_each_other_alone_are_not_trusted(release: Release, tmp_path: Path) -> None:
    other = Signer()
    add_key(tmp_path / "keys", other, STRANGER)
    add_key(tmp_path / "keys", STRANGER, other)
    release.sign(other)
    ring = keys.with_folder((LEDGER.key(),), tmp_path / "keys")
    assert [key.trust for key in ring] == [Trust.PINNED, Trust.UNKNOWN, Trust.UNKNOWN]
    assert check(release.files, *ring).outcome is OPEN


P256 = b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
-----END PUBLIC KEY-----
"""
"""The base point of P-256, as a key. Source: FIPS 186-4, D.1.2.3."""


@pytest.mark.parametrize("pem", [b"", b"nothing", P256, VECTORS["public_key"].encode()[:60]])
def test_a_folder_with_something_else_than_keys_is_refused(tmp_path: Path, pem: bytes) -> None:
    (tmp_path / "a.pem").write_bytes(pem)
    with pytest.raises(BrokenFile) as caught:
        keys.with_folder((), tmp_path)
    assert caught.value.params == {"file": "a.pem", "line": 0, "problem": "not-a-key"}


def test_a_folder_without_keys_is_refused(tmp_path: Path) -> None:
    for folder, problem in ((tmp_path, "no-key"), (tmp_path / "missing", "not-a-folder")):
        with pytest.raises(BrokenFile) as caught:
            keys.with_folder((), folder)
        assert caught.value.params["problem"] == problem
