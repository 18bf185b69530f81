"""The report of a re-screening as people and spreadsheets read it."""

from dataclasses import replace
from datetime import UTC, datetime

from api.rescreen_report import as_csv, as_text, plain_report
from engine.desk.bulk.frozen import Asked
from engine.desk.bulk.reporting import WAYS, Report
from engine.store.rescreens import FoundRow, RescreenRow

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
RUN = RescreenRow(
    run="run_1",
    merchant="main",
    state="done",
    params=Asked(dry_run=True).params() | {"edition": "5f0c", "at": AT.isoformat()},
    chunks=3,
    orders=412,
    created_at=AT,
    created_by="rescreen",
    finished_at=AT,
)
REPORT = Report(
    run=RUN,
    asked=Asked(dry_run=True),
    looked_at=412,
    decided=31,
    ways=dict.fromkeys(WAYS, 0) | {"released": 28, "cancelled": 1, "unchanged": 2, "not touched": 381},
    outcomes={"hold -> admit": 28, "hold -> cancel": 1},
    moved={"rule": 31},
    moved_by={"rule PAY-002": 31},
    flipped={"IMP-014": (1, 0), "PAY-002": (0, 28)},
    why=({"kind": "rule", "name": "PAY-002", "how": "gone", "reads": ["payment.status"]},),
    done=3,
    dead={},
)
ROW = FoundRow(
    order_id="ord_1",
    change="released",
    ref="=HYPERLINK(1)",
    shop="+shop",
    country="AU",
    before="hold",
    after="admit",
    decision="dec_1",
    gone=("PAY-002", "PAY-061"),
)
ENGLISH = """\
run run_1: done
dry run: no decision was written
      412 looked at
       31 decided anew
       28 released
        1 newly cancelled
        2 unchanged
      381 not touched by any change
       28 hold -> admit
        1 hold -> cancel
rules that flipped orders:
  PAY-002: 28 no longer speaks
  IMP-014: 1 now speaks
what had moved since they were decided:
       31 rule PAY-002
what differs from the editions that decided them:
  rule PAY-002: gone (payment.status)
"""


def test_text_when_asked_for_in_english_then_reads_so() -> None:
    assert as_text(REPORT, "en") == ENGLISH


def test_text_when_asked_for_in_chinese_then_no_english_word_of_ours_is_left() -> None:
    lines = as_text(REPORT, "zh").splitlines()
    assert (lines[0], lines[1], lines[4]) == ("批次 run_1：done", "试运行：未写入任何决定", "       28 已放行")


def test_csv_when_a_text_begins_a_formula_then_stands_behind_an_apostrophe() -> None:
    assert list(as_csv([ROW]))[1] == "ord_1,'=HYPERLINK(1),'+shop,AU,released,hold,admit,,PAY-002 PAY-061,dec_1,\r\n"


def test_csv_when_an_order_was_erased_then_has_no_outcome_after() -> None:
    row = replace(ROW, change="erased", after=None, ref="A-1", shop="", gone=())
    assert list(as_csv([row]))[1] == "ord_1,A-1,,AU,erased,hold,,,,dec_1,\r\n"


def test_json_when_made_then_counts_have_names_of_one_word() -> None:
    told = plain_report(REPORT)
    assert isinstance(told["counts"], dict)
    assert (told["counts"]["not_touched"], told["chunks"]) == (381, {"all": 3, "done": 3, "given_up": 0})
