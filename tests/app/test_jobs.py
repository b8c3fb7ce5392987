"""Work in a thread that reports and stops."""

from __future__ import annotations

import threading

from indexing.control import Progress
from indexing.errors import Cancelled, IndexFault
from pages.parts.jobs import Job


def test_a_job_gives_its_result_and_its_stages_in_order():
    """Each stage is shown by its last report."""

    def work(control):
        for done in (1, 2):
            control.report(Progress("plan", done, 2))
        control.report(Progress("search"))
        return 7

    job = Job(work)
    assert job.done.wait(5)
    assert job.result == 7
    assert [(s.stage, s.done) for s in job.stages] == [("plan", 2), ("search", 0)]


def test_stopping_ends_the_work():
    """The thread is told, and ends at its next check."""
    ended = threading.Event()

    def work(control):
        try:
            while not control.stop.wait(0.01):
                pass
            control.check()
        finally:
            ended.set()

    job = Job(work)
    job.stop()
    assert ended.wait(5)
    assert isinstance(job.error, Cancelled)


def test_work_that_does_not_listen_holds_nobody_up():
    """The person gets the page back; the thread's result is thrown away."""
    free = threading.Event()
    job = Job(lambda _: free.wait(10))
    job.stop(wait=0.05)
    assert isinstance(job.error, Cancelled)
    assert not job.done.is_set()
    free.set()
    assert job.done.wait(5)
    assert isinstance(job.error, Cancelled)


def test_a_known_fault_is_kept_with_its_hint():
    """A door shows message and hint."""

    def work(_):
        raise IndexFault("no index", "build one")

    job = Job(work)
    assert job.done.wait(5)
    assert isinstance(job.error, IndexFault)
    assert job.error.hint == "build one"


def test_an_unknown_fault_is_logged_and_shown_without_its_words(caplog):
    """A traceback may hold a confidential case: it goes to the terminal, never to the page."""

    def work(_):
        raise ZeroDivisionError("secret")

    job = Job(work)
    assert job.done.wait(5)
    assert "secret" not in str(job.error)
    assert "ZeroDivisionError" in caplog.text
