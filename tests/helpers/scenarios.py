"""What each virtual Ledger must give, through whichever door it is checked."""

from __future__ import annotations

EXPECTED: dict[str, tuple[int, frozenset[str]]] = {
    name: (exit_status, frozenset(ids.split()))
    for name, exit_status, ids in (
        ("genuine-nano-s", 0, "genuine.verified firmware.newest_known"),
        ("genuine-nano-s-plus", 0, "genuine.verified firmware.newest_known"),
        ("genuine-stax", 0, "genuine.verified firmware.newest_known"),
        ("genuine-flex", 0, "genuine.verified firmware.newest_known"),
        ("genuine-nano-gen5", 0, "genuine.verified firmware.newest_known"),
        ("nano-x", 3, "genuine.model_refuses"),
        ("outdated", 1, "firmware.below_security_floor"),
        ("newer-than-list", 0, "firmware.newer_than_list"),
        ("never-issued", 1, "firmware.never_issued"),
        ("counterfeit-self-signed", 1, "genuine.certificate_invalid"),
        ("counterfeit-replayed", 1, "genuine.possession_invalid"),
        ("counterfeit-version-lie", 1, "genuine.version_differs"),
        ("custom-ca", 1, "genuine.custom_ca"),
        ("replaced-ui", 1, "genuine.replaced_ui"),
        ("sideloaded-app", 0, "genuine.sideloaded_app"),
        ("pre-filled-phrase", 1, "origin.phrase_prefilled genuine.verified"),
        ("locked", 3, "device.locked"),
        ("not-set-up", 3, "device.not_set_up"),
        ("app-open", 3, "device.app_open"),
        ("bootloader", 3, "device.bootloader"),
        ("updater", 3, "device.updater"),
        ("silent", 3, "device.silent"),
        ("refused", 4, "genuine.refused_on_device"),
        ("unplugged", 3, "device.unplugged"),
        ("garbage", 3, "transport.garbage"),
        ("cross-talk", 0, "genuine.verified"),
        ("slow", 0, "genuine.verified"),
    )
}
"""Scenario to exit status and finding ids that must be in the report, all with the harmless answers."""

OUTCOME_OF_EXIT = {0: "passed", 1: "did-not-pass", 3: "could-not-check", 4: "stopped"}

CERTIFIED = frozenset(
    name for name in EXPECTED if name.startswith("genuine-") or "genuine.verified" in EXPECTED[name][1]
) | {"newer-than-list", "outdated", "sideloaded-app", "custom-ca", "replaced-ui"}
"""Scenarios whose chip is certified: only their reports may hold ``genuine.verified``."""
