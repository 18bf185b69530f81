"""Files of orders: taken in once, decided row by row, given back with what came of each, on both databases."""

import csv
import io
import zipfile
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from api.cli.phrases import Language
from api.order_sheets import answered, as_csv, as_xlsx, sheet
from engine.desk.column_profiles import keep_profile, remove_profile
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import NotFound, OrderFileRefused, ProfileRefused
from engine.desk.order_files import MOST_UNPACKED, Sent, found_file, order_file_handlers, take_in
from engine.desk.submitting import submission_handlers
from engine.order.formats.workbook import rows_in
from engine.store.database import Database
from engine.store.handling import AnyHandler
from engine.store.order_files import OrderFile, rows_of, states_of
from engine.store.outbox import Job
from engine.store.tables import JOB, ORDER_FILE, ORDER_FILE_ROW
from engine.store.worker import Worker
from tests.desks import MAIN, a_desk

HEADERS = (
    "订单号,币种,SKU,商品名称,数量,单价,订单总额,收件人,地址1,城市,邮编,国家,电话,付款状态,付款方式,已付金额,下单时间"
)  # fmt: skip
GOOD = (
    "{ref},EUR,TEE-1,Cotton T-shirt,1,10.00,10.00,Erika Muster,Beispielweg 1,Berlin,10115,DE,+4930901820,captured,card,"
    "10.00,2026-11-20 10:00:00"
)


def a_file(*rows: str) -> bytes:
    return "\n".join([HEADERS, *rows]).encode("gb18030")


@dataclass
class Counter:
    """A desk and the jobs of its files."""

    desk: Desk

    def send(self, content: bytes, **more: str) -> Sent:
        return take_in(self.desk, MAIN, content, more.pop("kind", "csv"), **more)

    def work(self) -> None:
        handlers: dict[str, AnyHandler] = {**order_file_handlers(self.desk), **submission_handlers(self.desk)}
        worker = Worker(self.desk.database, handlers, "tests", luck=lambda: 0.5)
        while worker.run_once():
            pass

    def result(self, file: OrderFile, language: Language = Language.EN) -> list[dict[str, str]]:
        with self.desk.database.read() as session:
            found = found_file(session, MAIN, file.id)
            content = as_csv(sheet(found, answered(self.desk, session, found, language), language))
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    def states(self, file: OrderFile) -> dict[str, int]:
        with self.desk.database.read() as session:
            return states_of(session, "main", file.id)

    def kept(self, file: OrderFile) -> OrderFile:
        with self.desk.database.read() as session:
            return found_file(session, MAIN, file.id)


@pytest.fixture
def counter(database: Database) -> Counter:
    return Counter(a_desk(database))


def test_file_when_its_orders_are_decided_then_each_row_comes_back_with_outcome_and_next_step(counter: Counter) -> None:
    file = counter.send(a_file(GOOD.format(ref="A-1"), GOOD.format(ref="A-2").replace("captured", "failed"))).file
    counter.work()
    first, second = counter.result(file)
    assert (first["订单号"], first["outcome"]) == ("A-1", "admit")
    assert second["outcome"] != "admit"
    assert second["next_step"]


def test_row_when_it_is_no_order_then_says_where_and_spoils_no_other(counter: Counter) -> None:
    file = counter.send(a_file(GOOD.format(ref="A-1"), GOOD.format(ref="A-2").replace(",1,10.00", ",many,10.00"))).file
    counter.work()
    good, bad = counter.result(file)
    assert (good["outcome"], bad["outcome"]) == ("admit", "not_decided")
    assert "数量" in bad["reasons"]


def test_file_when_sent_again_then_is_known_and_nothing_is_decided_twice(counter: Counter) -> None:
    content = a_file(GOOD.format(ref="A-1"))
    first = counter.send(content)
    counter.work()
    again = counter.send(content)
    counter.work()
    assert (again.file.id, again.is_new) == (first.file.id, False)
    assert counter.states(first.file) == {"decided": 1}


def test_file_when_nothing_can_be_read_then_is_refused_with_what_to_do(counter: Counter) -> None:
    file = counter.send(b"a,b\n1,2\n").file
    counter.work()
    kept = counter.kept(file)
    assert (kept.state, kept.code, kept.sealed) == ("refused", "unknown_format", None)
    assert "column profile" in kept.detail


def test_file_when_it_has_headers_alone_or_a_header_that_nobody_knows_then_that_is_told(counter: Counter) -> None:
    bare, odd = HEADERS.encode(), f"{HEADERS},Colour\n{GOOD.format(ref='A-2')},red\n".encode()
    told = [counter.send(each).file for each in (bare, odd)]
    counter.work()
    first, second = (counter.kept(each) for each in told)
    assert (first.state, first.detail) == ("refused", "the file holds no orders; choose a file with orders")
    assert (second.state, second.orders) == ("read", 1)
    assert "`Colour`" in second.detail


def test_file_when_its_rows_are_out_then_the_file_itself_is_gone_and_nothing_lies_open(counter: Counter) -> None:
    file = counter.send(a_file(GOOD.format(ref="A-1"))).file
    counter.work()
    assert counter.kept(file).sealed is None
    with counter.desk.database.read() as session:
        everything = repr([session.rows(select(table)) for table in (ORDER_FILE, ORDER_FILE_ROW, JOB)])
    assert "Erika" not in everything


