"""Who may import what. Held by reading the source, so that an import inside a function counts as well."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "walletsafe").rglob("*.py"))
WINDOW = sorted((ROOT / "ui").rglob("*.py"))

HOMES = {
    "cryptography": (
        "walletsafe/device/certificates.py",
        "walletsafe/device/keys.py",
        "walletsafe/download/*",
        "walletsafe/virtual/*",
    ),
    "hid": ("walletsafe/transport/hid.py",),
    "hidraw": ("walletsafe/transport/hid.py",),
    "ledgerblue": ("walletsafe/device/channel.py",),
    "mnemonic": ("walletsafe/wordlists.py",),
    "socket": (
        "walletsafe/online/connection.py",
        "walletsafe/online/proxy.py",
        "walletsafe/transport/tcp.py",
        "walletsafe/virtual/server.py",
    ),
    "ssl": ("walletsafe/online/connection.py",),
    "lz4": ("walletsafe/scan/documents/*",),
    "olefile": ("walletsafe/scan/documents/*",),
    "pypdfium2": ("walletsafe/scan/documents/*",),
    "re2": ("walletsafe/scan/first_pass.py",),
    "tesserocr": ("walletsafe/scan/pictures.py",),
    "PIL": ("walletsafe/message/picture.py", "walletsafe/scan/pictures.py"),
    "platformdirs": ("walletsafe/report/cases.py",),
    "reportlab": ("walletsafe/paper/*",),
    "publicsuffixlist": ("walletsafe/message/*",),
    "zxingcpp": ("walletsafe/message/picture.py",),
    "websocket": ("walletsafe/online/connection.py",),
    "PySide6": ("ui/*",),
}
"""Confined libraries, each with the files that may import it."""

NETWORK = {
    "asyncio",
    "ftplib",
    "http.client",
    "http.server",
    "requests",
    "smtplib",
    "socketserver",
    "urllib3",
}
NEVER = NETWORK | {
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "ledgerblue.comm",
    "resources",
    "ui",
    "urllib.request",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    """Every name that is imported, as module and as module.attribute; relative ones are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):
            constants = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
            yield from (value for value in constants if isinstance(value, str))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def imported_by(path: Path) -> set[str]:
    return set(imports(ast.parse(path.read_text())))


def trespasses(path: Path, names: set[str]) -> list[str]:
    """The confined libraries among ``names`` that may not be imported by ``path``."""
    return [
        library
        for library, homes in HOMES.items()
        if any(within(name, library) for name in names)
        and not any(fnmatch(relative(path), home) for home in homes)
    ]


def test_the_reader_sees_every_way_to_import() -> None:
    source = """
import hid
def late():
    from PySide6 import QtNetwork
    importlib.import_module("ledgerblue.comm")
    __import__("socket")
"""
    names = set(imports(ast.parse(source)))
    assert {"hid", "PySide6.QtNetwork", "ledgerblue.comm", "socket"} <= names
    assert set(trespasses(ROOT / "walletsafe/checks/runner.py", names)) == {
        "PySide6",
        "hid",
        "ledgerblue",
        "socket",
    }


@pytest.mark.parametrize("path", CORE + WINDOW, ids=relative)
def test_confined_libraries_stay_at_home(path: Path) -> None:
    assert trespasses(path, imported_by(path)) == []


@pytest.mark.parametrize("path", CORE + WINDOW, ids=relative)
def test_nothing_that_reaches_the_network_is_imported(path: Path) -> None:
    assert {name for name in imported_by(path) if any(within(name, banned) for banned in NEVER)} == set()


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_the_core_does_not_know_the_window(path: Path) -> None:
    """Save for the command line, which opens it late: inside a function."""
    tree = ast.parse(path.read_text())
    at_load = {name for statement in tree.body if not _defers(statement) for name in imports(statement)}
    names = at_load if "cli" in path.parts else set(imports(tree))
    assert not any(within(name, "walletsafe.ui") for name in names)


def _defers(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.ClassDef)


@pytest.mark.parametrize("path", WINDOW, ids=relative)
def test_the_window_names_itself_relatively(path: Path) -> None:
    assert not any(within(name, "walletsafe.ui") for name in imported_by(path))


def run_python(source: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_every_core_module_imports_without_qt() -> None:
    modules = [
        relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in CORE
        if path.name != "__main__.py"
    ]
    source = f"""
import importlib, sys
for name in ("PySide6", "shiboken6"):
    sys.modules[name] = None
for name in {modules!r}:
    importlib.import_module(name)
assert "walletsafe.ui" not in sys.modules
"""
    result = run_python(source)
    assert result.returncode == 0, result.stderr


def test_the_window_is_loaded_once_under_one_name() -> None:
    modules = [
        "walletsafe." + relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in WINDOW
    ]
    source = f"""
import importlib, sys
for name in {modules!r}:
    importlib.import_module(name)
doubled = {{"ui", "resources"}} & set(sys.modules)
assert not doubled, doubled
assert "PySide6.QtNetwork" not in sys.modules
"""
    result = run_python(source)
    assert result.returncode == 0, result.stderr
