from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from walletsafe.cancel import CancelToken
from walletsafe.phrases import words_of
from walletsafe.scan import ahead, crew, engine, places, worker
from walletsafe.scan.engine import Pause, Scope, scan, scan_clipboard
from walletsafe.scan.finds import Find, Grade, Layout, NotRead, Progress, Reason, Result, Source, Trace
from walletsafe.scan.protocol import BadMessage, Found
from walletsafe.scan.tally import Tally

READER = """
import json, os, sys, time
def say(*message):
    os.write(1, json.dumps(message).encode() + b"\\n")
log = open(LOG, "a") if LOG else None
say("ready")
for line in sys.stdin:
    careful, folders = json.loads(line)
    paths = [os.path.join(folder, name) for folder, names in folders for name in names]
    for number, path in enumerate(paths):
        name = os.path.basename(path)
        if careful or not name.startswith("sudden"):
            say("at", number)
        if "crash" in name:
            os._exit(1)
        if "hang" in name:
            time.sleep(60)
        if "garbage" in name:
            os.write(1, b"this is no message\\n")
        if "slow" in name:
            time.sleep(0.2)
        if "beyond" in name:
            say("lost", 5000, "", "damaged")
        if "lost" in name:
            say("lost", number, "in\\u202eside", "encrypted")
        if "seen" in name:
            trace = ["recovery_phrase" if "sure" in name else "looks_like_phrase", "english", 12, "row", ""]
            say("found", number, "", trace, 1700000000, [], 0, [1, 2] if "linked" in name else [])
        if "picture" in name:
            say("pictures", 1, 2)
        say("alive", 10)
        say("finished", [number])
        if log:
            log.write(name + "\\n"); log.flush()
    say("done")
"""
"""Stands for a reader. What a file's name says, it does."""


class Heard:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.steps: list[Progress] = []
        self.finds: list[Find] = []
        self.lost: list[NotRead] = []
        self.on_progress: Callable[[], object] = lambda: None

    def progressed(self, progress: Progress) -> None:
        self.steps.append(progress)
        self.on_progress()

    def found(self, find: Find) -> None:
        self.finds.append(find)

    def not_read(self, item: NotRead) -> None:
        self.lost.append(item)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.setattr(places, "likely", lambda: ())
    script = tmp_path / "reader.py"
    script.write_text(READER.replace("LOG", repr(str(tmp_path / "log"))))
    return (sys.executable, "-I", "-S", str(script))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"0123456789")


def run(root: Path, command: Sequence[str], heard: Heard | None = None, **scope: Any) -> Result:
    return scan(Scope((root,), **scope), heard or Heard(), CancelToken(), Pause(), command)


def reasons(result: Result) -> list[tuple[str, Reason]]:
    return sorted((item.path.name, item.reason) for item in result.not_read)


def has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def test_every_file_is_read_and_counted(root: Path, reader: tuple[str, ...], tmp_path: Path) -> None:
    names = [f"{number}/{letter}" for number in range(60) for letter in "abcdefghij"]
    put(root, *names, "x-picture")
    heard = Heard()
    result = run(root, reader, heard)
    assert (result.files, result.bytes) == (601, 6010)
    assert (result.pictures_read, result.pictures_not_read) == (1, 2)
    assert (result.stopped, result.out_of_time, result.not_read) == (False, False, ())
    assert result.roots == (places.shown(root),)
    assert len((tmp_path / "log").read_text().split()) == 601
    last = heard.steps[-1]
    assert (last.files, last.total_files, last.bytes) == (601, 601, 6010)


def test_an_empty_folder_is_scanned_at_once(root: Path, reader: tuple[str, ...]) -> None:
    result = run(root, reader)
    assert (result.files, result.finds, result.not_read) == (0, (), ())


