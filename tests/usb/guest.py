"""Inside the emulated machine: runs the cases of a part and prints a line for each."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import walletsafe.resources
import walletsafe.ui

from tests.usb.stage import open_the_way
from walletsafe.transport import hid

_PATIENCE_SECONDS = 240


def main() -> int:
    """Run the cases of a part, those whose names hold one of the words if any; return 1 if one failed."""
    part, words = sys.argv[1], sys.argv[2:]
    cases = _cases_of(part)
    chosen = {name: case for name, case in cases.items() if not words or any(word in name for word in words)}
    backends = " and ".join(str(backend) for backend in hid.backends())
    site = Path(walletsafe.__file__).parents[1]
    # An editable install would lend what a broken wheel lacks.
    for package in (walletsafe, walletsafe.resources, walletsafe.ui):
        assert Path(str(package.__file__)).is_relative_to(site / "walletsafe"), package
    assert site.name == "site", site
    print(f"@@ the program is {walletsafe.__file__}, hidapi is {backends}", flush=True)
    open_the_way()
    signal.signal(signal.SIGALRM, _too_late)
    failed = 0
    for name, case in chosen.items():
        began = time.monotonic()
        signal.alarm(_PATIENCE_SECONDS)
        try:
            case()
        except Exception:  # noqa: BLE001  (whatever it was, the other cases go on)
            traceback.print_exc()
            failed += 1
            outcome = "FAILED"
        else:
            outcome = "ok"
        finally:
            signal.alarm(0)
        print(f"@@ case {outcome:6} {time.monotonic() - began:6.1f} s  {part}: {name}", flush=True)
    print(f"@@ count {len(chosen)} {failed}", flush=True)
    return min(failed, 1)


def _cases_of(part: str) -> dict[str, Callable[[], None]]:
    if part == "window":
        from tests.usb import window

        return window.CASES
    from tests.usb import cases

    return cases.CASES


def _too_late(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"nothing happened for {_PATIENCE_SECONDS} s")
