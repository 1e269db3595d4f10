"""USB devices that this kernel plays: made in configfs, plugged in and out by writing to ``UDC``.

Source: Linux ``Documentation/usb/gadget_configfs.rst``, ``Documentation/usb/gadget_hid.rst``,
``Documentation/ABI/testing/configfs-usb-gadget-hid``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_CONFIGFS: Final = Path("/sys/kernel/config/usb_gadget")
_ENGLISH: Final = "strings/0x409"
_VENDOR: Final = 0x2C97
# The 34-byte report descriptor of a Ledger: usage page FFA0, 64 bytes in, 64 bytes out, no report id.
# Source: ledger-secure-sdk lib_stusb.
_REPORT_DESCRIPTOR: Final = bytes.fromhex(
    "06a0ff0901a1010903150026ff007508954081080904150026ff00750895409108c0"
)
_PATIENCE: Final = 20.0


class Gadget:
    """One USB device on one of the kernel's dummy controllers (``number`` 0 or 1)."""

    def __init__(self, number: int, product_id: int, *, name: str) -> None:
        self._folder = _CONFIGFS / f"g{number}-{name}"
        self._controller = f"dummy_udc.{number}"
        self._folder.mkdir()
        self._write("idVendor", f"{_VENDOR:#06x}")
        self._write("bcdDevice", "0x0201")
        self.set_product(product_id)
        (self._folder / _ENGLISH).mkdir(parents=True)
        for entry, text in (("manufacturer", "Ledger"), ("product", "Nano"), ("serialnumber", "0001")):
            self._write(f"{_ENGLISH}/{entry}", text)
        (self._folder / "configs/c.1").mkdir()

    def set_product(self, product_id: int) -> None:
        """Change the product id; only while unplugged."""
        self._write("idProduct", f"{product_id:#06x}")

    def plug_in(self) -> None:
        """Put the device on the bus."""
        self._write("UDC", self._controller)

    def unplug(self) -> None:
        """Take the device off the bus, whatever is under way."""
        self._write("UDC", "\n")

    def remove(self) -> None:
        """Unplug it and take it out of configfs."""
        if (self._folder / "UDC").read_text().strip():
            self.unplug()
        for link in (self._folder / "configs/c.1").iterdir():
            if link.is_symlink():
                link.unlink()
        for folder in ("configs/c.1", _ENGLISH):
            (self._folder / folder).rmdir()
        for function in (self._folder / "functions").iterdir():
            function.rmdir()
        self._folder.rmdir()

    def add_disk(self, image: Path) -> None:
        """Let it offer a disk with the content of ``image`` as well; only while unplugged."""
        self._add_function("mass_storage.0", {"lun.0/file": str(image)})

    def _add_function(self, name: str, settings: dict[str, str | bytes]) -> Path:
        function = self._folder / "functions" / name
        function.mkdir()
        for entry, value in settings.items():
            data = value if isinstance(value, bytes) else value.encode()
            (function / entry).write_bytes(data)
        (self._folder / "configs/c.1" / name).symlink_to(function)
        return function

    def _write(self, entry: str, value: str) -> None:
        (self._folder / entry).write_text(value)


class LedgerGadget(Gadget):
    """A device with the one HID interface of a Ledger; what it says is up to whoever opens :attr:`node`."""

    def __init__(self, number: int, product_id: int) -> None:
        super().__init__(number, product_id, name="ledger")
        settings: dict[str, str | bytes] = {
            "protocol": "0",
            "subclass": "0",
            "report_length": "64",
            "report_desc": _REPORT_DESCRIPTOR,
        }
        function = self._add_function(f"hid.usb{number}", settings)
        self._numbers = (function / "dev").read_text().strip()

    @property
    def node(self) -> Path:
        """The file behind which the device is played; it exists while the device is plugged in."""
        link = Path("/sys/dev/char") / self._numbers
        wait_until(link.exists)
        return Path("/dev") / link.resolve().name


class DiskGadget(Gadget):
    """A USB stick that says it is made by Ledger. Such implants were mailed to owners in 2021."""

    def __init__(self, number: int, product_id: int, image: Path) -> None:
        super().__init__(number, product_id, name="disk")
        self.add_disk(image)


def wait_until(true: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Wait for something the kernel does in its own time. Raises :class:`TimeoutError`."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
