"""What the kernel refuses to a sealed process. Python's own hook is taken out, or passed by."""

from __future__ import annotations

import pytest

from tests.seal.child import KERNEL, run, told

pytestmark = KERNEL

NO_HOOK = "seal._refuse_network = lambda event, arguments: None\n"


def test_no_internet_socket_in_any_thread_by_python_or_c() -> None:
    found = told(
        NO_HOOK
        + """
found, sealed = {}, threading.Event()

def look(name):
    found[name] = sorted({*(by_python(*one) for one in INTERNET), *(by_c(*one) for one in INTERNET)})

def early():
    sealed.wait()
    look("thread made before")

before = threading.Thread(target=early)
before.start()
control = [by_python(socket.AF_INET), by_c(socket.AF_INET), by_python(socket.AF_INET, 2)]
held = seal.close()
sealed.set()
before.join()
look("main thread")
after = threading.Thread(target=look, args=["thread made after"])
after.start()
after.join()
tell(control=control, held=held, found=found)
"""
    )
    assert found["control"] == ["opened"] * 3
    assert found["held"] == "system"
    refused = ["EACCES", "PermissionError EACCES"]
    assert found["found"] == dict.fromkeys(
        ("main thread", "thread made before", "thread made after"), refused
    )


def test_nor_in_a_process_that_it_starts() -> None:
    found = told(
        """
import subprocess
AGAIN = (sys.executable, "-I", "-c", "import ctypes; print(ctypes.CDLL(None).socket(2, 1, 0))")
SHELL = ("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9")

def children():
    python = subprocess.run(AGAIN, capture_output=True, text=True).stdout.strip()
    shell = subprocess.run(SHELL, capture_output=True, text=True).stderr
    return python, shell

def forked():
    pid = os.fork()
    if pid == 0:
        os._exit(0 if by_c(socket.AF_INET) == "opened" else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

before = *children(), forked()
seal.close()
tell(before=before, after=(*children(), forked()))
"""
    )
    python, shell, forked = found["before"]
    assert int(python) > 2
    assert "Connection refused" in shell
    assert forked == 0
    python, shell, forked = found["after"]
    assert python == "-1"
    assert "Permission denied" in shell
    assert forked == 1


def test_of_all_families_only_the_two_local_ones_are_left() -> None:
    """Packets, virtual machines, Bluetooth, the kernel's cryptography and all the others."""
    found = told("""
seal.close()
tell(left=[number for number in range(256) if {by_c(number, kind) for kind in (1, 2)} != {"EACCES"}])
""")
    assert found["left"] == [1, 16]


def test_pairs_are_held_to_the_same_families() -> None:
    """TIPC, number 30, has connected pairs as local sockets do."""
    found = told("""
def pair(family):
    two = (ctypes.c_int * 2)()
    return "opened" if libc.socketpair(family, 1, 0, two) == 0 else errno.errorcode[ctypes.get_errno()]

before = pair(2)
seal.close()
tell(before=before, after=[pair(number) for number in (1, 2, 10, 30)])
""")
    assert found["before"] in {"EOPNOTSUPP", "ENOTSUP"}, "two names of one answer"
    assert found["after"] == ["opened", "EACCES", "EACCES", "EACCES"]


def test_no_ring_and_no_socket_of_another_process() -> None:
    found = told("""
def ways():
    ring = ctypes.create_string_buffer(120)
    return [raw(425, 4, ctypes.addressof(ring)), raw(438, -1, 0, 0)]

before = ways()
seal.close()
tell(before=before, after=ways())
""")
    ring, borrowed = found["before"]
    assert ring in {"opened", "EPERM", "ENOSYS"}, "kernels may have it switched off"
    assert borrowed in {"EBADF", "ENOSYS"}
    assert found["after"] == ["EACCES", "EACCES"]


def test_the_upper_half_of_a_number_is_no_way_in() -> None:
    """The kernel reads 32 bits of a family. What lies above may be anything, and changes nothing."""
    found = told("""
call = seal._MACHINES[os.uname().machine][2]
before = raw(call, 0x1_0000_0002, 1, 0)
seal.close()
tell(before=before, after=[raw(call, number, 1, 0) for number in (0x1_0000_0002, 0x10_0000_0001, -2)])
""")
    assert found["before"] == "opened"
    assert found["after"] == ["EACCES", "opened", "EACCES"]


