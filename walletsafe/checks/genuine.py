"""Does the secure element prove, now, that Ledger certified it?

Steps and limits: Ledger-Donjon threat model and "device genuineness" pages; ledgerblue
``checkGenuine.py``. The outcomes are kept apart: only a signature that does not verify is evidence
against a device.
"""

from __future__ import annotations

from walletsafe.checks.context import Context
from walletsafe.checks.observer import DevicePrompt
from walletsafe.device import channel, status
from walletsafe.device.certificates import Attestation, verify_attestation
from walletsafe.device.commands import InnerCommand
from walletsafe.device.handshake import Handshake
from walletsafe.device.keys import ThrowAwayKey
from walletsafe.device.state import State, state_of_status
from walletsafe.device.version import Version, parse_version
from walletsafe.errors import GarbledAnswer, StatusError
from walletsafe.findings import CheckResult, Finding, Outcome, finding
from walletsafe.knowledge import IssuerKey, Model, UserChannel
from walletsafe.questions import ALLOW, CONSENT, NOT_NOW

ID = "genuine"


def check(context: Context) -> CheckResult:
    """Ask for consent, run the handshake, verify, and read the authenticated version."""
    model, version = context.identity.model, context.identity.version
    host_key = ThrowAwayKey(context.peer.entropy)
    prompt = DevicePrompt(model.id, _key_lines(host_key, model))
    held_back = _consent(context, model, prompt)
    if held_back is not None:
        return held_back
    ephemeral_key = ThrowAwayKey(context.peer.entropy)
    handshake = Handshake(context.connect(), host_key, ephemeral_key, context.peer.entropy(8))
    try:
        attestation = _attest(context, handshake, version.target_id, prompt)
        problem = _problem(context, attestation, model)
        if problem is not None:
            return CheckResult(ID, Outcome.DID_NOT_PASS, (problem,))
        return _open_channel(context, handshake, ephemeral_key, attestation.ephemeral_key)
    except StatusError as error:
        return _of_status(error, handshake.step, model)
    except GarbledAnswer:
        return _not_possible(finding("genuine.protocol_error", step=handshake.step))


def _consent(context: Context, model: Model, prompt: DevicePrompt) -> CheckResult | None:
    """Return why nothing may be asked of the device, or ``None`` once the person agreed."""
    if context.guided():
        return CheckResult(ID, Outcome.STOPPED, (finding("origin.guided_now"),))
    answer = context.ask(
        CONSENT, (ALLOW, NOT_NOW), model=model.name, model_id=model.id, key=" ".join(prompt.key_lines)
    )
    if answer == ALLOW:
        return None
    outcome = Outcome.STOPPED if answer == NOT_NOW else Outcome.NOT_CHECKED_YET
    return CheckResult(ID, outcome, (finding("genuine.not_checked"),))


def _attest(context: Context, handshake: Handshake, target_id: int, prompt: DevicePrompt) -> Attestation:
    handshake.begin(target_id)
    context.observer.confirm_on_device(prompt)
    try:
        handshake.ask_owner()
    finally:
        context.observer.confirm_on_device(None)
    certificate, possession = handshake.read_certificates()
    return verify_attestation(
        certificate,
        possession,
        host_nonce=handshake.host_nonce,
        device_nonce=handshake.device_nonce,
        issuers=context.knowledge.issuer_keys,
    )


def _problem(context: Context, attestation: Attestation, model: Model) -> Finding | None:
    issuer = attestation.issuer
    if issuer is None:
        return _uncertified(context, model)
    if issuer.demo and not context.demo:
        return finding("genuine.demo_certificate")
    if not attestation.possession:
        return finding("genuine.possession_invalid")
    return None


def _uncertified(context: Context, model: Model) -> Finding:
    vendor_keys: list[IssuerKey] = [key for key in context.knowledge.issuer_keys if not key.demo]
    if any(model.id in key.proven_on for key in vendor_keys):
        return finding("genuine.certificate_invalid")
    return finding("genuine.not_proven_key", model=model.name)


def _open_channel(
    context: Context, handshake: Handshake, ephemeral_key: ThrowAwayKey, device_key: bytes
) -> CheckResult:
    model, version = context.identity.model, context.identity.version
    verified = finding("genuine.verified", model=model.name)
    if not channel.supports_channel(version.target_id):
        return _not_possible(finding("genuine.channel_too_old"))
    handshake.commit()
    secret = channel.shared_secret(ephemeral_key.private_key, device_key)
    secure_channel = channel.SecureChannel(context.connect(), secret)
    try:
        proven = parse_version(secure_channel.read(InnerCommand.VERSION))
    except (channel.ChannelBroken, channel.UnprovenEnd, GarbledAnswer):
        return _not_possible(finding("genuine.channel_failed"))
    differences = _differences(version, proven)
    if differences:
        return CheckResult(ID, Outcome.DID_NOT_PASS, differences)
    context.channel = secure_channel
    return CheckResult(ID, Outcome.PASSED, (verified,))


def _differences(claimed: Version, proven: Version) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if claimed.target_id != proven.target_id:
        claimed_target, proven_target = f"{claimed.target_id:08X}", f"{proven.target_id:08X}"
        found.append(finding("genuine.target_differs", claimed=claimed_target, proven=proven_target))
    for claimed_text, proven_text in (
        (claimed.se_version, proven.se_version),
        (claimed.mcu_version, proven.mcu_version),
        (_short(claimed.mcu_hash), _short(proven.mcu_hash)),
    ):
        if claimed_text != proven_text:
            found.append(finding("genuine.version_differs", claimed=claimed_text, proven=proven_text))
    return tuple(found)


def _short(mcu_hash: bytes | None) -> str:
    # Eight digits are enough to tell two apart; a whole hash in a report would look like a key.
    return (mcu_hash or b"").hex()[:8] or "-"


def _of_status(error: StatusError, step: str, model: Model) -> CheckResult:
    state = state_of_status(error.status)
    if state is State.LOCKED:
        return _not_possible(finding("device.locked"))
    if state is State.NOT_SET_UP:
        return _not_possible(finding("device.not_set_up"))
    if state is State.BUSY:
        return _not_possible(finding("device.busy"))
    if step == "target" and error.status in status.WRONG_TARGET:
        return _not_possible(finding("genuine.wrong_target"))
    if step == "owner" and error.status in status.REFUSED_BY_OWNER:
        return CheckResult(ID, Outcome.STOPPED, (finding("genuine.refused_on_device"),))
    if step == "owner" and error.status in status.USER_CHANNEL_REFUSED:
        refuses = model.user_channel is UserChannel.REFUSED
        return _not_possible(
            finding("genuine.model_refuses", model=model.name)
            if refuses
            else finding("genuine.unexpected_refusal", model=model.name)
        )
    return _not_possible(finding("genuine.protocol_error", step=step))


def _not_possible(*findings: Finding) -> CheckResult:
    return CheckResult(ID, Outcome.COULD_NOT_CHECK, findings)


def _key_lines(key: ThrowAwayKey, model: Model) -> tuple[str, ...]:
    digits = key.public_key.hex().upper()
    return tuple(digits[at : at + model.key_line_chars] for at in range(0, len(digits), model.key_line_chars))
