"""Speed and memory as ratios, side by side in one run: ``make bench``.

Every figure is a median over several processes, taken in turns so that both sides meet the same
machine. Nothing here is a test: a figure above its budget is printed as such, and the exit status
stays 0.
"""

from __future__ import annotations

import os
import random
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mnemonic import Mnemonic

from tests import bench_scan
from tests.helpers.bench_row import Row
from walletsafe import phrases
from walletsafe.cancel import CancelToken
from walletsafe.download import digest
from walletsafe.guard import find_runs
from walletsafe.message.judge import judge
from walletsafe.message.mail import parse

PROSE = Path(__file__).parent / "prose"
ROUNDS = 9
WALLETSAFE = str(Path(sys.executable).parent / "walletsafe")

EMPTY_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        QApplication.instance().quit()

application = QApplication(sys.argv)
window = Window()
window.resize(1024, 700)
window.show()
sys.exit(application.exec())
"""

# Our own code comes first, as when the program starts: after it was imported, PySide6 reads the source
# of every module that is loaded.
OUR_WINDOW = """
import sys
from walletsafe.ui import app

def watch(application, window):
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    class FirstPaint(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.UpdateRequest and watched.isWindow():
                watched.removeEventFilter(self)
                watched.event(event)
                print("painted", flush=True)
                QApplication.instance().quit()
                return True
            return False

    application.first_paint = FirstPaint(application)
    window.installEventFilter(application.first_paint)

sys.exit(app.main(on_show=watch))
"""


def main() -> None:
    """Measure everything and print one table."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    print(f"{f'median of {ROUNDS}':<58}{'ours':>12} {'theirs':>12} {'ratio':>6}")
    print(_start_row())
    print(_check_row())
    for row in (*_window_rows(offscreen), *_word_rows(), *_message_rows(), _download_row()):
        print(row)
    for told in bench_scan.rows():
        print(told, flush=True)


def _start_row() -> Row:
    ours, theirs = _alternate([WALLETSAFE, "--version"], [sys.executable, "-c", "pass"], dict(os.environ))
    return Row("walletsafe --version / python -c pass", "ms", ours.wall, theirs.wall, 5)


def _check_row() -> Row:
    with _served("genuine-nano-s") as (port, issuer):
        environment = {**os.environ, "LEDGER_PROXY_ADDRESS": "127.0.0.1", "LEDGER_PROXY_PORT": str(port)}
        vendor = [
            sys.executable,
            "-m",
            "ledgerblue.checkGenuine",
            "--targetId",
            "0x31100004",
            "--issuerKey",
            issuer,
        ]
        own = [WALLETSAFE, "check", "--tcp", f"127.0.0.1:{port}", "--json"]
        ours, theirs = _alternate(own, vendor, environment)
    return Row("walletsafe check --tcp / ledgerblue.checkGenuine", "ms", ours.wall, theirs.wall, 0.75)


def _window_rows(environment: dict[str, str]) -> list[Row]:
    ours, theirs = _alternate(
        [sys.executable, "-c", OUR_WINDOW], [sys.executable, "-c", EMPTY_WINDOW], environment
    )
    return [
        Row("window to first paint / empty PySide6 window", "ms", ours.wall, theirs.wall, 1.35),
        Row("window's peak memory / empty PySide6 window", "MB", ours.memory, theirs.memory, 1.6),
    ]


@dataclass(frozen=True)
class Cost:
    """Wall time in ms (to the end of the process) and peak memory in MB of one kind of process."""

    wall: float
    memory: float


def _alternate(ours: list[str], theirs: list[str], environment: dict[str, str]) -> tuple[Cost, Cost]:
    for command in (ours, theirs):
        _run(command, environment)
    costs = [(_run(ours, environment), _run(theirs, environment)) for _ in range(ROUNDS)]
    return _median([cost[0] for cost in costs]), _median([cost[1] for cost in costs])


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.wall for c in costs), statistics.median(c.memory for c in costs))


def _run(command: list[str], environment: dict[str, str]) -> Cost:
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    first_line = process.stdout.readline()
    wall = (time.perf_counter() - begin) * 1000
    output = first_line + process.stdout.read()
    errors = process.stderr.read()
    _, wait_status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(wait_status)
    if b"painted" not in output:
        wall = (time.perf_counter() - begin) * 1000
    if process.returncode != 0:
        sys.exit(
            f"{command[:3]} ended with {process.returncode}:\n{(output + errors).decode(errors='replace')}"
        )
    return Cost(wall, _peak_megabytes(usage))


