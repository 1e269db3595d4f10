"""The network seal: from :func:`close` on, this process and its children open no internet socket.

On Linux the kernel holds it, with a filter that no part of the process can take off again, whatever language
that part is written in. It binds every thread, those that run already too, and every program that is started
later. Everywhere an audit hook of Python refuses sockets and name lookups: an honest library meets it and
fails calmly; code that means to get around it can.

Layout of the filter and what is asked of the kernel: Linux ``include/uapi/linux/seccomp.h``, ``filter.h``,
``audit.h`` and ``prctl.h``. Numbers of the calls: ``arch/x86/entry/syscalls/syscall_64.tbl`` and
``include/uapi/asm-generic/unistd.h``. Address families: ``include/linux/socket.h``. Audit events: Python's
"Audit events table".
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


class Hold(StrEnum):
    """Who keeps this process offline."""

    SYSTEM = "system"
    """The kernel, and the program as well."""

    PROGRAM = "program"
    """The program's own hook alone: the kernel has no such filter, or did not take it."""

    NONE = "none"
    """Nobody: :func:`close` was not called."""


_MACHINES: Final = {"x86_64": (0xC000003E, 317, 41, 53), "aarch64": (0xC00000B7, 277, 198, 199)}
"""What differs between processors: the kernel's name, and the numbers of seccomp, socket and socketpair."""

_IO_URING_SETUP: Final = 425
_PIDFD_GETFD: Final = 438
_X32_CALLS: Final = 0x40000000

_AF_UNIX: Final = 1
_AF_NETLINK: Final = 16
_NO_FAMILY: Final = 0xFFFF
_LOCAL: Final = frozenset({_AF_UNIX, _AF_NETLINK} if sys.platform == "linux" else {_AF_UNIX})
"""What stays on this computer. Netlink is the kernel itself: it tells who comes and goes on USB."""

_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
"""The call fails as socket(2) says it does for whoever may not make one: libraries know that answer."""

_CALL, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in ``struct seccomp_data``; of the argument the lower half, as both machines count bytes."""

_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1
_SET_DUMPABLE: Final = 4
_SET_NO_NEW_PRIVS: Final = 38

_HARMLESS: Final = frozenset({"socket.gethostname", "socket.getservbyname", "socket.getservbyport"})
_ON_A_SOCKET: Final = frozenset({"socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto"})


class _State:
    hold = Hold.NONE


def close() -> Hold:
    """Seal this process for good, and return who holds the seal. A second call changes nothing.

    Call it before any input is read. What needs the internet must have been forked before. Sockets that
    were open before, or that another program hands over, go on working: no filter of this kind sees them.
    On Linux it also keeps programs that are started later from gaining rights, as the kernel asks for that.
    """
    if _State.hold is Hold.NONE:
        sys.addaudithook(_refuse_network)
        _State.hold = Hold.SYSTEM if _system_took_filter() else Hold.PROGRAM
    return _State.hold


def hold() -> Hold:
    """Return who keeps this process offline now."""
    return _State.hold


def harden_memory() -> bool:
    """Keep the memory of this process out of crash files and from other programs of the same user.

    Returns whether the system does both (Linux). Elsewhere it is at most asked to write no crash files.

    It keeps nothing from the administrator, from swap and hibernation, or from a program that looks at the
    screen or the keys. Nor does it clear anything: Python copies what it works with, and leaves the copies
    behind until their place is used again.
    """
    # First: a program that collects crash files may not ask for the limit below, but does ask for this.
    closed = sys.platform == "linux" and _prctl(_libc(), _SET_DUMPABLE, 0)
    try:
        import resource
    except ImportError:  # Windows
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return closed


def _system_took_filter() -> bool:
    """Give the kernel the filter; return whether a socket was then refused.

    A 32-bit Python runs on a 64-bit kernel as well. It calls the kernel in the way that the filter refuses
    altogether, so it must not have one.
    """
    if sys.platform != "linux" or sys.maxsize < 1 << 32:
        return False
    machine = _MACHINES.get(os.uname().machine)
    libc = None if machine is None else _libc()
    if machine is None or libc is None or not _prctl(libc, _SET_NO_NEW_PRIVS, 1):
        return False
    import ctypes

    name, seccomp, *made = machine
    instructions = b"".join(_instructions(name, *made))
    kept = ctypes.create_string_buffer(instructions)
    program = struct.pack("HP", len(instructions) // 8, ctypes.addressof(kept))
    libc.syscall.argtypes = (ctypes.c_long, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_char_p)
    libc.syscall.restype = ctypes.c_long
    # 0, or the number of a thread that could not be bound: then nothing is in force.
    if libc.syscall(seccomp, _SET_MODE_FILTER, _ALL_THREADS, program) != 0:
        return False
    # The word "system" is for what was seen. No family has this number, so nothing is opened either way.
    return libc.socket(_NO_FAMILY, 1, 0) == -1 and ctypes.get_errno() == errno.EACCES


def _instructions(machine: int, socket: int, socketpair: int) -> Iterator[bytes]:
    """The filter as the kernel's ``struct sock_filter``: operation, how far to jump if so and if not, number.

    Of a socket's family the kernel itself looks at the lower 32 bits alone, and callers may leave anything
    in the upper ones: so does the filter. ``socketpair`` is held to the same families, since not only local
    ones have it (TIPC). A ring of ``io_uring`` would make sockets without these calls, and ``pidfd_getfd``
    would take one from another process. Calls in the way of other processors, the 32-bit one and x32 that
    x86_64 kernels know, have other numbers: no part of this program uses them, and all are refused.
    """
    load, if_equal, if_at_least = _LOAD, _IF_EQUAL, _IF_AT_LEAST
    steps = (
        (load, 0, 0, _ARCHITECTURE),
        (if_equal, 0, 10, machine),
        (load, 0, 0, _CALL),
        (if_at_least, 8, 0, _X32_CALLS),
        (if_equal, 4, 0, socket),
        (if_equal, 3, 0, socketpair),
        (if_equal, 5, 0, _IO_URING_SETUP),
        (if_equal, 4, 0, _PIDFD_GETFD),
        (_RETURN, 0, 0, _ALLOW),
        (load, 0, 0, _FIRST_ARGUMENT),
        (if_equal, 2, 0, _AF_UNIX),
        (if_equal, 1, 0, _AF_NETLINK),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    return (struct.pack("=HBBI", *step) for step in steps)


def _libc() -> Any | None:
    """The C library of this process with its errors kept; ``None`` where Python cannot call it."""
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError):
        return None


def _prctl(libc: Any | None, option: int, value: int) -> bool:
    if libc is None:
        return False
    import ctypes

    libc.prctl.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    return bool(libc.prctl(option, value, 0, 0, 0) == 0)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook. It is called for everything that Python audits, so it looks at the name first."""
    if event.startswith("socket.") and _reaches_out(event, arguments):
        # Not loaded at the start: the first page needs no errors.
        from walletsafe.errors import NetworkRefused

        raise NetworkRefused(event=event)


def _reaches_out(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event of Python's ``socket`` may leave this computer. One that is not known does.

    A socket made from a descriptor alone has no family yet (-1): it may be any.
    """
    if event in _HARMLESS:
        return False
    if event == "socket.__new__":
        return arguments[1] not in _LOCAL
    if event in _ON_A_SOCKET:
        return getattr(arguments[0], "family", None) not in _LOCAL
    return True
