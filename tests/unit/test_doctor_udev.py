"""Which udev rules let a user open a Ledger, and which only look as if."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tests.helpers.usb import LinuxTree
from walletsafe.doctor.udev import Rule, is_tagged, ledger_rules
from walletsafe.transport.usb_linux import Node

BOTH = ("hidraw", "usb")
OURS = (files("walletsafe.resources") / "udev" / "70-walletsafe-ledger.rules").read_text("utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> LinuxTree:
    return LinuxTree(tmp_path)


def only(tree: LinuxTree, line: str, name: str = "50-x.rules") -> Rule:
    tree.write(f"etc/udev/rules.d/{name}", line + "\n")
    rules = ledger_rules(tree.root)
    assert rules is not None
    (rule,) = rules
    return rule


def test_our_own_rule_works_for_both_files_and_opens_nothing_to_all(tree: LinuxTree) -> None:
    tree.write("etc/udev/rules.d/70-walletsafe-ledger.rules", OURS)
    rules = ledger_rules(tree.root) or ()
    assert [(rule.subsystems, rule.works, rule.opens_to_all) for rule in rules] == [
        (("hidraw",), True, False),
        (("usb",), True, False),
    ]


def test_our_own_rule_is_narrow() -> None:
    lines = [line for line in OURS.splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert '{idVendor}=="2c97"' in line
        assert 'TAG+="uaccess"' in line
        assert "MODE" not in line
        assert "GROUP" not in line
    assert OURS.isascii()
    assert all(len(line) <= 110 for line in OURS.splitlines())


@pytest.mark.parametrize(
    ("line", "subsystems", "tags", "to_all"),
    [
        # The three kinds of LedgerHQ/udev-rules, 20-hw1.rules, in our own words.
        ('SUBSYSTEMS=="usb", ATTRS{idVendor}=="2c97", TAG+="uaccess", TAG+="udev-acl"', BOTH, True, False),
        ('KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0666"', ("hidraw",), False, True),
        ('SUBSYSTEM=="usb", ATTR{idVendor}=="2c97", MODE="0660", GROUP="plugdev"', ("usb",), False, False),
        ('ATTR{idVendor}=="2c97", MODE:="666"', ("usb",), False, True),
        ('SUBSYSTEM=="usb|hidraw", ATTRS{idVendor}=="2581|2c97", TAG+="uaccess"', BOTH, True, False),
        ('KERNEL=="hidraw*", KERNELS=="*:2C97:*", TAG+="uaccess"', ("hidraw",), True, False),
        ('KERNELS=="0003:2C97:*", TAG+="uaccess"', ("hidraw",), True, False),
        ('ATTRS{idVendor}=="2c97", ATTR{idProduct}=="4011", TAG+="uaccess"', ("usb",), True, False),
        ('ATTRS{idVendor}=="2c97", TAG-="uaccess"', BOTH, False, False),
        ('ATTRS{idVendor}=="2c97", MODE="0606"', BOTH, False, True),
        ('ATTRS{idVendor}=="2c97", MODE="0664"', BOTH, False, False),
        ('ATTRS{idVendor}=="2c97", MODE="%c"', BOTH, False, False),
    ],
)
def test_rules_are_read(
    tree: LinuxTree, line: str, subsystems: tuple[str, ...], tags: bool, to_all: bool
) -> None:
    rule = only(tree, line)
    assert (rule.subsystems, rule.tags, rule.opens_to_all) == (subsystems, tags, to_all)
    assert rule.works is (tags or to_all)


@pytest.mark.parametrize(
    "line",
    [
        '# ATTRS{idVendor}=="2c97", TAG+="uaccess"',
        '  # ATTRS{idVendor}=="2c97", TAG+="uaccess"',
        'ATTRS{idVendor}!="2c97", TAG+="uaccess"',
        'ATTRS{idVendor}=="1050", TAG+="uaccess"',
        'ATTRS{idVendor}=="2C97", TAG+="uaccess"',  # udev minds the case
        'KERNEL=="hidraw*", KERNELS=="*:2c97:*", TAG+="uaccess"',
        'ENV{X}="ATTRS{idVendor}==2c97"',
        "not a rule at all \x00",
    ],
)
def test_rules_about_other_things_are_left_out(tree: LinuxTree, line: str) -> None:
    tree.write("etc/udev/rules.d/50-x.rules", line)
    assert ledger_rules(tree.root) == ()


@pytest.mark.parametrize(
    ("match", "product_id", "applies"),
    [
        ('ATTRS{idVendor}=="2c97"', 0x8011, True),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="0001"', 0x0001, True),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="0001"', 0x4011, False),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="1011|4011|40??"', 0x4015, True),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="1011|4011|40??"', 0x8011, False),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="40*", ATTRS{idProduct}=="4011"', 0x4015, False),
        ('KERNELS=="0003:2C97:401B.*"', 0x401B, True),
        ('KERNELS=="0003:2C97:401b.*"', 0x401B, False),
        ('KERNELS=="*:2C97:*"', 0x8011, True),
        ('KERNELS=="*:2C97:1011.*|*:2C97:4011.*"', 0x8011, False),
        ('ATTRS{idVendor}=="2c97", ATTRS{idProduct}=="401B"', 0x401B, False),
    ],
)
def test_a_rule_is_about_the_models_it_names(
    tree: LinuxTree, match: str, product_id: int, applies: bool
) -> None:
    assert only(tree, f'{match}, TAG+="uaccess"').is_about(product_id) is applies


def test_a_line_may_go_on_in_the_next(tree: LinuxTree) -> None:
    assert only(tree, 'ATTRS{idVendor}=="2c97", \\\n  TAG+="uaccess"').tags


@pytest.mark.parametrize(
    ("name", "works"),
    [
        ("20-hw1.rules", True),
        ("72-ledger.rules", True),
        ("73-ledger.rules", True),  # sorts before 73-seat-late
        ("73-z.rules", False),
        ("99-ledger.rules", False),
        ("ledger.rules", False),
    ],
)
def test_a_tag_must_come_before_tags_become_permissions(tree: LinuxTree, name: str, works: bool) -> None:
    assert only(tree, 'ATTRS{idVendor}=="2c97", TAG+="uaccess"', name).works is works


def test_a_mode_is_never_too_late(tree: LinuxTree) -> None:
    assert only(tree, 'ATTRS{idVendor}=="2c97", MODE="0666"', "99-ledger.rules").works


def test_a_file_hides_its_namesakes_in_later_folders(tree: LinuxTree) -> None:
    line = 'ATTRS{idVendor}=="2c97", TAG+="uaccess"'
    tree.write("usr/lib/udev/rules.d/20-hw1.rules", line)
    tree.write("lib/udev/rules.d/20-hw1.rules", line)
    tree.write("run/udev/rules.d/60-b.rules", line)
    tree.write("usr/local/lib/udev/rules.d/10-a.rules", line)
    assert [rule.file for rule in ledger_rules(tree.root) or ()] == [
        "10-a.rules",
        "20-hw1.rules",
        "60-b.rules",
    ]
    hidden = tree.root / "etc/udev/rules.d/20-hw1.rules"
    hidden.parent.mkdir(parents=True)
    hidden.symlink_to("/dev/null")
    assert [rule.file for rule in ledger_rules(tree.root) or ()] == ["10-a.rules", "60-b.rules"]


def test_no_rules_and_unreadable_rules_are_not_told(tree: LinuxTree) -> None:
    assert ledger_rules(tree.root) is None
    (tree.root / "etc/udev/rules.d/50-x.rules").mkdir(parents=True)
    assert ledger_rules(tree.root) is None


def test_a_tag_is_told_by_udev_itself(tree: LinuxTree) -> None:
    node = Node("/dev/hidraw0", "hidraw", "240:0")
    assert is_tagged(node, tree.root) is None
    tree.write("run/udev/tags/seat/c240:0", "")
    assert is_tagged(node, tree.root) is False
    tree.write("run/udev/tags/uaccess/c240:0", "")
    assert is_tagged(node, tree.root) is True
