"""Processes that seal themselves: a seal cannot be taken off, so no test puts one on itself."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds the seal on Linux alone")
KERNEL = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="the filter is written for Linux on x86_64 and aarch64",
)

PRELUDE = """
import ctypes, errno, json, os, socket, sys, threading
from walletsafe import seal

INTERNET = [(family, kind) for family in (socket.AF_INET, socket.AF_INET6) for kind in (1, 2, 3)]
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

def answer(result):
    if result < 0:
        return errno.errorcode[ctypes.get_errno()]
    os.close(result)
    return "opened"

def by_c(family, kind=1):
    return answer(libc.socket(family, kind, 0))

def raw(*numbers):
    return answer(libc.syscall(*(ctypes.c_long(number) for number in numbers)))

def by_python(family, kind=1):
    try:
        socket.socket(family, kind).close()
    except OSError as error:
        return f"{type(error).__name__} {errno.errorcode[error.errno]}"
    return "opened"

def tell(**found):
    print(json.dumps(found), flush=True)
"""
"""What the scripts begin with. ``by_c`` and ``raw`` pass Python's audit hooks by."""


def run(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script after the prelude, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + script],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


def told(script: str, **environment: str) -> Any:
    """Run a script; return what it told."""
    done = run(script, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])
