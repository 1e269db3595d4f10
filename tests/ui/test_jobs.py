from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from walletsafe.ui.jobs import JobThread, OurFault

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import DevicePrompt, Observer
from walletsafe.errors import Cancelled, DeviceSilent
from walletsafe.questions import NO, YES, Question

QUESTION = Question("device.close_app", (YES, NO), {"app": "Bitcoin"})


@pytest.fixture
def device_thread(qtbot: QtBot) -> Iterator[JobThread]:
    thread = JobThread("device")
    yield thread
    thread.close()


def test_work_runs_on_the_device_thread_and_its_news_arrive_on_the_windows_thread(
    qtbot: QtBot, device_thread: JobThread
) -> None:
    heard: list[tuple[str, object]] = []

    def work(observer: Observer, cancel: CancelToken) -> str:
        observer.step("device", 0, 5)
        observer.confirm_on_device(DevicePrompt("nano-s", ("AB",)))
        return threading.current_thread().name

    def hear(*news: object) -> None:
        heard.append((threading.current_thread().name, news))

    job = device_thread.start(work)
    job.progressed.connect(hear)
    job.prompted.connect(hear)
    with qtbot.waitSignal(job.succeeded) as end:
        pass
    assert end.args is not None
    assert end.args[0].startswith("device")
    assert heard == [
        ("MainThread", ("device", 0, 5)),
        ("MainThread", (DevicePrompt("nano-s", ("AB",)),)),
    ]


def test_a_question_waits_for_its_reply(qtbot: QtBot, device_thread: JobThread) -> None:
    job = device_thread.start(lambda observer, cancel: observer.ask(QUESTION))
    with qtbot.waitSignal(job.asked) as asked:
        pass
    assert asked.args == [QUESTION]
    with qtbot.waitSignal(job.succeeded) as end:
        job.reply(YES)
    assert end.args == [YES]


def test_a_late_click_answers_no_later_question(qtbot: QtBot, device_thread: JobThread) -> None:
    job = device_thread.start(lambda observer, cancel: [observer.ask(QUESTION), observer.ask(QUESTION)])
    with qtbot.waitSignal(job.asked):
        pass
    with qtbot.waitSignal(job.asked):
        job.reply(NO)
        job.reply(YES)
    with qtbot.waitSignal(job.succeeded) as end:
        job.reply(NO)
    assert end.args == [[NO, NO]]


def test_cancel_works_while_a_question_is_open(qtbot: QtBot, device_thread: JobThread) -> None:
    job = device_thread.start(lambda observer, cancel: observer.ask(QUESTION))
    with qtbot.waitSignal(job.asked):
        pass
    with qtbot.waitSignal(job.cancelled, timeout=1000):
        job.cancel()


def test_cancel_reaches_work_that_sleeps(qtbot: QtBot, device_thread: JobThread) -> None:
    job = device_thread.start(lambda observer, cancel: cancel.sleep(60))
    with qtbot.waitSignal(job.cancelled, timeout=1000):
        job.cancel()


def test_errors_arrive_as_objects(qtbot: QtBot, device_thread: JobThread) -> None:
    def work(observer: Observer, cancel: CancelToken) -> object:
        raise DeviceSilent

    with qtbot.waitSignal(device_thread.start(work).failed) as end:
        pass
    assert end.args is not None
    assert isinstance(end.args[0], DeviceSilent)


@pytest.mark.parametrize("kind", [ValueError, BaseException])
def test_an_unforeseen_exception_becomes_a_fault_of_ours_without_its_message(
    qtbot: QtBot, device_thread: JobThread, kind: type[BaseException]
) -> None:
    def work(observer: Observer, cancel: CancelToken) -> object:
        raise kind("a secret")

    with qtbot.waitSignal(device_thread.start(work).failed) as end:
        pass
    assert end.args is not None
    fault = end.args[0]
    assert isinstance(fault, OurFault)
    assert fault.params["kind"] == kind.__name__
    assert "secret" not in str(fault)


def test_nothing_is_heard_of_an_abandoned_job(qtbot: QtBot, device_thread: JobThread) -> None:
    heard: list[object] = []

    def work(observer: Observer, cancel: CancelToken) -> str:
        try:
            cancel.sleep(60)
        except Cancelled:
            observer.step("genuine", 3, 5)
        return "a report"

    job = device_thread.start(work)
    for signal in (job.progressed, job.succeeded, job.cancelled, job.failed):
        signal.connect(heard.append)
    job.abandon()
    with qtbot.waitSignal(device_thread.start(lambda observer, cancel: None).succeeded):
        pass
    assert heard == []


def test_what_a_cancel_overtook_is_dropped(qtbot: QtBot, device_thread: JobThread) -> None:
    steps: list[object] = []
    begun = threading.Event()

    def work(observer: Observer, cancel: CancelToken) -> str:
        observer.step("genuine", 3, 5)
        begun.set()
        return "a report"

    job = device_thread.start(work)
    job.progressed.connect(steps.append)
    assert begun.wait(5)
    with qtbot.waitSignal(job.succeeded):
        job.cancel()
    assert steps == []


def test_closing_ends_the_thread_with_an_open_question(qtbot: QtBot) -> None:
    device_thread = JobThread("device")
    job = device_thread.start(lambda observer, cancel: observer.ask(QUESTION))
    with qtbot.waitSignal(job.asked):
        pass
    device_thread.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("device")]


def test_jobs_run_one_after_the_other(qtbot: QtBot, device_thread: JobThread) -> None:
    names: set[int] = set()
    jobs = [device_thread.start(lambda observer, cancel: names.add(threading.get_ident())) for _ in range(5)]
    with qtbot.waitSignals([job.succeeded for job in jobs]):
        pass
    assert len(names) == 1