def test_finds_are_told_at_once_and_sorted_at_the_end(root: Path, reader: tuple[str, ...]) -> None:
    put(root, "node_modules/x/sure-seen", "a/seen", "a/sure-seen.docx", "Dropbox/sure-seen")
    heard = Heard()
    result = run(root, reader, heard)
    assert sorted(heard.finds, key=str) == sorted(result.finds, key=str)
    shown = [find.place.removeprefix(places.shown(root)) for find in result.finds]
    assert sorted(shown[:2]) == ["/Dropbox/sure-seen", "/a/sure-seen.docx"]
    assert shown[2:] == ["/node_modules/x/sure-seen", "/a/seen"]
    by_name = {find.path.parent.name: find for find in result.finds}
    assert by_name["Dropbox"].synced
    assert not by_name["x"].synced
    assert by_name["x"].modified.startswith("2023-11-1")
    assert {find.source for find in result.finds} == {Source.FILE, Source.DOCUMENT}


def test_links_to_one_file_are_one_find_whoever_read_them(root: Path, reader: tuple[str, ...]) -> None:
    put(root, "linked-seen-1", "linked-seen-2", "seen")
    assert len(run(root, reader).finds) == 2


def tallied(index: int = 0, **fields: Any) -> Found:
    trace = Trace(Grade.RECOVERY_PHRASE, "english", 12, Layout.ROW)
    return Found(index, "", trace, 1_700_000_000, **fields)


def test_of_links_to_one_file_those_that_are_copied_elsewhere_are_told_as_well() -> None:
    tally = Tally(Heard())
    for folder in ("Docs", "Dropbox", "Other", "Dropbox"):
        tally.found(Path("/x", folder, "seed.txt"), tallied(identity=(1, 2)))
    result = tally.result((), 1.0, stopped=False, out_of_time=False)
    assert [(find.path.parent.name, find.synced) for find in result.finds[:2]] == [
        ("Docs", False),
        ("Dropbox", True),
    ]
    assert "Other" not in {find.path.parent.name for find in result.finds}


def test_a_name_that_tells_words_of_one_find_is_withheld_wherever_it_stands() -> None:
    heard = Heard()
    tally = Tally(heard)
    folder = Path("/x/qqa qqb qqc")
    tally.lost(folder / "locked.zip", "", Reason.ENCRYPTED)
    tally.found(folder / "before.txt", tallied())
    tally.found(folder / "phrase.txt", tallied(telling=(2,)))
    tally.found(folder / "other.txt", tallied())
    tally.lost(folder / "in" / "later.zip", "", Reason.ENCRYPTED)
    result = tally.result((folder, Path("/x")), 1.0, stopped=False, out_of_time=False)
    shown = [find.place for find in result.finds] + [item.place for item in result.not_read]
    assert shown == [
        "/x/?/before.txt",
        "/x/?/phrase.txt",
        "/x/?/other.txt",
        "/x/?/locked.zip",
        "/x/?/in/later.zip",
    ]
    assert result.roots == ("/x/?", "/x")
    assert [find.place for find in heard.finds[1:]] == shown[1:3]
    assert heard.lost[1].place == shown[4]
    assert tally.on_the_way(folder / "deeper") == "/x/?"


def test_a_place_is_shown_in_few_names_while_it_is_read() -> None:
    tally = Tally(Heard())
    assert tally.on_the_way(Path("/x/y/z/a")) == "/x/y"
    assert tally.on_the_way(places.home() / "a" / "b" / "c") == places.shown(places.home() / "a" / "b")
    words = words_of(os.urandom(16), "english")
    assert tally.on_the_way(Path("/x", " ".join(words[:6]), "z")) == "/x/?"
    assert tally.on_the_way(Path("/")) == "/"


def test_the_progress_of_a_scan_names_no_folder_deep_down(root: Path, reader: tuple[str, ...]) -> None:
    put(root, *(f"deep/deeper/slow-{number}" for number in range(4)))
    heard = Heard()
    run(root, reader, heard)
    assert [step for step in heard.steps if step.place]
    assert not [step for step in heard.steps if "deep" in step.place]


def test_what_was_not_read_is_told(root: Path, reader: tuple[str, ...]) -> None:
    put(root, "lost", "fine")
    heard = Heard()
    result = run(root, reader, heard)
    assert result.not_read == tuple(heard.lost)
    (item,) = result.not_read
    assert (item.member, item.reason, item.path) == ("in\\u{202E}side", Reason.ENCRYPTED, root / "lost")
    assert result.files == 2


