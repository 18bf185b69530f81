"""`clearway payments` beside reading files: kept reports, their cases, periods and agreed fees."""

from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from api.cli.clerk import at_home
from engine.desk.auditing import AUDIT
from engine.store.tables import JOB
from tests.integration.cli.conftest import Clearway

HEAD = "at,kind,currency,gross,fee,order,batch\n"
LINES = "2026-11-22T09:00:00Z,sale,EUR,44.88,-1.00,A-9,b1\n2026-11-22T09:00:00Z,penalty,EUR,-3.00,0,,b1\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def report(tmp_path: Path) -> str:
    file = tmp_path / "november.csv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    return str(file)


def reconcile(clearway: Clearway, report: str, *more: str) -> dict[str, object]:
    said = clearway("payments", "reconcile", "--report", report, "--provider", "generic", "--json", *more)
    books: dict[str, object] = orjson.loads(said.out)["books"]
    return books


def test_report_when_kept_twice_then_the_second_time_changes_nothing(clearway: Clearway, report: str) -> None:
    first, again = reconcile(clearway, report, "--keep"), reconcile(clearway, report, "--keep")
    assert (first["known"], first["lines_fresh"], first["cases_opened"]) == (False, 2, 2)
    assert (again["known"], again["cases_opened"], again["cases_open"]) == (True, 0, 2)


def test_report_when_held_against_orders_then_nothing_is_kept(clearway: Clearway, report: str, tmp_path: Path) -> None:
    orders = Path("data/demo/orders.jsonl")
    books = reconcile(clearway, report, "--orders", str(orders))
    assert {each["kind"] for each in books["differences"]} >= {"penalty", "unknown_in_books"}  # type: ignore[attr-defined]
    assert not (tmp_path / "var").exists()


def test_case_when_settled_then_is_listed_no_more(clearway: Clearway, report: str) -> None:
    reconcile(clearway, report, "--keep")
    cases = [orjson.loads(line) for line in clearway("payments", "cases", "--json").out.splitlines()]
    unknown = next(each["id"] for each in cases if each["kind"] == "unknown_in_books")
    said = clearway("payments", "settle-case", unknown, "write-off", "--why", "too small")
    assert "written off" in said.out
    assert [line.split()[0] for line in clearway("payments", "cases").out.splitlines()] != [unknown]
    shown = orjson.loads(clearway("payments", "case", unknown).out)
    assert [each["act"] for each in shown["history"]] == ["open", "write_off"]
    again = clearway("payments", "settle-case", unknown, "explain", "--why", "no")
    assert (again.code, "possible now" in again.err) == (2, True)


def test_period_when_asked_for_then_writes_page_and_table(clearway: Clearway, report: str, tmp_path: Path) -> None:
    reconcile(clearway, report, "--keep")
    html, table = tmp_path / "page.html", tmp_path / "table.csv"
    said = clearway(
        "payments", "report", "--from", "2026-11-01", "--until", "2026-11-30", "--html", str(html), "--csv", str(table)
    )
    assert (said.code, "EUR 44.88" in said.out) == (0, True)
    assert "Settlements from 2026-11-01 to 2026-11-30" in html.read_text(encoding="utf-8")
    assert table.read_text(encoding="utf-8-sig").startswith("record,provider")


def test_fees_when_kept_then_a_report_that_takes_more_is_a_case(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "fees.csv"
    file.write_text("provider,currency,percent,fixed\ngeneric,EUR,1.4,0.25\n", encoding="utf-8")
    assert clearway("payments", "fees", str(file)).out == "generic      EUR  1.4 % + EUR 0.25, within EUR 0.01\n"


def test_fees_when_their_table_is_kept_again_then_the_audit_has_what_changed_and_no_more(
    clearway: Clearway, tmp_path: Path
) -> None:
    file = tmp_path / "fees.csv"
    for rows in ("generic,EUR,1.4\ngeneric,USD,2.9\n", "generic,EUR,1.4\ngeneric,GBP,2.9\n"):
        file.write_text(f"provider,currency,percent\n{rows}", encoding="utf-8")
        assert clearway("payments", "fees", str(file), "--by", "ana").code == 0
    with at_home() as house, house.database.read() as session:
        told = [orjson.loads(row.payload) for row in session.rows(select(JOB.c.payload).where(JOB.c.kind == AUDIT))]
    assert sorted((each["action"], each["actor"]) for each in told) == [
        *[("payments.fee_agreed", "ana")] * 3, ("payments.fee_ended", "ana")
    ]  # fmt: skip


@pytest.mark.parametrize("row", ["My Bank,EUR,1.4", "Stripe,EUR,1.4", "stripe,EUR,1.23456"])
def test_fees_when_the_api_would_refuse_a_row_then_so_does_the_table(
    clearway: Clearway, tmp_path: Path, row: str
) -> None:
    file = tmp_path / "fees.csv"
    file.write_text(f"provider,currency,percent\n{row}\n", encoding="utf-8")
    assert clearway("payments", "fees", str(file)).code != 0
