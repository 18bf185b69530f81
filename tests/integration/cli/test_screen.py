"""`clearway screen`: decisions on standard output, faults on standard error, and the exit code."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from engine.order.order import Order
from engine.order.reading import to_document
from engine.order.terms import PaymentStatus
from tests.builders import PLACED_AT, a_line, a_payment, an_address, an_order
from tests.integration.cli.conftest import Clearway, written

ADMITTED = an_order(id="A-1", ip=None)
HELD = an_order(id="A-2", ip=None, payment=a_payment(status=PaymentStatus.FAILED, captured=None))
ASKED = an_order(id="A-3", ip=None, shipping_address=an_address(postcode=None))
CANCELLED = an_order(id="A-4", ip=None, lines=(a_line(), a_line(sku="V-1", hs_code="85434000")))
BAD = '{"id": "A-9", "lines": []}'


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """One order of each outcome."""
    return written(tmp_path / "orders.jsonl", ADMITTED, HELD, ASKED, CANCELLED)


def test_screen_when_orders_differ_then_each_has_its_outcome(screen: Clearway, orders: Path) -> None:
    ran = screen(orders, "--json")
    assert ran.code == 0
    assert [(each["order_id"], each["outcome"]) for each in ran.documents()] == [
        ("A-1", "admit"),
        ("A-2", "hold"),
        ("A-3", "ask_customer"),
        ("A-4", "cancel"),
    ]


def test_screen_when_json_is_asked_for_then_every_reason_has_all_it_promises(screen: Clearway, orders: Path) -> None:
    document = screen(orders, "--json").documents()[3]
    assert set(document) == {
        "order_id", "number", "outcome", "score", "reasons", "not_checked", "next_steps", "shadow", "model",
        "marks", "receipt",
    }  # fmt: skip
    assert document["reasons"] == [
        {
            "rule": "IMP-001",
            "reason": "IMP_VAPE",
            "verdict": "cancel",
            "severity": "critical",
            "score": 0,
            "acts": "product_data",
            "line": 2,
            "values": {"line.hs_code": "85434000"},
            "quotes": [],
            "wanting": [],
            "text": "Heading 85434000 is not sent.",
            "fix": "Take it off.",
            "customer": "We cannot send this article.",
            "waived_by": None,
        }
    ]
    assert document["next_steps"] == [{"acts": "product_data", "text": "Take it off."}]


def test_screen_when_a_field_name_would_steer_the_terminal_then_it_is_shown_harmless(
    screen: Clearway, tmp_path: Path
) -> None:
    document = json.dumps({**to_document(ADMITTED), "\x1b[31mred\x07\n2: forged": 1})
    ran = screen(written(tmp_path / "orders.jsonl", document, HELD))
    assert "\x1b" not in ran.err
    assert [line.split(":")[0] for line in ran.err.splitlines() if line[:1].isdigit()] == ["1"]


def test_screen_when_no_profile_knows_a_header_then_names_it_harmless(screen: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order ID,Quantity,Colour\x1b[2J,outcome\nA-1,1,red,admit\n")
    (told,) = (line for line in screen(file).err.splitlines() if "column profile" in line)
    assert told.endswith(": `Colour·[2J`")


def test_screen_when_the_file_is_a_pipe_then_says_so_and_does_not_wait(screen: Clearway, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "orders")
    ran = screen(tmp_path / "orders")
    assert (ran.code, ran.err.count("save the orders to a file first")) == (2, 1)


def test_screen_when_read_by_people_then_says_who_acts_and_what_to_do(screen: Clearway, orders: Path) -> None:
    ran = screen(orders)
    assert "line 2 (V-1): Heading 85434000 is not sent. [IMP_VAPE, IMP-001]" in ran.out
    assert "hold; finance acts; The payment is failed." in ran.out
    assert "orders decided: 4" in ran.out


def test_screen_when_quiet_then_prints_only_the_summary(screen: Clearway, orders: Path) -> None:
    assert screen(orders, "--quiet").out.startswith("orders decided: 4")


def test_screen_when_chinese_is_asked_for_then_speaks_it(screen: Clearway, orders: Path) -> None:
    assert "已判定 4 个订单" in screen(orders, "--lang", "zh").out


def test_screen_when_a_record_is_bad_then_names_every_fault_and_goes_on(screen: Clearway, tmp_path: Path) -> None:
    ran = screen(written(tmp_path / "orders.jsonl", ADMITTED, BAD, "{nonsense", HELD), "--json")
    assert ran.code == 1
    assert [each["order_id"] for each in ran.documents()] == ["A-1", "A-2"]
    assert {line.split(":")[0] for line in ran.err.splitlines() if line[0].isdigit() and ": /" in line} == {"2", "3"}
    assert "2: /placed_at: the field is required; add it [missing]" in ran.err


def test_screen_when_no_record_is_good_then_nothing_could_be_read(screen: Clearway, tmp_path: Path) -> None:
    file = written(tmp_path / "orders.jsonl", BAD.replace("[]", '[], "placed_at": 1, "totals": {}'), BAD)
    assert screen(file, "--json", "--format", "clearway").code == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00\xd8", ""),
        (b'{"a": 1}', "the format of this file could not be told"),
        (b"PK\x03\x04nonsense", "no readable Excel workbook"),
        (b"name,age\n1,2\n", "no column profile knows the headers"),
        (b"\x00\x01\x02\xff", ""),
        (b"[]", "the file holds no orders"),
    ],
)
def test_screen_when_a_file_cannot_be_read_then_says_so_in_one_line(
    screen: Clearway, tmp_path: Path, body: bytes, said: str
) -> None:
    file = tmp_path / "orders"
    file.write_bytes(body)
    ran = screen(file)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.jsonl",), "nowhere.jsonl: there is no such file"),
        ((".",), "this is a folder"),
        (("{orders}", "--format", "magento"), "there is no format of this name"),
        (("{orders}", "--ship-from", "China"), "--ship-from China: write a country"),
        (("{orders}", "--products", "{orders}"), "orders.jsonl:"),
        (("{orders}", "--data", "nowhere"), "nowhere: there is no such folder"),
        (("{orders}", "--out", "{orders}"), "would overwrite the input"),
        (("{orders}", "--out", "orders.csv"), "of the same kind as the input"),
        (("{orders}", "--out", "no/such/folder/orders.jsonl"), "there is no folder"),
    ],
)
def test_screen_when_used_wrongly_then_says_what_to_do(
    screen: Clearway, orders: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = screen(*(each.format(orders=orders) for each in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-22T08:00:00"])
def test_screen_when_the_moment_is_not_clear_then_asks_for_one(
    clearway: Clearway, orders: Path, rules: Path, moment: str
) -> None:
    ran = clearway("screen", orders, "--rules", rules, "--at", moment)
    assert ran.code == 2
    assert ran.err.startswith(f"clearway: --at {moment}: ")


def test_screen_when_the_rule_book_is_faulty_then_shows_its_faults(
    clearway: Clearway, orders: Path, tmp_path: Path
) -> None:
    (tmp_path / "book").mkdir()
    ran = clearway("screen", orders, "--rules", tmp_path / "book")
    assert ran.code == 2
    assert "error[R" in ran.err


def test_screen_when_settings_are_given_then_fill_what_the_order_leaves_open(screen: Clearway, tmp_path: Path) -> None:
    document = to_document(an_order(id="A-1", ip=None))
    del document["ship_from"]
    file = tmp_path / "order.json"
    file.write_text(json.dumps(document))
    plain, placed = (screen(file, "--json", *more).documents()[0] for more in ((), ("--ship-from", "cn")))
    assert plain["receipt"] != placed["receipt"]


def burst() -> list[Order]:
    """Three orders from one network address within an hour; only the last has two before it."""
    moments = (PLACED_AT + timedelta(minutes=20 * place) for place in range(3))
    return [an_order(id=f"B-{place}", placed_at=moment) for place, moment in enumerate(moments)]


def test_screen_when_lines_are_in_another_order_then_decides_the_same(screen: Clearway, tmp_path: Path) -> None:
    forward = screen(written(tmp_path / "forward.jsonl", *burst()), "--json").documents()
    backward = screen(written(tmp_path / "backward.jsonl", *reversed(burst())), "--json").documents()
    assert [each["outcome"] for each in forward] == ["admit", "admit", "hold"]
    assert [each | {"number": 0} for each in reversed(backward)] == [each | {"number": 0} for each in forward]


def test_screen_when_an_order_stands_alone_then_has_no_velocity(screen: Clearway, tmp_path: Path) -> None:
    (document,) = screen(written(tmp_path / "one.jsonl", burst()[2]), "--json").documents()
    assert {"rule": "FRD-001", "state": "not_evaluable", "wanting": ["velocity.ip_orders_24h"]} in document[
        "not_checked"
    ]  # type: ignore[operator]
