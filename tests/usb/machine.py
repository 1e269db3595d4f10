"""An emulated Linux machine with a USB host controller and a USB device controller, both in its kernel.

Facts, measured: software emulation needs no special rights and boots in seconds; the kernel's dummy host
controller and its HID gadget make a device that enumerates as a real one does (kernel documentation,
``Documentation/usb/gadget_hid.rst`` and ``gadget_configfs.rst``).
"""

from __future__ import annotations

import gzip
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TextIO, cast

MODULES: Final = (
    "virtio_pci",
    "9pnet_virtio",
    "9p",
    "overlay",
    "usbhid",
    "hid_generic",
    "usb_storage",
    "dummy_hcd",
    "libcomposite",
    "usb_f_hid",
    "usb_f_mass_storage",
)
INIT: Final = Path(__file__).with_name("init.sh")
_MEMORY_MIB: Final = 1536


def kernel() -> Path:
    """The newest kernel of the system that has its modules beside it. Raises :class:`FileNotFoundError`."""
    found = [image for image in Path("/boot").glob("vmlinuz-*") if _folder_of(image).is_dir()]
    if not found:
        raise FileNotFoundError("no kernel in /boot: install Debian's package linux-image-amd64")
    return max(found, key=lambda image: image.stat().st_mtime)


def _folder_of(image: Path) -> Path:
    return Path("/lib/modules") / image.name.removeprefix("vmlinuz-")


def build_initramfs(image: Path, command: str, folder: Path) -> Path:
    """Write the first file system of a machine that runs ``command`` in a shell; return its file."""
    tree = folder / "initramfs"
    shutil.rmtree(tree, ignore_errors=True)
    for name in ("bin", "modules", "proc", "sys", "dev"):
        (tree / name).mkdir(parents=True)
    shutil.copy("/bin/busybox", tree / "bin/busybox")
    for number, module in enumerate(_modules(_folder_of(image).name), start=10):
        shutil.copy(module, tree / f"modules/{number}-{module.name}")
    started = INIT.read_text("utf-8").replace(
        "/bin/bash /WALLETSAFE_COMMAND", f"/bin/bash -c {shlex.quote(command)}"
    )
    (tree / "init").write_text(started, "utf-8")
    (tree / "init").chmod(0o755)
    names = "\0".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
    archive = subprocess.run(
        ["cpio", "--create", "--null", "--format=newc", "--quiet"],
        input=names.encode(),
        capture_output=True,
        check=True,
        cwd=tree,
    ).stdout
    file = folder / "initramfs.gz"
    file.write_bytes(gzip.compress(archive, 1))
    return file


def _modules(release: str) -> list[Path]:
    """The files of :data:`MODULES` and what they need, each once, in the order to load them."""
    lines = subprocess.run(
        ["/sbin/modprobe", "--set-version", release, "--show-depends", "--all", *MODULES],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return list(dict.fromkeys(Path(line.split()[1]) for line in lines if line.startswith("insmod ")))


def run(image: Path, initramfs: Path, log: Path, *, limit: float, show: Callable[[str], None]) -> str:
    """Boot, hand each line of the console to ``show``, and return the whole console once the machine is off.

    A machine that is still on after ``limit`` seconds is switched off. ``-accel tcg``: where /dev/kvm
    exists it may hang.
    """
    command = (
        "qemu-system-x86_64",
        *("-accel", "tcg", "-cpu", "max", "-m", str(_MEMORY_MIB), "-smp", "1"),
        *("-nographic", "-no-reboot", "-nic", "none"),
        *("-kernel", str(image), "-initrd", str(initramfs), "-append", "console=ttyS0 quiet panic=-1"),
        *("-virtfs", "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap"),
    )
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as machine,
    ):
        switch_off = threading.Timer(limit, machine.kill)
        switch_off.start()
        for line in cast("TextIO", machine.stdout):
            file.write(line)
            show(line.rstrip())
        switch_off.cancel()
    return log.read_text("utf-8")


def shell_line(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """A command with nothing but ``environment`` around it, as one line of shell."""
    settings = [f"{name}={value}" for name, value in environment.items()]
    return shlex.join(["env", "-i", *settings, *arguments])