OLD_WAY = """
import mmap
if os.uname().machine != "x86_64":
    tell(skipped="x86_64 alone has two more ways into its kernel")
    sys.exit()
# push rbx; mov eax, edi; mov ebx, esi; mov r8, rcx; mov ecx, edx; mov edx, r8d; int 0x80; cdqe; pop rbx; ret
CODE = bytes.fromhex("53 89f8 89f3 4989c8 89d1 4489c2 cd80 4898 5b c3")
page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(CODE)
place = ctypes.addressof(ctypes.c_char.from_buffer(page))
call = ctypes.CFUNCTYPE(ctypes.c_long, *(ctypes.c_long,) * 4)(place)

def as_32_bits(*numbers):
    result = call(*numbers)
    if result >= 0:
        os.close(result)
    return "opened" if result >= 0 else errno.errorcode[-result]
"""


def test_the_32_bit_way_into_the_kernel_is_shut() -> None:
    """Its number for ``socket`` is 359; 102 is the older call for everything about sockets."""
    if run(OLD_WAY + "as_32_bits(359, 2, 1, 0)").returncode < 0:
        pytest.skip("this kernel has no 32-bit way")
    found = told(
        OLD_WAY
        + """
before = as_32_bits(359, 2, 1, 0)
seal.close()
tell(before=before, after=[as_32_bits(359, 2, 1, 0), as_32_bits(359, 1, 1, 0), as_32_bits(102, 1, 0, 0)])
"""
    )
    if "skipped" in found:
        pytest.skip(found["skipped"])
    assert found["before"] == "opened"
    assert found["after"] == ["EACCES"] * 3


def test_the_x32_numbers_of_an_x86_64_kernel_are_refused() -> None:
    found = told("seal.close()\ntell(machine=os.uname().machine, call=raw(0x4000_0000 | 41, 2, 1, 0))")
    assert found["call"] == "EACCES"


def test_the_filter_stays_and_a_second_call_adds_none() -> None:
    found = told("""
def filters():
    with open("/proc/self/status") as status:
        return [line.split()[1] for line in status if line.startswith(("Seccomp", "NoNewPrivs"))]

before, held_before = filters(), seal.hold()
seal.close()
once = filters()
again, held = seal.close(), seal.hold()
tell(before=before, held_before=held_before, once=once, twice=filters(), again=again, held=held)
""")
    assert found["held_before"] == "none"
    assert found["again"] == found["held"] == "system"
    assert found["once"] == found["twice"]
    assert found["once"][:2] == ["1", "2"], "no new rights, and a filter"
    assert int(found["once"][2]) == int(found["before"][2]) + 1


OUTER = """
import struct

def outer_filter(call, error):
    steps = ((0x20, 0, 0, 0), (0x15, 0, 1, call), (6, 0, 0, 0x50000 | error), (6, 0, 0, 0x7FFF0000))
    kept = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, struct.pack("HP", 4, ctypes.addressof(kept)), 0, 0) == 0

ARCH, SECCOMP, *_ = seal._MACHINES[os.uname().machine]
PRCTL = 157 if os.uname().machine == "x86_64" else 167
"""

REFUSALS = {
    "another machine": "import types; os.uname = lambda: types.SimpleNamespace(machine='riscv64')",
    "32-bit Python": "sys.maxsize = 2**31 - 1",
    "a kernel without it": OUTER + "outer_filter(SECCOMP, errno.ENOSYS)",
    "a container that forbids it": OUTER + "outer_filter(SECCOMP, errno.EPERM)",
    "no promise about rights": OUTER + "outer_filter(PRCTL, errno.EPERM)",
    "one that says yes and does nothing": OUTER + "outer_filter(SECCOMP, 0)",
    "no ctypes": "sys.modules['ctypes'] = None",
}
WINDOW = """
held = seal.close()
from PySide6.QtWidgets import QApplication
application = QApplication([])
from walletsafe.ui.desk import Desk
from walletsafe.ui.main_window import MainWindow
window = MainWindow(Desk())
text = window.frame.connection
tell(held=held, again=seal.hold(), c=by_c(2), python=by_python(2), text=text.text(),
     meaning=[text.accessibleDescription(), text.toolTip()])
"""


@pytest.mark.parametrize("why", REFUSALS)
def test_where_the_kernel_does_not_hold_it_the_window_says_so(why: str) -> None:
    found = told(REFUSALS[why] + "\n" + WINDOW)
    assert found["held"] == found["again"] == "program"
    assert found["c"] == "opened", "nobody but the program is there"
    assert found["python"] == "NetworkRefused EACCES"
    assert found["text"] == "Offline, held by the program only"
    assert found["meaning"][0] == found["meaning"][1]
    assert "does not enforce it" in found["meaning"][0]


def test_where_it_does_the_window_says_that() -> None:
    found = told(WINDOW)
    assert (found["held"], found["c"], found["python"]) == ("system", "EACCES", "NetworkRefused EACCES")
    assert found["text"] == "Offline, enforced by the system"
    assert "refuses this window every new connection" in found["meaning"][0]
