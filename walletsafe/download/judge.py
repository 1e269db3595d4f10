"""The check of a download: is the list Ledger's, is this file in it, and so what?

Each file is read once, and what is judged is what was read: nothing is looked up again by its name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from walletsafe import redact
from walletsafe.cancel import CancelToken
from walletsafe.download import digest, keys, known, names, sums
from walletsafe.download.digest import Digest, Progress
from walletsafe.download.keys import Key, Trust
from walletsafe.download.programs import is_bare_program
from walletsafe.download.sums import Sums
from walletsafe.errors import BrokenFile, Cancelled, Scalar
from walletsafe.files import read_bounded
from walletsafe.findings import CheckResult, Finding, Outcome, Report, finding
from walletsafe.guard import cut

KIND = "download"
"""The kind of the report."""

SIGNATURE, CHECKSUM = "signature", "checksum"
"""The ids of the two checks."""

_SIGNATURE_LIMIT = 16 * 1024
_NAME_LIMIT = 120
_APP = ".app"
_LISTED_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Files:
    """What is checked: the installer, the list of checksums and the signature over that list."""

    installer: Path
    sums: Path | None = None
    signature: Path | None = None


def check(
    files: Files,
    trusted: Sequence[Key] | None = None,
    *,
    progress: Progress = digest.silent,
    cancel: CancelToken | None = None,
) -> Report:
    """Check an installer; ``trusted`` are the keys that may have signed, without any the built-in ones.

    A key of ``Trust.UNKNOWN`` never makes a pass. A cancel ends in a report that says so. Raises
    :class:`~walletsafe.errors.BrokenFile` for a file that cannot be read, or that is far too large for what
    it should be, and for a folder (``folder-not-app``) that is no program of macOS.
    """
    listing = None if files.sums is None else sums.read(files.sums)
    if trusted is None:
        trusted = keys.pinned()
    signed = _check_signature(listing, files.signature, trusted)
    read: Digest | None = None
    try:
        if not _is_app(files.installer):
            read = digest.read(files.installer, progress, cancel or CancelToken())
        summed = _check_sum(files.installer.name, read, listing, signed.outcome)
    except Cancelled:
        summed = CheckResult(CHECKSUM, Outcome.STOPPED, (finding("download.stopped"),))
    return Report(KIND, False, _subject(files, read), (signed, summed), known.load().date)


def _is_app(path: Path) -> bool:
    """Whether it is a program of macOS, which is a folder."""
    if not path.is_dir():
        return False
    if path.suffix.lower() != _APP:
        raise BrokenFile(file=path.name, line=0, problem="folder-not-app")
    return True


def shown(untrusted_name: str) -> str:
    """The name of a file, fit for showing: at most 120 characters, nothing hidden, no phrase."""
    return redact.clean(cut(untrusted_name), _NAME_LIMIT)


def _subject(files: Files, read: Digest | None) -> dict[str, Scalar]:
    subject: dict[str, Scalar] = {"name": shown(files.installer.name)}
    if read is not None:
        subject |= {"size": read.size, "sha512": read.sha512}
    if files.sums is not None:
        subject["sums"] = shown(files.sums.name)
    if files.signature is not None:
        subject["signature"] = shown(files.signature.name)
    return subject


def _check_signature(listing: Sums | None, signature: Path | None, trusted: Sequence[Key]) -> CheckResult:
    if listing is None:
        return CheckResult(SIGNATURE, Outcome.NOT_CHECKED_YET)
    name = shown(listing.file)
    if signature is None:
        found = finding("download.no_signature", sums=name, place=known.load().place)
        return CheckResult(SIGNATURE, Outcome.NOT_CHECKED_YET, (found,))
    key = keys.signer_of(read_bounded(signature, _SIGNATURE_LIMIT), listing.data, trusted)
    if key is not None:
        return _signed(name, key)
    if not listing.listed:  # a saved web page, most often: that no key signed it says nothing
        return CheckResult(SIGNATURE, Outcome.COULD_NOT_CHECK)
    found = finding(
        "download.signature_bad",
        sums=name,
        signature=shown(signature.name),
        knowledge_date=known.load().date,
    )
    return CheckResult(SIGNATURE, Outcome.DID_NOT_PASS, (found,))


def _signed(name: str, key: Key) -> CheckResult:
    fingerprint = key.fingerprint[:16]
    match key.trust:
        case Trust.PINNED:
            return CheckResult(SIGNATURE, Outcome.PASSED, (finding("download.signature_good", sums=name),))
        case Trust.CHAINED:
            found = finding("download.signature_next_key", sums=name, fingerprint=fingerprint)
            return CheckResult(SIGNATURE, Outcome.PASSED, (found,))
        case Trust.UNKNOWN:
            found = finding("download.signature_unknown_key", sums=name, fingerprint=fingerprint)
            return CheckResult(SIGNATURE, Outcome.COULD_NOT_CHECK, (found,))


def _check_sum(name: str, read: Digest | None, listing: Sums | None, signed: Outcome) -> CheckResult:
    if read is None:
        return CheckResult(CHECKSUM, Outcome.COULD_NOT_CHECK, (finding("download.unpacked"),))
    outcome, found = _compare(name, read, listing, signed)
    return CheckResult(CHECKSUM, outcome, (found, *_asides(name)))


def _compare(name: str, read: Digest, listing: Sums | None, signed: Outcome) -> tuple[Outcome, Finding]:
    if read.changed:
        return Outcome.COULD_NOT_CHECK, finding("download.changed")
    odd = _odd_file(name, read)
    if read.size == 0:
        return Outcome.COULD_NOT_CHECK, odd or finding("download.empty")
    if listing is None:
        missing = finding("download.no_sums", place=known.load().place)
        return (Outcome.NOT_CHECKED_YET, missing) if odd is None else (Outcome.COULD_NOT_CHECK, odd)
    sums_name = shown(listing.file)
    if not listing.listed:
        return Outcome.COULD_NOT_CHECK, finding("download.sums_unreadable", sums=sums_name)
    if name not in listing.listed:
        return Outcome.COULD_NOT_CHECK, _not_listed(name, read, listing, signed)
    if listing.listed[name] != frozenset({read.sha512}):
        return Outcome.DID_NOT_PASS, finding("download.mismatch", sums=sums_name)
    if signed is not Outcome.PASSED:
        return Outcome.COULD_NOT_CHECK, finding("download.match_unproven", sums=sums_name)
    return Outcome.PASSED, finding("download.match", sums=sums_name)


def _not_listed(name: str, read: Digest, listing: Sums, signed: Outcome) -> Finding:
    """Why there is no line for this name: the nearest reason first."""
    other_names = listing.names_of(read.sha512)
    if other_names and signed is Outcome.DID_NOT_PASS:  # a list that goes away gives no advice about names
        return finding("download.match_unproven", sums=shown(listing.file))
    if other_names:
        return finding("download.renamed", listed=redact.clean_name(other_names[0], _NAME_LIMIT))
    if odd := _odd_file(name, read):
        return odd
    version = parsed.version if (parsed := names.parse(name)) else ""
    versions = [parsed.version for listed in listing.listed if (parsed := names.parse(listed))]
    newest = max(versions, key=names.release, default=version)
    if names.release(version) < names.release(newest):
        return finding("download.older_than_sums", version=version, newest=newest)
    if names.release(version) > names.release(newest):
        return finding("download.newer_than_sums", version=version, newest=newest)
    listed = redact.clean_names(sorted(listing.listed), _LISTED_LIMIT)
    return finding("download.no_line", sums=shown(listing.file), names=listed)


def _odd_file(name: str, read: Digest) -> Finding | None:
    """What is strange about a file that no list knows."""
    if name.endswith(known.load().unfinished):
        return finding("download.unfinished")
    if is_bare_program(name, read.head):
        return finding("download.unpacked")
    if names.parse(name) is None:
        return finding("download.other_name")
    return None


def _asides(name: str) -> list[Finding]:
    """What the name says beside the question whether the file is Ledger's."""
    parsed = names.parse(name)
    if parsed is None:
        return []
    found = [finding("download.two_names", start=parsed.start)]
    if parsed.system.platform != sys.platform:
        found.append(finding("download.other_system", system=parsed.system.name))
    return found
