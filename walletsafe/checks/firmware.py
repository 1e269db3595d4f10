"""Is this firmware known, current, and free of published weaknesses? Pure: no device, no clock.

The version is what the device says about itself. It becomes evidence only where the caller read it
inside a channel that the certified key of the secure element opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from walletsafe.checks.context import Context
from walletsafe.device.releases import ReleaseNumber, bundled_release, parse_release
from walletsafe.findings import CheckResult, Finding, Outcome, Severity, finding
from walletsafe.knowledge import Bulletin, Knowledge, Release

ID = "firmware"


def check(context: Context) -> CheckResult:
    """Judge the version that the device claims. The genuineness check later holds it to that."""
    version = context.identity.version
    findings = firmware_findings(
        context.identity.model.id, version.se_version, version.mcu_hash, context.knowledge
    )
    worst = max(found.severity for found in findings)
    if worst is Severity.DANGER:
        return CheckResult(ID, Outcome.DID_NOT_PASS, findings)
    not_compared = any(found.id == "firmware.no_list" for found in findings)
    return CheckResult(ID, Outcome.COULD_NOT_CHECK if not_compared else Outcome.PASSED, findings)


def firmware_findings(
    model_id: str, se_version: str, mcu_hash: bytes | None, knowledge: Knowledge
) -> tuple[Finding, ...]:
    """Judge the firmware of one device: exactly one finding on its version, at most one on its MCU.

    ``model_id`` is an id of ``knowledge`` or any other text; ``se_version`` is the version of the
    secure element as the device gave it, untrusted; ``mcu_hash`` is the 32-byte MCU hash that a
    Nano S with firmware 1.4 to 1.6 gives, ``None`` elsewhere. Nothing is raised for strange
    values: what cannot be judged is ``firmware.no_list``.

    All params are text. Every version finding has ``model`` (its name), ``version`` and
    ``knowledge_date``; all but ``no_list`` have ``newest`` and ``newest_date``; ``outdated`` and
    ``below_security_floor`` have ``bulletins`` (ids joined by a comma, may be empty for the
    first), the latter also ``fixed``, the first version without any of those weaknesses.
    """
    release = parse_release(se_version)
    on_version = _version_finding(model_id, se_version, release, knowledge)
    on_mcu = _mcu_findings(se_version, release, mcu_hash, knowledge)
    return (on_version, *on_mcu)


def _version_finding(
    model_id: str, se_version: str, release: ReleaseNumber | None, knowledge: Knowledge
) -> Finding:
    model = knowledge.model(model_id)
    params = {
        "model": model.name if model else _shown(model_id),
        "version": _shown(se_version),
        "knowledge_date": knowledge.date,
    }
    releases = knowledge.releases.get(model_id, ())
    newest = max((known for known in releases if not known.uncertain), key=_number, default=None)
    if newest is None:
        return finding("firmware.no_list", **params)
    listed = params | {"newest": newest.version, "newest_date": newest.date}
    if _is_counterfeit_claim(model_id, se_version, knowledge):
        return finding("firmware.never_issued", **listed)
    if release is None or not _names_firmware(release):
        return finding("firmware.no_list", **params)
    ended = model is not None and model.firmware_ended
    listed_version = release in map(_number, releases)
    if release > _number(newest) and (listed_version or not ended):
        return finding("firmware.newer_than_list", **listed)
    if not listed_version:
        return finding("firmware.never_issued", **listed)
    if release == _number(newest):
        return finding("firmware.newest_known", **listed)
    return _older_finding(model_id, release, listed, knowledge)


def _older_finding(
    model_id: str, release: ReleaseNumber, params: dict[str, str], knowledge: Knowledge
) -> Finding:
    fixed_since = [
        bulletin
        for bulletin in knowledge.bulletins
        if model_id in bulletin.firmware_fixed and release < _fixed_in(bulletin, model_id)
    ]
    floors = [bulletin for bulletin in fixed_since if bulletin.floor]
    if not floors:
        return finding("firmware.outdated", bulletins=_ids(fixed_since), **params)
    last = max(floors, key=lambda bulletin: _fixed_in(bulletin, model_id))
    fixed = last.firmware_fixed[model_id]
    return finding("firmware.below_security_floor", bulletins=_ids(floors), fixed=fixed, **params)


def _mcu_findings(
    se_version: str, release: ReleaseNumber | None, mcu_hash: bytes | None, knowledge: Knowledge
) -> tuple[Finding, ...]:
    if not mcu_hash:
        return ()
    # The updater leaves the hash field all zero. That states nothing; from any other firmware it
    # is a hash we do not know.
    if not any(mcu_hash) and release is not None and release.is_updater:
        return ()
    params = {"version": _shown(se_version), "knowledge_date": knowledge.date}
    mcu = knowledge.mcu_hashes.get(mcu_hash.hex())
    if mcu is None:
        return (finding("firmware.mcu_unknown", **params),)
    return (finding("firmware.mcu_known", mcu=mcu, **params),)


def _names_firmware(release: ReleaseNumber) -> bool:
    # An updater's version is that of firmware still to come, and 0.0.0 is what clients write for a
    # device that gave no version at all.
    return bool(release.numbers) and not release.is_updater


def _is_counterfeit_claim(model_id: str, se_version: str, knowledge: Knowledge) -> bool:
    # Fakes also write a "V" before the number, which no genuine firmware does.
    claimed = parse_release(se_version.lstrip("vV"))
    claims = knowledge.counterfeit_claims.get(model_id, ())
    return claimed in map(parse_release, claims)


def _number(release: Release) -> ReleaseNumber:
    return bundled_release(release.version)


def _fixed_in(bulletin: Bulletin, model_id: str) -> ReleaseNumber:
    return bundled_release(bulletin.firmware_fixed[model_id])


def _ids(bulletins: Sequence[Bulletin]) -> str:
    return ", ".join(bulletin.id for bulletin in bulletins)


def _shown(untrusted_text: str) -> str:
    # Params go to screens and reports uncleaned: nothing but short, plain characters may pass.
    return re.sub(r"[^0-9A-Za-z.-]", "?", untrusted_text[:24]) or "?"
