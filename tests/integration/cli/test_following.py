"""Commands about orders on an installation of the test's own: decided, followed, fulfilled, written down."""

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.store.database import Database
from engine.store.tables import AUDIT
from tests.builders import a_payment, an_order
from tests.desks import a_power_bank_by_post, an_honest_order, an_unpaid_order
from tests.integration.cli.conftest import Clearway, Ran, run, written
from tests.tampering import without_triggers

ORDER = re.compile(r"ord_[0-9a-f]{32}")
HOLD = re.compile(r"hold_[0-9a-f]{32}")
AWAITED = an_order(
    id="A-7",
    payment=a_payment(status=PaymentStatus.AUTHORISED, captured=None, captured_at=None, gateway="other"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this installation keeps everything."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    return tmp_path / "var"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with a rule book in force, for tests to copy."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLEARWAY_FOLDER", str(folder))
        patch.delenv("CLEARWAY_DATABASE_URL", raising=False)
        assert run("rules", "publish", "--note", "tests").code == 0
    return folder


@pytest.fixture
def house(folder: Path, installation: Path, clearway: Clearway) -> Clearway:
    """The command, with a rule book in force."""
    shutil.copytree(installation, folder)
    return clearway


def submitted(clearway: Clearway, tmp_path: Path, *orders: Order) -> Ran:
    """Orders that were decided and taken over by a worker."""
    ran = clearway("order", "submit", written(tmp_path / "orders.jsonl", *orders))
    clearway("worker", "--once")
    return ran


def steady(text: str) -> str:
    """Without what differs from run to run."""
    text = re.sub(r"\b(ord|hold|dec|ret)_[0-9a-f]{32}", r"\1_…", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d \d\d:\d\d", "…", text)
    return re.sub(r"\b[A-Z]{2}\d{9}[A-Z]{2}\b", "NUMBER", text)


def test_submit_when_no_rule_book_is_in_force_then_says_how_to_put_one(
    clearway: Clearway, folder: Path, tmp_path: Path
) -> None:
    ran = clearway("order", "submit", written(tmp_path / "orders.jsonl", an_honest_order()))
    assert (ran.code, "clearway rules publish" in ran.err) == (2, True)


def test_publish_when_done_then_tells_the_edition(clearway: Clearway, folder: Path) -> None:
    assert re.fullmatch(r"in force, \d+ rules, edition [0-9a-f]{12}\n", clearway("rules", "publish").out)


def test_publish_when_a_rule_is_faulty_then_tells_where_and_changes_nothing(
    house: Clearway, rules: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "rules"
    bad.mkdir()
    for each in (file for file in rules.rglob("*") if file.is_file()):
        target = bad / each.relative_to(rules)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(each.read_bytes().replace(b"severity: high", b"severity: dreadful"))
    ran = house("rules", "propose", bad, "--by", "ana", "--note", "stricter")
    assert (ran.code, "dreadful" in ran.err) == (1, True)
    assert submitted(house, tmp_path, an_honest_order()).code == 0


def test_submit_when_some_records_are_bad_then_the_others_are_kept_and_the_code_says_so(
    house: Clearway, tmp_path: Path
) -> None:
    file = written(tmp_path / "orders.jsonl", an_honest_order(), '{"id": "A-9"}', an_unpaid_order())
    ran = house("order", "submit", file)
    assert (ran.code, "2: /" in ran.err) == (1, True)
    assert [line.split()[1:3] for line in house("order", "list").out.splitlines()] == [
        ["A-1002", "hold"],
        ["A-1001", "admit"],
    ]
    again = house("order", "submit", file, "--json", "--quiet").documents()
    assert [each["outcome"] for each in again] == ["admit", "hold"]
    assert len(house("order", "list", "--json").documents()) == 2


def test_submit_when_the_order_names_another_merchant_then_it_is_refused(house: Clearway, tmp_path: Path) -> None:
    ran = house("order", "submit", written(tmp_path / "orders.jsonl", replace(an_honest_order(), merchant="acme")))
    assert (ran.code, "acme" in ran.err) == (2, True)


def test_list_when_an_outcome_is_wanted_then_shows_only_those_and_goes_on(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, *(an_unpaid_order(f"U-{number}") for number in range(3)), an_honest_order())
    first = house("order", "list", "--outcome", "hold", "--limit", "2").out.splitlines()
    after = first[-1].split()[-1]
    rest = house("order", "list", "--outcome", "hold", "--limit", "2", "--after", after).out.splitlines()
    assert [line.split()[1] for line in (*first[:-1], *rest)] == ["U-2", "U-1", "U-0"]


def test_payment_when_too_little_came_then_a_person_accepts_it_once(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, AWAITED)
    house("fulfil", "pay", "A-7", "--reference", "pi_1", "--amount", "4000")
    ran = house("payments", "accept", "A-7", "--reason", "agreed")
    assert (ran.code, ran.out.splitlines()[0].split()) == (0, ["payment", "captured,", "EUR", "44.88"])
    assert "possible now" in house("payments", "accept", "A-7", "--reason", "agreed").err


def test_order_when_carried_by_commands_then_each_says_where_it_stands(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, AWAITED)
    told = [
        house("fulfil", "pay", "A-7", "--reference", "pi_1").out,
        house("worker", "--once").out and house("fulfil", "pick", "A-7", "--by", "ana").out,
        house("fulfil", "pack", "A-7", "500").out,
        house("worker", "--once").out and house("fulfil", "ship", "dhl_express", "A-7").out,
    ]
    number = re.search(r"[A-Z]{2}\d{9}[A-Z]{2}", house("order", "show", "A-7").out)
    assert number is not None
    told.append(house("fulfil", "track", number[0], "delivered", "--location", "Berlin").out)
    assert steady("".join(told)).splitlines() == [
        "ord_…  accepted, payment captured, warehouse planned",
        "ord_…  fulfilling, payment captured, warehouse picked",
        "ord_…  fulfilling, payment captured, warehouse packed",
        "ord_…  handed over to dhl_express",
        "ord_…  delivered, payment captured, warehouse handed_over, parcel NUMBER delivered",
    ]
    assert "Erika Muster" in house("fulfil", "label", "A-7").out
    assert "delivered: Berlin" in house("order", "timeline", "A-7").out
    assert [each["actor"] for each in house("order", "timeline", "A-7", "--json").documents()].count("ana") == 1


def test_return_when_carried_by_commands_then_the_order_ends_as_returned(house: Clearway, tmp_path: Path) -> None:
    house("stock", "set", "TEE-M-BLUE", "SZX-1", "5")
    submitted(house, tmp_path, an_honest_order())
    house("fulfil", "pick", "A-1001"), house("fulfil", "pack", "A-1001", "500"), house("worker", "--once")
    house("fulfil", "label", "A-1001", "--out", tmp_path / "label.svg")
    house("fulfil", "ship", "dhl_express", "A-1001")
    number = re.search(r"[A-Z]{2}\d{9}[A-Z]{2}", house("order", "show", "A-1001").out)
    assert number is not None
    house("fulfil", "track", number[0], "delivered")
    back = house("fulfil", "return", "request", "A-1001", "1=2", "--reason", "too small").out.strip()
    assert house("fulfil", "return", "authorise", back).out == f"{back}  authorised\n"
    assert house("fulfil", "return", "receive", back, "--grade", "like_new").out == f"{back}  closed\n"
    assert "stage          returned" in house("order", "show", "A-1001").out
    assert house("stock", "list", "--json").documents() == [
        {"sku": "TEE-M-BLUE", "warehouse": "SZX-1", "on_hand": 5, "reserved": 0, "blocked": 0, "free": 5}
    ]
    assert (tmp_path / "label.svg").read_text().startswith("<svg")


def test_walk_when_the_order_is_admitted_then_is_completed_and_its_life_is_shown(
    house: Clearway, tmp_path: Path
) -> None:
    house("order", "submit", written(tmp_path / "orders.jsonl", an_honest_order()))
    ran = house("fulfil", "walk", "A-1001", "--lang", "zh")
    assert "完成，退货期已过" in ran.out
    assert steady(ran.out).splitlines()[-1].startswith("ord_…  completed, payment captured")


def test_label_when_given_then_is_kept_once_and_told(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order())
    first = house("order", "label", "A-1001", "chargeback", "--source", "bank", "--by", "ana")
    assert (first.code, first.out.startswith("lab_")) == (0, True)
    assert house("order", "label", "A-1001", "chargeback", "--source", "bank").out == first.out
    assert house("order", "label", "A-9", "fraud").code == 1


def test_hold_when_placed_and_released_then_picking_waits_and_goes_on(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order())
    held = house("hold", "place", "A-1001", "--reason", "the buyer rang").out.strip()
    refused = house("fulfil", "pick", "A-1001")
    assert (refused.code, "no open blocking hold" in refused.err) == (2, True)
    assert f"hold           {held}, HELD_BY_HAND" in house("order", "show", "A-1001").out
    assert "admit" in house("hold", "release", held, "--reason", "rang back").out
    assert house("fulfil", "pick", "A-1001").code == 0


def test_hold_when_the_law_made_it_then_nobody_may_release_it(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, a_power_bank_by_post())
    hold = HOLD.search(house("order", "show", "A-1004").out)
    assert hold is not None
    ran = house("hold", "release", hold[0], "--reason", "only one")
    assert (ran.code, "nobody may release" in ran.err) == (2, True)


def test_order_when_no_worker_was_there_then_says_what_to_do(house: Clearway, tmp_path: Path) -> None:
    house("order", "submit", written(tmp_path / "orders.jsonl", an_honest_order()))
    assert "not taken over by a worker yet" in house("order", "show", "A-1001").out
    ran = house("fulfil", "pick", "A-1001")
    assert (ran.code, "clearway worker --once" in ran.err) == (2, True)


def test_order_when_the_name_is_unknown_or_of_several_then_one_clear_line(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_order(shop="one"), an_order(shop="two"))
    for named, told in (("nobody", "there is no order"), (f"ord_{'0' * 32}", "no order"), ("A-1001", "several orders")):
        ran = house("order", "show", named)
        assert (ran.code, told in ran.err, ran.err.count("\n")) == (1, True, 1)
    by_id = ORDER.search(house("order", "list").out)
    assert by_id is not None
    assert house("order", "show", by_id[0]).code == 0


@pytest.mark.parametrize("arguments", [
    ("fulfil", "pick", "A-1001", "--found", "one"),
    ("fulfil", "pay", "A-1001", "--reference", "r", "--currency", "QQQ"),
    ("fulfil", "track", "CX000000011CN", "somewhere"),
    ("fulfil", "track", "CX000000011CN", "delivered"),
    ("fulfil", "return", "authorise", "ret_0"),
    ("fulfil", "refund", "A-1001", "999999", "--reason", "late", "--reference", "r-1"),
])  # fmt: skip
def test_command_when_used_wrongly_then_one_clear_line(
    house: Clearway, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    submitted(house, tmp_path, an_honest_order())
    ran = house(*arguments)
    assert (ran.code, ran.err.startswith("clearway: "), ran.err.count("\n")) == (2, True, 1), ran.err


def test_ship_when_some_may_not_leave_then_names_them_and_the_code_says_so(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order())
    ran = house("fulfil", "ship", "dhl_express", "A-1001")
    assert (ran.code, ran.out, "possible now: `finish_pick`" in ran.err) == (1, "", True)


def test_cancel_and_refund_when_asked_then_money_goes_back(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order(), an_order(id="A-2"))
    told = house("fulfil", "refund", "A-2", "500", "--reason", "late", "--reference", "r-1").out
    assert "payment partially_refunded" in told
    assert "cancelled, payment refunded" in house("fulfil", "cancel", "A-1001", "--reason", "asked to").out
    assert "refund         rfd_" in house("order", "show", "A-1001").out


def test_events_when_followed_then_each_is_shown_once(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_unpaid_order(), an_honest_order())
    shown = house("events", "--json").documents()
    assert [each["seq"] for each in shown] == list(range(1, len(shown) + 1))
    assert len(house("events", "--after", "2").out.splitlines()) == len(shown) - 2
    assert "order.hold_placed" in house("events").out


def test_audit_when_an_entry_was_changed_then_its_number_is_told(house: Clearway, folder: Path, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order(), an_unpaid_order())
    assert (house("audit", "verify").code, house("audit", "verify").out) == (0, "the audit is whole\n")
    database = Database(f"sqlite:///{folder / 'clearway.sqlite'}")
    with database.write() as session:
        without_triggers(session)
        session.run(update(AUDIT).where(AUDIT.c.seq == 2).values(actor="nobody"))
    database.close()
    ran = house("audit", "verify")
    assert (ran.code, ran.err.startswith("entry 2 ")) == (1, True)


def test_show_when_held_then_the_page_is_the_golden_one(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_unpaid_order())
    for language in ("en", "zh"):
        golden = Path(__file__).parents[2] / "golden" / "cli" / f"order_show.{language}.txt"
        compare(golden, steady(house("order", "show", "A-1002", "--lang", language).out))


def test_list_when_json_then_is_what_the_api_lists(house: Clearway, tmp_path: Path) -> None:
    submitted(house, tmp_path, an_honest_order())
    (row,) = (json.loads(line) for line in house("order", "list", "--json").out.splitlines())
    assert (row["merchant_order_id"], row["outcome"], row["total"]) == ("A-1001", "admit", 4488)


def compare(golden: Path, shown: str) -> None:
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_profit_when_summed_up_then_it_counts_what_is_shown_of_one_shop_or_of_all(
    house: Clearway, tmp_path: Path
) -> None:
    submitted(house, tmp_path, an_honest_order())
    period = ("--from", "2020-01-01", "--until", "2999-12-31")
    found = json.loads(house("profit", "by", "shop", *period, "--json").out)
    assert (found["pending"], found["total"]["orders"]) == (0, 1)
    for shop, orders in (("shop-de", 1), ("elsewhere", 0)):
        assert len(house("profit", "orders", *period, "--shop", shop).out.splitlines()) == orders
