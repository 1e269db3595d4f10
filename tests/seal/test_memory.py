"""Memory: out of crash files, and closed to other programs of the same user."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

from tests.seal.child import LINUX, run, told

pytestmark = LINUX

ORDINARY_USER = """
import resource  # before this user may no longer reach Python's own folder
if os.geteuid() == 0:  # who may look into everything
    os.setgid(65534)
    os.setuid(65534)
    libc.prctl(4, 1, 0, 0, 0)  # a change of user closes it as well: as an ordinary program begins

def seen_by_another():
    pid = os.fork()
    if pid == 0:
        try:
            with open(f"/proc/{os.getppid()}/environ", "rb") as memory:
                memory.read(1)
            os._exit(0)
        except OSError as error:
            os._exit(error.errno)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
"""


def test_another_program_of_the_same_user_cannot_read_it() -> None:
    found = told(
        ORDINARY_USER
        + """
before = seen_by_another()
done = seal.harden_memory()
tell(before=before, done=done, after=errno.errorcode[seen_by_another()], dumpable=libc.prctl(3, 0, 0, 0, 0))
sys.stdout.flush()
os._exit(0)  # an ordinary user may not write where this process began
"""
    )
    assert found == {"before": 0, "done": True, "after": "EACCES", "dumpable": 0}


@pytest.mark.parametrize("hardened", [False, True])
def test_a_crash_leaves_no_file_with_its_memory(hardened: bool, tmp_path: Path) -> None:
    if not Path("/proc/sys/kernel/core_pattern").read_text().startswith(("core", "/")):
        pytest.skip("a program of this system collects the crash files")
    limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
    done = run(f"""
import resource
resource.setrlimit(resource.RLIMIT_CORE, ({limit}, {limit}))
{"seal.harden_memory()" if hardened else ""}
print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)
os.chdir({str(tmp_path)!r})
os.abort()
""")
    assert done.returncode == -signal.SIGABRT
    if hardened:
        assert done.stdout == "(0, 0)\n"
        assert list(tmp_path.iterdir()) == []
    elif limit != 0:
        assert [path.name[:4] for path in tmp_path.iterdir()] == ["core"], "else this test shows nothing"


def test_a_sealed_process_reads_its_own_files_and_sees_others() -> None:
    """The doctor looks into other processes, and Python into its own."""
    found = told("""
from pathlib import Path
from walletsafe.transport import usb_linux

def look():
    own = sorted(os.listdir("/proc/self/fd")), os.readlink("/proc/self/exe")
    other = usb_linux.holders(["/dev/null"], Path("/"))
    return own, other.complete, bool(usb_linux.usb_devices(Path("/")) is None)

before = look()
seal.close()
seal.harden_memory()
tell(before=before, after=look())
""")
    assert found["before"] == found["after"]
