"""What the device's own screen shows while it asks its owner.

Source of the wording: owners' guides for Nano S and Nano S Plus; the prompt is "Allow unsafe manager"
or "Allow unknown manager", with Deny offered first and the key behind it. The vendor's own service is
"Ledger manager", and no key is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...widgets.device_drawing import DeviceDrawing
from ...words import words


def prompt_drawing(model_id: str, name: str, key_lines: Sequence[str]) -> DeviceDrawing:
    """Draw the model with its question; touch screens have room for the key as well.

    Without a key it is the vendor's own service that asks.
    """
    asks = words("screen.manager" if key_lines else "screen.vendor")
    drawing = DeviceDrawing(model_id, name, factor=0.85)
    if drawing.touch:
        drawing.show_screen((asks, ""), key_lines, feet=(words("screen.deny"), words("screen.allow")))
    else:
        drawing.show_screen((asks,), feet=(words("screen.deny"), words("screen.allow")))
    return drawing