def test_a_root_that_is_not_there_is_told(root: Path, reader: tuple[str, ...]) -> None:
    result = run(root / "nothing", reader)
    assert reasons(result) == [("nothing", Reason.VANISHED)]


@pytest.mark.parametrize("name", ["crash", "sudden-crash", "garbage", "beyond", "sudden-garbage"])
def test_a_reader_that_fails_loses_one_file_and_the_scan_goes_on(
    name: str, root: Path, reader: tuple[str, ...]
) -> None:
    put(root, *"abcdefgh", name, "seen", *"ijkl")
    result = run(root, reader)
    assert reasons(result) == [(name, Reason.READER_FAILED)]
    assert result.files == 14
    assert {find.path.name for find in result.finds} == {"seen"}
    assert not has_children()


def test_a_reader_that_hangs_loses_one_file_and_the_scan_goes_on(
    root: Path, reader: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.6)
    put(root, *"abcdefgh", "hang", "seen", "slow")
    result = run(root, reader)
    assert reasons(result) == [("hang", Reason.TOO_SLOW)]
    assert result.files == 11
    assert len(result.finds) == 1


def test_many_failures_lose_no_more_than_the_files_that_caused_them(
    root: Path, reader: tuple[str, ...]
) -> None:
    bad = [f"{number}-crash" for number in range(8)]
    put(root, *bad, *(f"{number}-seen" for number in range(8)))
    result = run(root, reader)
    assert reasons(result) == [(name, Reason.READER_FAILED) for name in bad]
    assert len(result.finds) == 8


@pytest.mark.parametrize("code", ["import os; os._exit(3)", "print('no reader of ours', flush=True)"])
def test_where_no_reader_starts_nothing_was_read_and_that_is_said(
    code: str, root: Path, reader: tuple[str, ...]
) -> None:
    put(root, "a", "b")
    result = run(root, (sys.executable, "-I", "-S", "-c", code))
    assert reasons(result) == [("root", Reason.READER_FAILED)]
    assert (result.files, result.finds) == (0, ())


