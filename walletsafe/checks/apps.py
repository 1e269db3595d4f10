"""Which apps does the authenticated chip hold, and is one of them a reason for care?"""

from __future__ import annotations

from collections.abc import Iterable

from walletsafe.checks.context import Context
from walletsafe.device.apps import AppFlags, InstalledApp, parse_app_page
from walletsafe.device.channel import ChannelBroken, SecureChannel, UnprovenEnd
from walletsafe.device.commands import InnerCommand
from walletsafe.device.releases import bundled_release
from walletsafe.device.state import State, state_of_status
from walletsafe.errors import GarbledAnswer, StatusError
from walletsafe.findings import CheckResult, Finding, Outcome, Severity, finding
from walletsafe.knowledge import Knowledge
from walletsafe.redact import WITHHELD, preflight

ID = "apps"
_MOST_PAGES = 200
"""More pages than any device has room for: a list without end is no list."""


def check(context: Context) -> CheckResult:
    """Read the list inside the channel and look at flags and bulletins."""
    try:
        apps = _read_list(context.open_channel)
    except UnprovenEnd:
        return CheckResult(ID, Outcome.COULD_NOT_CHECK, (finding("apps.list_unproven"),))
    except (ChannelBroken, GarbledAnswer):
        return CheckResult(ID, Outcome.COULD_NOT_CHECK, (finding("genuine.channel_failed"),))
    except StatusError as error:
        if state_of_status(error.status) is not State.LOCKED:
            raise
        return CheckResult(ID, Outcome.COULD_NOT_CHECK, (finding("device.locked"),))
    findings = (
        *_flag_findings(apps, context.identity.version.target_id),
        *_bulletin_findings(apps, context.knowledge),
    )
    danger = any(found.severity is Severity.DANGER for found in findings)
    listed = finding("apps.listed", count=len(apps))
    return CheckResult(ID, Outcome.DID_NOT_PASS if danger else Outcome.PASSED, (listed, *findings))


def _read_list(channel: SecureChannel) -> tuple[InstalledApp, ...]:
    apps: list[InstalledApp] = []
    page = parse_app_page(channel.read(InnerCommand.LIST_APPS))
    for _ in range(_MOST_PAGES):
        if not page:
            return tuple(apps)
        apps.extend(page)
        try:
            page = parse_app_page(channel.read(InnerCommand.CONTINUE_LIST))
        except UnprovenEnd:
            # No device seals an empty answer, so the end of every list is unproven: somebody in front
            # of the chip could leave out later pages. The finding's text says so.
            # Source: Ledger OS dashboard, which wraps only answers that hold data.
            return tuple(apps)
    raise GarbledAnswer(problem="list-without-end")


def _flag_findings(apps: tuple[InstalledApp, ...], target_id: int) -> list[Finding]:
    findings: list[Finding] = []
    if custom := _names(app for app in apps if app.has(AppFlags.CUSTOM_CA)):
        findings.append(finding("genuine.custom_ca", apps=custom))
    if replaced := _names(app for app in apps if app.has(AppFlags.REPLACES_UI)):
        findings.append(finding("genuine.replaced_ui", apps=replaced))
    if sideloaded := _names(app for app in apps if app.sideloaded(target_id)):
        findings.append(finding("genuine.sideloaded_app", apps=sideloaded))
    return findings


def _bulletin_findings(apps: tuple[InstalledApp, ...], knowledge: Knowledge) -> list[Finding]:
    # The list names no versions, so this can only be a hint.
    findings: list[Finding] = []
    for app in sorted({app.name for app in apps}):
        bulletins = [bulletin for bulletin in knowledge.bulletins if app in bulletin.apps_fixed]
        if bulletins:
            ids = ", ".join(bulletin.id for bulletin in bulletins)
            fixed = max((bulletin.apps_fixed[app] for bulletin in bulletins), key=bundled_release)
            findings.append(finding("apps.bulletin", app=app, bulletins=ids, fixed=fixed))
    return findings


def _names(apps: Iterable[InstalledApp]) -> str:
    names = ", ".join(app.name for app in apps)
    # Harmless one by one, names may still spell a phrase in a row.
    return WITHHELD if preflight(names) else names
