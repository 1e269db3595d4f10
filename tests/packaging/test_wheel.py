"""What is built and installed is whole, and runs from anywhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FOLDERS = {
    "walletsafe": ROOT / "walletsafe",
    "walletsafe.ui": ROOT / "ui",
    "walletsafe.resources": ROOT / "resources",
}

pytestmark = pytest.mark.xdist_group("wheel")


def packages_in(name: str, folder: Path) -> set[str]:
    inside = {init.parent.relative_to(folder) for init in folder.rglob("__init__.py")}
    return {".".join((name, *path.parts)) for path in inside}


def sources_in(folder: Path) -> dict[str, str]:
    """Relative path and hash of every file that belongs into the wheel."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_folder_with_code_is_listed_as_a_package() -> None:
    expected = {package for name, folder in FOLDERS.items() for package in packages_in(name, folder)}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == expected


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_every_module_is_inside_a_package(folder: Path) -> None:
    assert [path for path in folder.rglob("*.py") if not (path.parent / "__init__.py").exists()] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from that archive."""
    source = tmp_path_factory.mktemp("source")
    for name in ("walletsafe", "ui", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return out


def test_the_wheel_holds_every_file_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix("walletsafe/"): hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if ".dist-info/" not in name
        }
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    expected = sources_in(ROOT / "walletsafe")
    expected |= {f"ui/{name}": digest for name, digest in sources_in(ROOT / "ui").items()}
    expected |= {f"resources/{name}": digest for name, digest in sources_in(ROOT / "resources").items()}
    assert packed == expected


def test_the_source_archive_holds_the_data(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {f"resources/{name}" for name in sources_in(ROOT / "resources")} <= names


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds our wheel alone.

    The dependencies are lent by the environment of the tests through a path file. Path files of a
    lent folder are not read, so the editable install in there stays out of the way.
    """
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    (wheel,) = built.glob("*.whl")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()))
    return environment / "bin"


def run(command: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))
    }
    return subprocess.run(
        [str(command), *arguments], check=False, capture_output=True, text=True, cwd="/", env=environment
    )


def test_the_installed_code_is_the_wheel(installed: Path) -> None:
    source = (
        "import walletsafe, walletsafe.ui, walletsafe.resources as r; print(walletsafe.__file__, r.__file__)"
    )
    result = run(installed / "python", "-c", source)
    assert result.stdout.count(str(installed.parent)) == 2, result.stderr


def test_the_installed_command_says_its_version(installed: Path) -> None:
    result = run(installed / "walletsafe", "--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("walletsafe ")


def test_the_installed_command_checks_a_virtual_device(installed: Path) -> None:
    result = run(
        installed / "walletsafe", "check", "--virtual", "genuine-nano-s", "--json", "--answers", "clean"
    )
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert (report["outcome"], report["demo"]) == ("passed", True)


def test_the_installed_window_can_be_loaded(installed: Path) -> None:
    result = run(installed / "python", "-c", "import walletsafe.ui.app")
    assert (result.returncode, result.stderr) == (0, "")
