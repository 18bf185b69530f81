"""Loops beside the server: they run, begin again when they break, and end with it."""

import threading

import pytest

from api.composition import loops
from api.composition.log_lines import JsonLines
from api.composition.loops import running

WORDS = "what an order says"


def test_loops_when_the_block_ends_then_have_ended() -> None:
    ended = threading.Event()

    def loop(stop: threading.Event) -> None:
        stop.wait()
        ended.set()

    with running([loop]):
        assert not ended.is_set()
    assert ended.is_set()


def test_loops_when_one_breaks_then_it_begins_again_and_its_words_are_not_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "AGAIN_AFTER_S", 0.001)
    times: list[int] = []
    enough = threading.Event()

    def breaks(stop: threading.Event) -> None:
        times.append(1)
        if len(times) > 2:
            enough.set()
            stop.wait()
            return
        raise ValueError(WORDS)

    with running([breaks]):
        assert enough.wait(10)
    told = [JsonLines().format(each) for each in caplog.records]
    assert any('"event":"loop_broke","loop":"breaks","error":"ValueError"' in line for line in told)
    assert WORDS not in "".join(told)


def test_loops_when_a_start_is_interrupted_then_those_that_run_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    start = threading.Thread.start

    def first(stop: threading.Event) -> None:
        stop.wait()
        ended.set()

    def interrupted(thread: threading.Thread) -> None:
        if thread.name != "first":
            raise KeyboardInterrupt
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt), running([first, lambda _: None]):
        pass
    assert ended.is_set()
