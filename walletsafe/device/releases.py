"""Release numbers of firmware and apps: parsing and ordering, pure and total.

Shapes seen on devices: ``2.1``, ``1.5.5``, ``1.2.4-2`` (a second build of 1.2.4), ``1.4.2-osu`` (the
updater on its way to 1.4.2), ``2.8.0-rc1``, ``1.4.2-das``. Source: LedgerHQ/ledger-live-common
getDeviceInfo tests; tags of LedgerHQ/ledger-secure-sdk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHAPE = re.compile(
    r"(?P<numbers>[0-9]{1,6}(?:\.[0-9]{1,6}){0,3})"
    r"(?:-(?P<build>[0-9]{1,6}))?"
    r"(?P<variants>(?:-[A-Za-z]{1,8}[0-9]{0,6}){0,2})"
)
_VARIANT = re.compile(r"-([a-z]+)([0-9]*)")


@dataclass(frozen=True, order=True, slots=True)
class ReleaseNumber:
    """A parsed release number; comparing two of them compares age.

    ``numbers`` has no trailing zeros, so 2.1 and 2.1.0 are the same release. ``build`` is the
    number behind the hyphen, 0 without one. A ``final`` release is newer than every variant of
    it; ``variants`` holds name and number of each suffix, such as ``("rc", 1)``.
    """

    numbers: tuple[int, ...]
    build: int
    final: bool
    variants: tuple[tuple[str, int], ...]

    @property
    def is_updater(self) -> bool:
        """Whether this names the updater of a release (``-osu``) instead of the release itself."""
        return any(name == "osu" for name, _ in self.variants)


def parse_release(text: str) -> ReleaseNumber | None:
    """Parse a release number, or return ``None`` for text that is none.

    ``text`` may come from an untrusted device: any text is fine, nothing is raised.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    numbers = [int(number) for number in shape["numbers"].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    variants = tuple((name, int(number or 0)) for name, number in _VARIANT.findall(shape["variants"].lower()))
    return ReleaseNumber(tuple(numbers), int(shape["build"] or 0), not variants, variants)


def bundled_release(version: str) -> ReleaseNumber:
    """Read a version of our own knowledge data. Raises :class:`ValueError`: a fault of ours."""
    number = parse_release(version)
    if number is None:
        raise ValueError(f"bundled release number {version!r} cannot be read")
    return number
