"""Why orders may not share a parcel, and what a shared one declares."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.bundled import data_folder
from engine.desk.judging import JudgedLine, JudgedOrder, JudgedTogether
from engine.lexicon.spec import Value
from engine.order.line import Battery, Line
from engine.order.order import Order
from engine.order.party import Customer, TaxHolder, TaxIdentifier
from engine.order.terms import BatteryKind, BatteryPacking
from fulfillment.consigning.recipient import address_key, is_same_buyer
from fulfillment.consigning.refusals import TEXTS, Candidate, Refusal, refusals_of, refusals_together
from fulfillment.documents.declaring import declare
from fulfillment.documents.shared_parcel import join_declarations
from fulfillment.packing.apart import load_apart
from tests.builders import a_line, an_address, an_order
from tests.customs_files import a_file, a_parcel, a_way, the_book

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WINDOW = timedelta(hours=48)
BATTERY = a_line(
    sku="PB", battery=Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=20)
)  # fmt: skip
PERFUME = a_line(sku="PERFUME", liquid_ml=100)


def candidate(number: int, order: Order | None = None, **changes: object) -> Candidate:
    told = {
        "order_id": f"ord_{number}",
        "fulfilment_id": f"ful_{number}",
        "warehouse": "SZX-1",
        "order": an_order() if order is None else order,
        "version": 1,
        "is_clear": True,
        "is_loose": True,
        **changes,
    }
    return Candidate(**told)  # type: ignore[arg-type]


def judged(one: dict[str, Value], other: dict[str, Value], together: dict[str, Value], outcome: str = "admit",
           lines: tuple[tuple[Line, dict[str, str]], ...] = ()) -> JudgedTogether:  # fmt: skip
    wares = [[JudgedLine(number=1, line=line, un=un)] for line, un in lines] or [[], []]
    orders = tuple(
        JudgedOrder(order_id=f"ord_{number}", version=1, order=an_order(), facts=facts, lines=tuple(wares[number]))
        for number, facts in enumerate((one, other))
    )
    return JudgedTogether(outcome=outcome, reasons=("R1",) if outcome != "admit" else (), facts=together,
                          orders=orders, edition="e", engine="1", decided_at=NOON)  # fmt: skip


def codes(found: tuple[Refusal, ...]) -> list[str]:
    return [each.code for each in found]


def number(value: str, holder: TaxHolder = TaxHolder.MERCHANT) -> TaxIdentifier:
    return TaxIdentifier(kind="IOSS", value=value, holder=holder)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ({"line1": "Chausseestr. 5"}, {"line1": "CHAUSSEESTR 5"}, True),
        ({"line1": "Chausseestr. 5", "line2": "3. OG"}, {"line1": "Chausseestr. 5 3.OG"}, True),
        ({"line1": "Chausseestr. 5"}, {"line1": "Chausseestr. 15"}, False),
        ({"name": "Erika Muster"}, {"name": "Max Muster"}, False),
        ({"postcode": "10115"}, {"postcode": "10 115"}, True),
    ],
)
def test_address_when_typed_otherwise_then_is_one_only_where_letters_and_digits_are(
    one: dict[str, str], other: dict[str, str], is_one: bool
) -> None:
    assert (address_key(an_address(**one)) == address_key(an_address(**other))) is is_one


def test_buyers_when_nothing_names_them_then_are_not_one() -> None:
    nobody = an_order(customer=None, shipping_address=an_address(email=None, phone=None))
    by_mail = an_order(customer=Customer(email="ERIKA.muster@example.com", guest=True))
    assert not is_same_buyer(nobody, nobody)
    assert is_same_buyer(by_mail, an_order())


def test_orders_when_nothing_speaks_against_it_then_no_refusal() -> None:
    assert refusals_of([candidate(1), candidate(2)], WINDOW) == ()


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (candidate(1), "too_few"),
        (candidate(2, is_clear=False), "held_order"),
        (candidate(2, is_loose=False), "packed_already"),
        (candidate(2, warehouse="LEJ-1"), "other_warehouse"),
        (candidate(2, an_order(shipping=None)), "other_terms"),
        (candidate(2, an_order(tax_identifiers=(number("IM2760000742"),))), "other_tax_numbers"),
    ],
)
def test_orders_when_they_differ_then_the_reason_is_named(second: Candidate, code: str) -> None:
    assert codes(refusals_of([candidate(1), second], WINDOW)) == [code]


def test_numbers_when_the_same_of_another_holder_then_are_others() -> None:
    mine = candidate(1, an_order(tax_identifiers=(number("IM2760000742"),)))
    theirs = candidate(2, an_order(tax_identifiers=(number("IM2760000742", TaxHolder.MARKETPLACE),)))
    assert codes(refusals_of([mine, theirs], WINDOW)) == ["other_tax_numbers"]


def test_numbers_of_the_consignee_when_one_order_has_none_then_do_not_contradict() -> None:
    told = candidate(1, an_order(tax_identifiers=(number("123", TaxHolder.CONSIGNEE),)))
    assert refusals_of([told, candidate(2)], WINDOW) == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [("tax.over_limit", "tax_threshold"), ("duties.duty_due", "de_minimis"), ("duties.vat_due", "de_minimis")],
)
def test_orders_when_only_together_above_a_threshold_then_refused(facts: str, code: str) -> None:
    assert codes(refusals_together(judged({facts: False}, {facts: False}, {facts: True}), ())) == [code]
    assert refusals_together(judged({facts: True}, {facts: True}, {facts: True}), ()) == ()


def test_orders_when_another_regime_counts_together_then_refused() -> None:
    found = refusals_together(judged({"tax.regime": "ioss"}, {"tax.regime": "ioss"}, {"tax.regime": "none"}), ())
    assert found == (Refusal("tax_regime", ("tax.regime",)),)


def test_orders_when_the_rules_hold_them_together_then_refused_with_their_codes() -> None:
    assert refusals_together(judged({}, {}, {}, "hold"), ()) == (Refusal("not_admitted", ("hold", "R1")),)


def test_goods_when_kept_apart_in_one_parcel_then_refused_by_the_projects_own_data() -> None:
    pairs = load_apart(data_folder()).on("air")
    alone = judged({}, {}, {}, lines=((BATTERY, {"UN3480": "9"}), (PERFUME, {"UN1266": "3"})))
    assert codes(refusals_together(alone, pairs)) == ["kept_apart"]
    plain = judged({}, {}, {}, lines=((a_line(), {}), (a_line(sku="OTHER"), {})))
    assert refusals_together(plain, pairs) == ()


def test_reasons_when_told_then_each_code_has_its_words() -> None:
    assert all(Refusal(code).text for code in TEXTS)


def test_shared_parcel_when_declared_then_is_the_sum_of_what_each_order_declares() -> None:
    book, way = the_book(), a_way()
    apart = [
        declare(a_file(an_order(id=f"A-{each}")), a_parcel(pieces={1: each}, gross_g=100 * each), way, book)
        for each in (1, 2)
    ]
    together = join_declarations(apart)
    assert together.total == sum(each.total for each in apart)
    assert (together.gross_g, [line.number for line in together.lines]) == (300, [1, 2])
    assert together.net_g == sum(each.net_g for each in apart)
    with pytest.raises(ValueError, match="differ"):
        join_declarations([apart[0], declare(a_file(an_order()), a_parcel(number="X"), way, book)])
