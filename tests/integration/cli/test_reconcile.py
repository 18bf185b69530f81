"""`clearway payments reconcile`: exit codes, JSON, faults and both languages."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway
from tests.settlement_files import SAMPLES, sample


def written(folder: Path, name: str, old: str, new: str) -> Path:
    file = folder / name
    file.write_bytes(sample(name).decode().replace(old, new).encode())
    return file


def test_report_when_it_closes_then_exits_with_0_and_says_so(clearway: Clearway) -> None:
    ran = clearway("payments", "reconcile", "--report", SAMPLES / "adyen_settlement.csv", "--provider", "adyen")
    assert ran.code == 0
    assert "everything adds up" in ran.out


def test_report_when_it_does_not_close_then_exits_with_1_and_says_what(clearway: Clearway, tmp_path: Path) -> None:
    file = written(tmp_path, "adyen_settlement.csv", "EUR,3.50,", "EUR,3.40,")
    ran = clearway("payments", "reconcile", "--report", file, "--provider", "auto", "--json")
    document = json.loads(ran.out)
    failed = [each for each in document["checks"] if each["closes"] is False]
    assert (ran.code, document["closes"], document["report"]["provider"]) == (1, False, "adyen")
    assert [(each["of"], each["batch"], each["difference"]) for each in failed] == [("payout", "118", -10)]


def test_report_when_refused_then_exits_with_2_and_lists_every_fault(clearway: Clearway, tmp_path: Path) -> None:
    file = written(tmp_path, "adyen_settlement.csv", "EUR,3.50,", "EUR,3.4O,")
    ran = clearway("payments", "reconcile", "--report", file, "--provider", "adyen", "--json")
    document = json.loads(ran.out)
    assert (ran.code, document["refused"]) == (2, True)
    assert [(each["row"], each["column"]) for each in document["faults"]] == [(9, "Net Debit (NC)")]
    assert "row 9, `Net Debit (NC)`" in ran.err


def test_provider_when_unknown_then_the_known_ones_are_named(clearway: Clearway) -> None:
    ran = clearway("payments", "reconcile", "--report", SAMPLES / "generic.csv", "--provider", "nobody")
    assert ran.code == 2
    assert "stripe, paypal, adyen" in ran.err


def test_mapping_when_faulty_then_exits_with_2_and_names_the_place(clearway: Clearway, tmp_path: Path) -> None:
    mapping = tmp_path / "mine.yaml"
    mapping.write_text("columns: {when: Date}\n", encoding="utf-8")
    ran = clearway("payments", "reconcile", "--report", SAMPLES / "generic.csv", "--mapping", mapping)
    assert ran.code == 2
    assert "mine.yaml:1:11" in ran.err


@pytest.mark.parametrize(("arrived", "code"), [("172.70", 0), ("170.00", 1)])
def test_bank_when_another_amount_arrived_then_does_not_close(
    clearway: Clearway, tmp_path: Path, arrived: str, code: int
) -> None:
    bank = written(tmp_path, "camt053_v08.xml", "172.70", arrived)
    ran = clearway(
        "payments", "reconcile", "--report", SAMPLES / "stripe_payout.csv", "--bank", bank, "--bank-provider", "camt",
        "--json",
    )  # fmt: skip
    first, second = json.loads(ran.out)["arrivals"]
    assert ran.code == code
    assert (first["by"], first["bank_row"], second["bank_row"]) == ("reference", 1, None)


def test_order_when_read_as_json_then_steps_down_to_what_was_paid_out(clearway: Clearway) -> None:
    ran = clearway("payments", "reconcile", "--report", SAMPLES / "amazon_eu.txt", "--provider", "amazon", "--json")
    order = next(each for each in json.loads(ran.out)["orders"] if each["order"] == "302-0000000-0000001")
    steps = ("paid", "fees", "tax_withheld", "reserve", "refunded", "penalties", "net", "paid_out")
    assert [order[step] for step in steps] == [2849, -955, -399, 0, 0, 0, 1495, 1495]


def test_page_when_asked_in_chinese_then_speaks_it(clearway: Clearway, tmp_path: Path) -> None:
    file = written(tmp_path, "amazon_eu.txt", "\t22,02\t", "\t22,03\t")
    ran = clearway("payments", "reconcile", "--report", file, "--lang", "zh")
    assert "1 项核对中有 1 项不平" in ran.out
    assert "打款金额 写明 EUR 22.03" in ran.out
