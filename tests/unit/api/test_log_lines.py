"""Log lines: one object a line, with what is under way, and without the words of libraries and exceptions."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from api.composition.log_lines import JsonLines, TextLines, write_log
from engine.journal import journal, tell
from engine.settings import Settings
from engine.under_way import happened, note, timed, under_way, work_under_way

LOG = journal("tests")
WORDS = "Jane Doe, 12 Main Street"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What was written to the log."""
    stream = io.StringIO()
    write_log(Settings(log_level="debug"), stream)
    yield stream
    write_log(Settings())


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line_when_told_then_has_moment_level_event_and_fields(written: io.StringIO) -> None:
    with under_way(request_id="r-1"):
        note(order_id="ord_1")
        tell(LOG, logging.WARNING, "order_screened", ms=1.5)
    (line,) = lines(written)
    assert line.pop("at")
    assert line == {
        "level": "warning",
        "log": "clearway.tests",
        "event": "order_screened",
        "request_id": "r-1",
        "order_id": "ord_1",
        "ms": 1.5,
    }


def test_line_when_an_exception_is_logged_then_has_its_kind_and_place_and_not_its_words(written: io.StringIO) -> None:
    def breaks() -> None:
        raise ValueError(WORDS)

    try:
        breaks()
    except ValueError:
        LOG.exception("step_failed")
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert str(line["where"]).endswith(":breaks")
    assert "Jane" not in written.getvalue()


def test_line_when_a_library_speaks_then_only_its_place_is_told(written: io.StringIO) -> None:
    logging.getLogger("sqlalchemy").warning("parameters: %s", WORDS)
    logging.getLogger("other").error(f"cannot read {WORDS}")  # noqa: G004 - as libraries do
    assert [each["event"] for each in lines(written)] == ["library_spoke"] * 2
    assert "Jane" not in written.getvalue()


def test_text_when_a_value_has_line_ends_then_stays_one_line() -> None:
    record = logging.LogRecord("clearway.tests", logging.INFO, "", 0, "seen", None, None)
    record.clearway_told = {"why": "a\nb", "code": "x"}
    text = TextLines().format(record)
    assert text.endswith(' clearway.tests seen why="a\\nb" code=x')
    assert "\n" not in text + JsonLines().format(record)


def test_level_when_set_then_what_is_below_is_not_written() -> None:
    stream = io.StringIO()
    write_log(Settings(log_level="error", log_format="text"), stream)
    tell(LOG, logging.WARNING, "seen")
    tell(LOG, logging.ERROR, "broke")
    write_log(Settings())
    assert [line.split()[3] for line in stream.getvalue().splitlines()] == ["broke"]


def test_work_when_nested_then_keeps_what_is_around_and_gives_it_back() -> None:
    with under_way(job_id="j") as outer:
        with under_way(order_id="o") as inner:
            happened("decision", "admit")
            with timed("write"):
                pass
        assert work_under_way() is outer
    assert inner.fields == {"job_id": "j", "order_id": "o"}
    assert (inner.happened, list(inner.parts), outer.happened) == ([("decision", "admit")], ["write"], [])
    assert work_under_way() is None