def _peak_megabytes(usage: resource.struct_rusage) -> float:
    # Linux counts in KiB, macOS in bytes.
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _word_rows() -> list[Row]:
    """What words cost, in this process: the validity of phrases, and the guard that every text passes."""
    rng = random.Random(1)
    made = [phrases.words_of(rng.randbytes(rng.choice((16, 32))), "english") for _ in range(500)]
    written = [" ".join(words) for words in made]
    package = Mnemonic("english")
    ours = _best(lambda: [phrases.is_valid(phrase, "english") for phrase in written]) / len(written)
    theirs = _best(lambda: [package.check(phrase) for phrase in written]) / len(written)
    rows = [Row("is a phrase valid / mnemonic.Mnemonic.check", "us", ours * 1000, theirs * 1000, 0.05)]
    for language in ("english", "french", "chinese"):
        text = (PROSE / f"{language}.txt").read_text("utf-8")
        small = _of_size(text, 10_000)
        cost, large = _best(partial(find_runs, small)), _of_size(text, 10_000_000)
        rows.append(Row(f"guard, 10 KB of {language} / 1 ms", "ms", cost, 1.0, 1))
        growth = _best(partial(find_runs, large), 2)
        rows.append(Row(f"guard, 10 MB of {language} / 1,000 times 10 KB", "ms", growth, cost * 1000, 1.5))
    return rows


def _message_rows() -> list[Row]:
    """What a mail costs from its bytes to the findings, in this process; 80 a second are 12.5 ms each."""
    sentences = (PROSE / "english.txt").read_text("utf-8").splitlines()
    batch = [_mail([line for line in sentences[at : at + 60] if line]) for at in range(0, 600, 60)]
    per_mail = _best(lambda: [judge(parse(mail)) for mail in batch], 5) / len(batch)
    small, large = _mail(sentences[:100]), _mail((sentences * 100)[:10_000])
    cost, growth = _best(lambda: judge(parse(small)), 5), _best(lambda: judge(parse(large)), 2)
    kilobytes = sum(map(len, batch)) // len(batch) // 1000
    scale = len(large) // len(small)
    return [
        Row(f"a mail of {kilobytes} KB, read and judged / 12.5 ms", "ms", per_mail, 12.5, 1),
        Row(
            f"a mail of {len(large) // 1000} KB / {scale} times {len(small) // 1000} KB",
            "ms",
            growth,
            cost * scale,
            1.5,
        ),
    ]


def _mail(sentences: list[str]) -> bytes:
    """A synthetic newsletter that claims to be of a wallet, with a link in every fourth of its rows."""
    head = (
        "From: Ledger News <news@mail.example.com>\nTo: Jo <jo@example.org>\nSubject: Your wallet\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><table>\n"
    )
    row = '<tr><td style="font-size:14px;color:#333">{}</td></tr>\n'
    link = row.format('<a href="https://news.example.com/r/{}">{}</a>')
    rows = (
        link.format(number, text) if number % 4 == 0 else row.format(text)
        for number, text in enumerate(sentences)
    )
    return f"{head}{''.join(rows)}</table></body></html>".encode()


def _download_row() -> Row:
    """The checksum of a file of 1 GB that the system has in memory already, against ``sha512sum``."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        piece = random.Random(1).randbytes(1_000_000)
        with large.open("wb") as file:
            file.writelines(piece for _ in range(1000))
        ours = _best(lambda: digest.read(large, digest.silent, CancelToken()), 3)
        theirs = _best(lambda: subprocess.run(["sha512sum", large], check=True, capture_output=True), 3)
    return Row("SHA-512 of 1 GB / sha512sum", "ms", ours, theirs, 1.15)


def _of_size(text: str, size: int) -> str:
    """``text``, repeated and cut to ``size`` bytes."""
    data = text.encode("utf-8")
    return (data * (size // len(data) + 1))[:size].decode("utf-8", "ignore")


def _best(work: Callable[[], object], rounds: int = 30) -> float:
    """The shortest of several rounds in ms: what the work costs where nothing else disturbs it."""
    begun: list[float] = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        begun.append((time.perf_counter() - begin) * 1000)
    return min(begun)


@contextmanager
def _served(scenario: str) -> Generator[tuple[int, str]]:
    """Serve a virtual device on a free port; give the port and the demo issuer key."""
    issuer = subprocess.run([WALLETSAFE, "virtual", "issuer-key"], check=True, capture_output=True, text=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [WALLETSAFE, "virtual", "serve", scenario, "--tcp", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        ready = server.stdout.readline()
        if not re.search(rf"\b{port}\b", ready):
            sys.exit(f"the virtual device did not start: {ready}")
        try:
            yield port, issuer.stdout.strip()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
