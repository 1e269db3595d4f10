"""Where the program runs: in a sandboxed package, in a virtual machine, or on the computer itself."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# What hypervisors write into the machine's papers (DMI). Source: systemd, src/basic/virt.c.
_VIRTUAL_VENDORS: Final = re.compile(
    r"QEMU|KVM|Amazon EC2|VMware|VMW|innotek|VirtualBox|Xen|Bochs|Parallels|BHYVE|Hyper-V|Virtual Machine"
)
_PAPERS: Final = ("sys_vendor", "product_name", "board_vendor", "bios_vendor")


def sandbox(root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The kind of package that shuts this program in, ``Flatpak`` or ``Snap``; empty where none does.

    Sources: Flatpak puts ``/.flatpak-info`` into every sandbox, Snap sets ``SNAP`` (their documentation).
    """
    if (root / ".flatpak-info").exists():
        return "Flatpak"
    return "Snap" if environment.get("SNAP") else ""


def virtual_machine(root: Path) -> bool | None:
    """Whether this is a virtual machine, where USB devices have to be handed in; ``None``: not told."""
    papers = [_text(root / "sys/class/dmi/id" / name) for name in _PAPERS]
    processor = _text(root / "proc/cpuinfo")
    if any(paper and _VIRTUAL_VENDORS.search(paper) for paper in papers):
        return True
    # The processor's own flag. Source: Linux arch/x86/include/asm/cpufeatures.h, X86_FEATURE_HYPERVISOR.
    if processor and re.search(r"^flags\b.*\bhypervisor\b", processor, re.MULTILINE):
        return True
    told = processor and re.search(r"^flags\b", processor, re.MULTILINE)
    return False if told or any(papers) else None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
