"""`clearway tracking` on an installation of its own, with a line that sends files."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway

SECRET = b"whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXNhbXBsZS1saW5l\n"
HEAD = "number,code,time,country\n"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


def added(clearway: Clearway) -> None:
    clearway("tracking", "sources", "add", "own", "line-1", "--secret", "webhook_secret", stdin=SECRET)
    clearway("tracking", "sources", "on", "line-1")


def test_source_when_added_and_switched_on_then_is_listed_in_both_languages(clearway: Clearway) -> None:
    assert "no source yet" in clearway("tracking", "sources", "list").out
    assert "尚无轨迹来源" in clearway("tracking", "sources", "list", "--lang", "zh").out
    added(clearway)
    shown = clearway("tracking", "sources", "list").out
    assert shown.startswith("line-1  own  on  *\n  webhooks: /v1/tracking-sources/tsr_")
    assert clearway("tracking", "sources", "check", "line-1").out == "line-1: 1 secrets\n"
    assert clearway("tracking", "sources", "off", "line-1", "--lang", "zh").out == "line-1 已关闭\n"
    assert clearway("tracking", "sources", "delete", "line-1").out == "line-1 is deleted\n"


def test_file_when_good_then_is_noted_and_when_not_then_one_clear_line(clearway: Clearway, tmp_path: Path) -> None:
    added(clearway)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HEAD + "CX000000011CN,accepted,2026-11-25T20:00:00,CN\n", encoding="utf-8")
    bad.write_text(HEAD + "CX000000011CN,,2026-11-25T20:00:00,CN\n", encoding="utf-8")
    assert clearway("tracking", "file", "line-1", good).out == "1 event of 1 parcel, taken by a worker\n"
    refused = clearway("tracking", "file", "line-1", bad)
    assert "line 2 has no `code`" in refused.err
    assert refused.err.count("\n") == 1


def test_lanes_when_nothing_was_seen_then_say_what_services_state(clearway: Clearway) -> None:
    shown = clearway("tracking", "lanes", "cn", "us").out
    assert "line-4px  0 parcels: as stated\n  half within 10 days, 90 % within 12, 95 % within 15\n" in shown
    assert "0 件：按线路标称" in clearway("tracking", "lanes", "CN", "US", "--lang", "zh").out


def test_parcels_when_none_then_each_list_says_so(clearway: Clearway) -> None:
    assert clearway("tracking", "watches").out == "nothing to see to\n"
    assert clearway("tracking", "unknown").out == "every code is known\n"
    assert clearway("tracking", "reread").out == "0 events read again, 0 mean something else now\n"
    assert "parcel" in clearway("tracking", "show", "CX000000011CN").err
