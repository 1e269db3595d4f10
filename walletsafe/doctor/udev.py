"""The udev rules of this computer, as far as they decide who may use a Ledger.

Reads the part of the language that such rules use: matches, tags and modes. Sources: udev(7), and
systemd's ``73-seat-late.rules``, which turns the tag ``uaccess`` into a permission for whoever sits
at the computer. A rule file that sorts behind it tags in vain: always since systemd 258, and before that
until the person logged in anew (systemd pull request 39211).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from walletsafe.transport.hid import VENDOR_ID
from walletsafe.transport.usb_linux import Node

SUBSYSTEMS: Final = ("hidraw", "usb")
"""The udev subsystems of a Ledger's device files."""

_FOLDERS: Final = (
    "etc/udev/rules.d",
    "run/udev/rules.d",
    "usr/local/lib/udev/rules.d",
    "usr/lib/udev/rules.d",
    "lib/udev/rules.d",
)
_TAGS_BECOME_PERMISSIONS: Final = "73-seat-late.rules"
_ASSIGNMENT: Final = re.compile(r'([A-Z]+)(?:\{([^}]*)\})?\s*([=!+:-]?=)\s*"((?:[^"\\]|\\.)*)"')
_ALL: Final = 0o006
_VENDOR: Final = f"{VENDOR_ID:04x}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about Ledgers: the name of its file, the ``subsystems`` it speaks of, and what it does.

    ``tags`` is whether it adds the tag ``uaccess``, ``opens_to_all`` whether it makes the device file
    writable for everybody. ``products`` are patterns that a device must fit all of: none stands for
    every model.
    """

    file: str
    subsystems: tuple[str, ...]
    tags: bool
    opens_to_all: bool
    products: tuple[str, ...] = ()

    def is_about(self, product_id: int) -> bool:
        """Whether it applies to the model with this USB product id."""
        # A product id, and the kernel's name of a HID device: bus:vendor:product.number. udev minds the case.
        spellings = (f"{product_id:04x}", f"0003:{_VENDOR.upper()}:{product_id:04X}.0001")
        return all(any(_fits(name, pattern) for name in spellings) for pattern in self.products)

    @property
    def too_late(self) -> bool:
        """Whether its tag comes after the rule that makes tags effective."""
        return self.file > _TAGS_BECOME_PERMISSIONS

    @property
    def works(self) -> bool:
        """Whether it gives a permission, once it has been applied."""
        return self.opens_to_all or (self.tags and not self.too_late)


def ledger_rules(root: Path) -> tuple[Rule, ...] | None:
    """The rules about Ledgers in the order in which udev reads them; ``None`` where none can be read.

    A file hides those of the same name in later folders (udev(7)).
    """
    files: dict[str, Path] = {}
    for folder in _FOLDERS:
        for path in (root / folder).glob("*.rules"):
            files.setdefault(path.name, path)
    texts = {name: text for name in sorted(files) if (text := _text(files[name])) is not None}
    return tuple(rule for name, text in texts.items() for rule in _rules(name, text)) if texts else None


def is_tagged(node: Node, root: Path) -> bool | None:
    """Whether udev has put the tag ``uaccess`` on a device file; ``None`` where it does not say."""
    tags = root / "run/udev/tags"
    # Character devices are filed as c and their number. Source: systemd, sd-device, device_get_device_id().
    return (tags / "uaccess" / f"c{node.number}").exists() if tags.is_dir() else None


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return None


def _rules(file: str, text: str) -> Iterator[Rule]:
    for line in text.replace("\\\n", "").splitlines():
        parts = [] if line.lstrip().startswith("#") else _ASSIGNMENT.findall(line)
        matches = [(key, attribute, value) for key, attribute, sign, value in parts if sign == "=="]
        if any(_names_vendor(*match) for match in matches):
            tags = any(
                key == "TAG" and sign in {"=", "+=", ":="} and value == "uaccess"
                for key, _, sign, value in parts
            )
            opens = any(
                key == "MODE" and sign in {"=", ":="} and _opens_to_all(value)
                for key, _, sign, value in parts
            )
            subsystems = tuple(name for name in SUBSYSTEMS if _speaks_of(name, matches))
            products = tuple(
                value for key, attribute, value in matches if _names_product(key, attribute, value)
            )
            yield Rule(file, subsystems, tags, opens, products)


def _names_vendor(key: str, attribute: str, value: str) -> bool:
    if key in {"ATTR", "ATTRS"} and attribute == "idVendor":
        return _fits(_VENDOR, value)
    return key == "KERNELS" and f":{_VENDOR.upper()}:" in value


def _names_product(key: str, attribute: str, value: str) -> bool:
    if key in {"ATTR", "ATTRS"} and attribute == "idProduct":
        return True
    return key == "KERNELS" and _names_vendor(key, attribute, value)


def _speaks_of(subsystem: str, matches: list[tuple[str, str, str]]) -> bool:
    """Whether a rule with these matches may apply to files of this subsystem. Jumps are not followed."""
    for key, attribute, value in matches:
        if key == "SUBSYSTEM" and not _fits(subsystem, value):
            return False
        if key == "KERNEL" and value.startswith("hidraw") != (subsystem == "hidraw"):
            return False
        # Only a device above a hidraw file has these names; a USB device bears no name of a HID device.
        if subsystem == "hidraw" and key == "ATTR" and attribute in {"idVendor", "idProduct"}:
            return False
        if subsystem == "usb" and key == "KERNELS" and _names_vendor(key, attribute, value):
            return False
    return True


def _fits(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns.split("|"))


def _opens_to_all(mode: str) -> bool:
    return bool(re.fullmatch("[0-7]{3,5}", mode)) and int(mode, 8) & _ALL == _ALL
