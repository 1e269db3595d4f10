"""The USB run: ``python -m tests.usb [PART [WORD...]]``.

Installs the wheel, boots one emulated machine per part, as many at a time as there are processors, and counts
their cases. Parts: ``hidraw`` and ``libusb`` run the same cases over the two ways hidapi has to a device,
``window`` the window.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.usb import machine

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "usb"
PARTS = ("window", "hidraw", "libusb")
_LIMIT_SECONDS = 450
# Not with -m: every process that plays a device would then load the whole of it once more.
_GUEST = "import sys; from tests.usb.guest import main; sys.exit(main())"


class Result(NamedTuple):
    """What one machine did. ``finished``: it counted its cases itself and said that none failed."""

    cases: int
    failed: int
    finished: bool


def main() -> int:
    """Run everything; return 0 when every case of every machine was as expected."""
    parts, words = (sys.argv[1:2], sys.argv[2:]) if sys.argv[1:] else (list(PARTS), [])
    began = time.monotonic()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    site, image = _install_wheel(), machine.kernel()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(partial(_run, site, image, words), parts))
    cases, failed = sum(result.cases for result in results), sum(result.failed for result in results)
    unfinished = [part for part, result in zip(parts, results, strict=True) if not result.finished]
    print(f"{cases} cases on a real USB stack, {failed} failed, {time.monotonic() - began:.0f} s in all.")
    for part in unfinished:
        print(f"The machine for {part} did not end well. Its console: {WORK / part / 'console.txt'}")
    return 1 if failed or unfinished or not cases else 0


def _run(site: Path, image: Path, words: list[str], part: str) -> Result:
    folder = WORK / part
    folder.mkdir()
    line = machine.shell_line([sys.executable, "-c", _GUEST, part, *words], _environment(part, site))
    initramfs = machine.build_initramfs(image, line, folder)
    console = machine.run(image, initramfs, folder / "console.txt", limit=_LIMIT_SECONDS, show=_show)
    cases = re.findall(r"^.*@@ case (\w+)", console, re.MULTILINE)
    counted = re.search(r"@@ count (\d+) 0\b", console)
    whole = counted is not None and int(counted[1]) == len(cases) and "@@ status 0" in console
    failed = len(cases) - cases.count("ok")
    if failed or not whole:
        print(console, flush=True)
    return Result(len(cases), failed, whole)


def _show(said: str) -> None:
    """Print what the machine says about its cases; the first line comes behind the firmware's own."""
    told = said.partition("@@ ")[2]
    if told.startswith(("case ", "cost", "the ", "60 ")):
        print(told.removeprefix("case "), flush=True)


def _environment(part: str, site: Path) -> dict[str, str]:
    in_front = [str(Path(__file__).parent / "libusb_only")] if part == "libusb" else []
    return {
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        # The installed wheel comes before this folder, from which only the tests are taken.
        "PYTHONPATH": ":".join([*in_front, str(site), str(ROOT)]),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }


def _install_wheel() -> Path:
    wheels, site = WORK / "wheel", WORK / "site"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)], check=True
    )
    return site


if __name__ == "__main__":
    sys.exit(main())
