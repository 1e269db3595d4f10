"""The paper of this computer."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from walletsafe.paper.blocks import PaperSize

_LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""Where paper is US Letter; it is A4 everywhere else. Source: Unicode CLDR, measurement data, paperSize."""


def usual_paper() -> PaperSize:
    """The paper of the country that this computer is set to."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return PaperSize.LETTER if code in _LETTER else PaperSize.A4