def test_work_when_broken_off_then_goes_on_behind_the_last_row(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.desk.order_files.AT_ONCE", 2)
    file = counter.send(a_file(*(GOOD.format(ref=f"A-{number}") for number in range(5)))).file
    handler = order_file_handlers(counter.desk)["desk.order_file"]
    job = Job(id="job_1", merchant="main", kind="desk.order_file", aggregate=file.id, payload={"file": file.id},
              attempts=1, fence=1)  # fmt: skip
    handler.act(job)  # and dies before it settles
    counter.work()
    with counter.desk.database.read() as session:
        rows = rows_of(session, "main", file.id, 0, 100)
    assert [each.number for each in rows] == [2, 3, 4, 5, 6]
    assert (counter.states(file), counter.kept(file).orders) == ({"decided": 5}, 5)


def test_buyer_when_erased_then_their_row_is_gone_and_its_outcome_stays(counter: Counter) -> None:
    file = counter.send(a_file(GOOD.format(ref="A-1"))).file
    counter.work()
    with counter.desk.database.read() as session:
        order = next(answered(counter.desk, session, counter.kept(file), Language.EN)).order_id
    erase(counter.desk, MAIN, order)
    [row] = counter.result(file)
    assert (row["订单号"], row["收件人"], row["outcome"]) == ("erased", "", "admit")


def test_profile_when_a_merchant_keeps_one_then_files_are_read_by_it(counter: Counter) -> None:
    words = {"/id": ["单号"], "/lines/-/quantity": ["件数"]}
    keep_profile(counter.desk, MAIN, "my-erp", {"extends": "erp_cn", "columns": words})
    content = a_file(GOOD.format(ref="A-1")).decode("gb18030").replace("订单号", "单号").replace("数量", "件数")
    file = counter.send(content.encode(), profile="my-erp").file
    counter.work()
    assert [each["outcome"] for each in counter.result(file)] == ["admit"]


@pytest.mark.parametrize(
    "content",
    [
        {"columns": {}, "timezone": "Mars/Base", "decimal": ".", "dates": []},
        {"extends": "nobody", "columns": {}},
        {"columns": {"/id": "单号"}, "extends": "erp_cn"},
        {"colums": {}},
    ],
)
def test_profile_when_it_cannot_be_then_is_refused(counter: Counter, content: dict[str, object]) -> None:
    with pytest.raises(ProfileRefused):
        keep_profile(counter.desk, MAIN, "mine", content)


def test_file_when_its_profile_is_unknown_or_it_is_empty_then_is_refused(counter: Counter) -> None:
    with pytest.raises(NotFound):
        counter.send(b"a", profile="nobody")
    with pytest.raises(OrderFileRefused):
        counter.send(b"")


def test_cell_when_it_is_a_formula_then_is_given_back_harmless(counter: Counter) -> None:
    file = counter.send(a_file(GOOD.format(ref="A-1").replace("Erika Muster", "=HYPERLINK(1)"))).file
    counter.work()
    [row] = counter.result(file)
    assert not row["收件人"].startswith("=")


def test_file_when_nothing_could_be_read_then_may_be_sent_again_with_a_profile_that_knows_it(counter: Counter) -> None:
    content = (
        a_file(GOOD.format(ref="A-1")).decode("gb18030").replace("订单号", "单据").replace("数量", "件数").encode()
    )
    first = counter.send(content)
    counter.work()
    assert counter.kept(first.file).state == "refused"
    columns = {"/id": ["单据"], "/lines/-/quantity": ["件数"]}
    keep_profile(counter.desk, MAIN, "my-erp", {"extends": "erp_cn", "columns": columns})
    again = counter.send(content)
    counter.work()
    assert (again.file.id, again.is_new) == (first.file.id, True)
    assert [each["outcome"] for each in counter.result(again.file)] == ["admit"]
    assert not counter.send(content).is_new


def test_file_when_sent_under_another_profile_then_is_another_file_of_the_same_orders(counter: Counter) -> None:
    content = a_file(GOOD.format(ref="A-1"))
    first, second = counter.send(content), counter.send(content, profile="erp_cn")
    counter.work()
    assert first.file.id != second.file.id
    assert counter.states(second.file) == {"decided": 1}


def test_profile_when_it_extends_none_and_lacks_fields_then_files_are_read_all_the_same(counter: Counter) -> None:
    bare = {
        "timezone": "UTC",
        "decimal": ".",
        "dates": [],
        "columns": {"/id": ["订单号"], "/lines/-/quantity": ["数量"]},
    }
    keep_profile(counter.desk, MAIN, "bare", bare)
    file = counter.send(a_file(GOOD.format(ref="A-1")), profile="bare").file
    counter.work()
    [row] = counter.result(file)
    assert row["outcome"] == "not_decided"


def test_profile_when_it_is_removed_before_a_file_is_read_then_no_other_is_taken_for_it(counter: Counter) -> None:
    columns = {"/id": ["单号"]}
    keep_profile(counter.desk, MAIN, "mine", {"extends": "erp_cn", "columns": columns})
    file = counter.send(a_file(GOOD.format(ref="A-1")), profile="mine").file
    remove_profile(counter.desk, MAIN, "mine", counter.desk.clock.now())
    counter.work()
    assert "was removed" in counter.kept(file).detail


def test_workbook_when_it_unpacks_to_more_than_may_be_read_then_is_refused_at_once(counter: Counter) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(MOST_UNPACKED + 1))
    with pytest.raises(OrderFileRefused, match="unpacks"):
        counter.send(bomb.getvalue(), kind="xlsx")


def test_workbook_when_a_cell_has_signs_that_it_cannot_hold_then_is_given_back_without_them() -> None:
    [row] = rows_in(io.BytesIO(as_xlsx(iter([["a\x0bb"]]))))
    assert row == (1, ["ab"])


def test_sheet_when_it_has_more_columns_than_excel_then_is_refused(counter: Counter) -> None:
    file = counter.send(b"," * 20_000 + b"\n").file
    counter.work()
    assert "columns" in counter.kept(file).detail