def test_an_error_in_the_walk_is_not_taken_for_its_end(
    root: Path, reader: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[Path, ...]:
        raise ZeroDivisionError

    monkeypatch.setattr(places, "likely", fail)
    assert reasons(run(root, reader)) == [("root", Reason.READER_FAILED)]
    assert not has_children()


def test_what_was_found_before_the_walk_failed_is_kept(
    root: Path, reader: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, *(f"seen-{number}" for number in range(300)))
    real = crew.batch_of
    left = [1]

    def fails_later(files: Sequence[tuple[str, Sequence[str]]]) -> crew.Batch:
        if not left:
            raise OSError(5, "")
        left.pop()
        return real(files)

    monkeypatch.setattr(ahead, "batch_of", fails_later)
    result = run(root, reader)
    assert len(result.finds) == 256
    assert reasons(result) == [("root", Reason.UNREADABLE)]


@pytest.mark.parametrize("fails", [[True, False], [True, True]])
def test_a_reader_that_the_system_does_not_start_leaves_the_work_to_others(
    fails: list[bool], root: Path, reader: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "seen")
    real = crew.Hand
    starts = iter(fails)

    def start(*given: Any) -> crew.Hand:
        if next(starts):
            raise BlockingIOError(11, "")
        return real(*given)

    monkeypatch.setattr(engine, "Hand", start)
    result = run(root, reader, workers=2)
    assert len(result.finds) == (0 if all(fails) else 1)
    assert reasons(result) == ([("root", Reason.READER_FAILED)] if all(fails) else [])


def test_a_walk_waits_where_too_many_names_wait(
    root: Path, reader: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, *(f"{number}/{'x' * 200}" for number in range(300)))
    monkeypatch.setattr(ahead, "_MOST_WAITING", 20_000)
    monkeypatch.setattr(ahead, "_BATCH", 8)
    walked = ahead.Ahead((root,), threading.Event())
    most = 0
    while not walked.is_done or walked.waiting:
        most = max(most, sum(len(batch.line) for batch in tuple(walked.waiting)))
        if len(walked.waiting) > 3 or walked.is_done:
            walked.take()
    walked.end()
    assert walked.files == 300
    assert most < 30_000


def test_a_person_stops_the_scan_and_gets_what_was_found(root: Path, reader: tuple[str, ...]) -> None:
    put(root, *(f"slow-seen-{number:03d}" for number in range(100)))
    cancel, heard = CancelToken(), Heard()
    heard.on_progress = lambda: cancel.cancel() if heard.finds else None
    result = scan(Scope((root,)), heard, cancel, Pause(), reader)
    assert result.stopped
    assert not result.out_of_time
    assert 0 < len(result.finds) < 100
    assert not has_children()


def test_a_scan_that_was_stopped_before_it_began_reads_nothing(root: Path, reader: tuple[str, ...]) -> None:
    put(root, "a")
    cancel = CancelToken()
    cancel.cancel()
    result = scan(Scope((root,)), Heard(), cancel, Pause(), reader)
    assert (result.stopped, result.files) == (True, 0)


def test_the_time_that_was_given_ends_the_scan(root: Path, reader: tuple[str, ...]) -> None:
    put(root, *(f"slow-{number:03d}" for number in range(100)))
    result = run(root, reader, max_minutes=0.5 / 60)
    assert (result.out_of_time, result.stopped) == (True, False)
    assert result.files < 100


def test_a_pause_holds_the_readers_until_it_ends(root: Path, reader: tuple[str, ...], tmp_path: Path) -> None:
    put(root, *(f"slow-{number}" for number in range(8)))
    log, pause, results = tmp_path / "log", Pause(), list[Result]()

    def lines() -> int:
        return len(log.read_text().split()) if log.exists() else 0

    def wait_for(condition: Callable[[], bool]) -> None:
        until = time.monotonic() + 20
        while not condition() and time.monotonic() < until:
            time.sleep(0.01)
        assert condition()

    thread = threading.Thread(
        target=lambda: results.append(scan(Scope((root,), workers=1), Heard(), CancelToken(), pause, reader))
    )
    thread.start()
    try:
        wait_for(lambda: lines() >= 1)
        pause.pause()
        assert pause.paused
        time.sleep(0.2)
        before = lines()
        time.sleep(0.6)
        assert lines() == before
        assert before < 8
        assert thread.is_alive()
    finally:
        pause.resume()
        thread.join(20)
    assert results[0].files == 8
    assert not results[0].stopped


def test_a_scan_is_stopped_while_it_is_held(root: Path, reader: tuple[str, ...]) -> None:
    put(root, *(f"slow-{number}" for number in range(50)))
    cancel, pause, heard = CancelToken(), Pause(), Heard()
    heard.on_progress = pause.pause
    timer = threading.Timer(0.5, cancel.cancel)
    timer.start()
    result = scan(Scope((root,)), heard, cancel, pause, reader)
    timer.join()
    assert result.stopped
    assert not has_children()


def test_time_that_is_held_does_not_count() -> None:
    clock = engine._Clock()
    clock.hold()
    held = clock.seconds
    time.sleep(0.05)
    assert clock.seconds == held
    clock.go_on()
    clock.go_on()
    assert clock.seconds < held + 0.05


def test_batches_hold_fewer_files_that_take_longer() -> None:
    names = [f"{number}.pdf" for number in range(64)]
    assert [batch.count for batch in ahead._batches([("/a", names)])] == [16, 16, 16, 16]
    plain = [(f"/{number}", ["x"] * 100) for number in range(5)]
    assert [batch.count for batch in ahead._batches(plain)] == [256, 244]
    assert list(ahead._batches([])) == []


def test_a_batch_knows_its_files_and_what_is_left_of_them() -> None:
    batch = crew.batch_of([("/a", ["b", "c"]), ("/d", ["e\udcff"])])
    batch.begin()
    assert [str(batch.path(number)) for number in range(3)] == ["/a/b", "/a/c", "/d/e\udcff"]
    batch.left -= {0}
    assert batch.blamed(1) == 1
    assert batch.blamed(0) is None
    rest = batch.rest(1)
    assert rest is not None
    assert (rest.careful, rest.count, str(rest.path(0))) == (True, 1, "/d/e\udcff")
    rest.begin()
    assert rest.blamed(None) == 0
    assert rest.rest(0) is None
    with pytest.raises(BadMessage):
        batch.path(3)


def test_the_clipboard_is_looked_at_on_request() -> None:
    words = words_of(os.urandom(16), "english")
    (find,) = scan_clipboard(f"note: {' '.join(words)}")
    assert (find.source, find.trace) == (
        Source.CLIPBOARD,
        Trace(Grade.RECOVERY_PHRASE, "english", 12, Layout.ROW),
    )
    assert scan_clipboard("nothing of that kind \ud800") == ()


# With real readers: one scan for all, for they take a moment to start.


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    root = tmp_path_factory.mktemp("planted")
    words = words_of(os.urandom(32), "english")
    (root / "note.txt").write_text(f"my wallet:\n{' '.join(words)}\n")
    (root / "large.log").write_bytes(b"nothing here\n" * 400_000 + " ".join(words).encode())
    (root / "-".join(words[:3])).mkdir()
    (root / "-".join(words[:3]) / "copy.md").write_text("\n".join(words))
    (root / "other.txt").write_text("nothing of that kind\n" * 100)
    return root, words


STRACED = """
import sys
from pathlib import Path
from walletsafe.cancel import CancelToken
from walletsafe.scan.engine import Pause, Scope, scan
class Deaf:
    progressed = found = not_read = lambda self, item: None
result = scan(Scope((Path(sys.argv[1]),)), Deaf(), CancelToken(), Pause())
print(result)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="follows the calls to the kernel")
def test_a_scan_opens_nothing_to_write_and_tells_no_word(
    planted: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    root, words = planted
    trace = tmp_path / "trace"
    follow = ("strace", "-f", "-qq", "-e", "trace=open,openat,creat,memfd_create,connect", "-o", str(trace))
    ran = subprocess.run(
        [*follow, sys.executable, "-B", "-c", STRACED, str(root)],
        capture_output=True,
        check=False,
        # What measures the tests writes a file of its own.
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        timeout=55,
    )
    said = ran.stdout.decode() + ran.stderr.decode()
    assert said.count("RECOVERY_PHRASE") == 3, said[-1000:]
    # The real paths are in it, for the folder to be opened: what is shown is what counts.
    assert said.count("place=") == 3
    for piece in said.split("place=")[1:]:
        shown = piece.split(", member=")[0]
        assert not any(" ".join(words[first : first + 3]) in shown.replace("-", " ") for first in range(22))
    calls = trace.read_text(errors="replace").splitlines()
    writing = [
        call
        for call in calls
        if ("O_WRONLY" in call or "O_RDWR" in call or "creat(" in call or "memfd" in call)
        and "/dev/null" not in call
        and "= -1" not in call
    ]
    assert writing == []
    assert not any("connect(" in call and "AF_INET" in call for call in calls)


@pytest.mark.skipif(sys.platform != "linux", reason="the system ends the readers with their parent")
@pytest.mark.parametrize("stopped", [False, True], ids=["running", "held"])
def test_readers_end_with_a_scan_that_is_killed(stopped: bool) -> None:
    code = """
import subprocess, sys
from walletsafe.scan import worker
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
child = subprocess.Popen(worker.COMMAND, **pipes, start_new_session=True)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    with parent.stdout, parent.stdin:
        pid = int(parent.stdout.readline())
        if stopped:
            os.kill(pid, signal.SIGSTOP)
        parent.kill()
        parent.wait()
        until = time.monotonic() + 10
        while _runs(pid) and time.monotonic() < until:
            time.sleep(0.01)
        left = _runs(pid)
        if left:
            os.kill(pid, signal.SIGKILL)
        assert not left


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_reader_is_limited_and_lets_others_go_first() -> None:
    code = """
import os, resource, sys
from walletsafe.scan import worker
worker.limit()
worker.end_with_parent()
kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
print([resource.getrlimit(kind)[0] for kind in kinds], os.nice(0))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == f"[{worker.MEMORY}, 0, 0] {worker.NICENESS}"
