"""Settlement reports taken in: what is matched, what becomes a case, and that nothing is taken twice."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.store.database import Database
from fulfillment.payments.rates import given_rate, store_rates
from fulfillment.payments.settlement import judging
from fulfillment.payments.settlement.importing import Imported
from fulfillment.payments.settlement.judging import terms_of
from fulfillment.payments.settlement.kinds import Differs
from fulfillment.payments.settlement.report import LineKind, SettlementLine, StatedTotal, TotalOf
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.sweeping import match_again
from fulfillment.records import AgreedFee, PaymentEntry
from fulfillment.store.money import add_movement
from fulfillment.store.settlement import batch_sums, files_after, lines_between
from fulfillment.store.settlement_cases import cases_about, put_fee
from tests.fulfilment_site import NOON, House
from tests.settlements import SETTLED_AT, a_line, a_report, cases_in, importing, paid_order, take, told


def kept_lines(house: House) -> int:
    with house.database.read() as session:
        return len(lines_between(session, house.merchant, NOON - timedelta(days=900), NOON + timedelta(days=900)))


def test_line_when_it_names_the_order_and_its_amount_then_no_case_is_opened(house: House) -> None:
    paid_order(house, "ord_1")
    done = take(house, a_line(metadata="ord_1"), a_line(LineKind.FEE, -99, payment="pi_ord_1"))
    assert (done.file.fresh, done.is_known, cases_in(house)) == (2, False, ())


def test_line_when_it_has_the_gateways_name_then_is_matched(house: House) -> None:
    paid_order(house, "ord_1", reference="ch_9:capture")
    take(house, a_line(payment="ch_9"))
    assert cases_in(house) == ()


def test_line_when_nobody_knows_it_then_a_case_says_so(house: House) -> None:
    take(house, a_line(merchant="A-9"), a_line(LineKind.REFUND, -100, payment="ch_0"))
    assert told(cases_in(house)) == [("unknown_in_books", "", -100, "open"), ("unknown_in_books", "", 4488, "open")]


def test_unknown_line_when_its_order_comes_later_then_its_case_ends_by_itself(house: House) -> None:
    take(house, a_line(payment="pi_ord_1"))
    paid_order(house, "ord_1")
    take(house, a_line(LineKind.FEE, -1))
    assert told(cases_in(house)) == [("unknown_in_books", "", 4488, "explained")]


def test_line_without_reference_when_one_order_costs_that_then_is_matched_by_amount(house: House) -> None:
    paid_order(house, "ord_1")
    paid_order(house, "ord_2", 999)
    take(house, a_line())
    assert cases_in(house) == ()


def test_line_without_reference_when_two_orders_cost_that_then_it_is_proposed(house: House) -> None:
    paid_order(house, "ord_1")
    paid_order(house, "ord_2")
    take(house, a_line())
    (case,) = cases_in(house)
    assert (case.kind, case.data["orders"]) == (Differs.PROPOSAL, ["ord_1", "ord_2"])


def test_names_when_they_contradict_each_other_then_a_person_is_asked(house: House) -> None:
    paid_order(house, "ord_1")
    paid_order(house, "ord_2")
    take(house, a_line(metadata="ord_1", payment="pi_ord_2"))
    assert [each.kind for each in cases_in(house)] == [Differs.PROPOSAL]


def test_amount_when_less_came_then_is_a_case_that_ends_when_the_rest_comes(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(gross=4000, metadata="ord_1"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -488, "open")]
    take(house, a_line(gross=400, metadata="ord_1", modification="2"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -88, "open")]
    take(house, a_line(gross=88, metadata="ord_1", modification="3"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -88, "explained")]


def test_sale_when_it_is_settled_twice_then_is_a_duplicate(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(payment="pi_ord_1", batch="b1"), a_line(payment="pi_ord_1", batch="b2"))
    assert told(cases_in(house)) == [("duplicate", "ord_1", 4488, "open")]


def test_sale_when_it_comes_in_another_currency_then_is_a_case(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(payment="pi_ord_1", currency="USD"))
    assert told(cases_in(house)) == [("currency_differs", "ord_1", 4488, "open")]


def test_refund_when_more_went_back_than_we_know_then_is_a_case(house: House) -> None:
    paid_order(house, "ord_1", refunded=500)
    take(house, a_line(payment="pi_ord_1"), a_line(LineKind.REFUND, -700, payment="pi_ord_1"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -200, "open")]


def test_money_when_no_report_speaks_of_it_for_two_weeks_then_is_missing_until_one_does(house: House) -> None:
    paid_order(house, "ord_1", at=NOON - timedelta(days=20))
    take(house, a_line(LineKind.FEE, -1, at=NOON - timedelta(days=30)))
    assert told(cases_in(house)) == [("missing_in_report", "ord_1", -4488, "open")]
    take(house, a_line(payment="pi_ord_1", at=NOON - timedelta(days=18)))
    assert told(cases_in(house)) == [("missing_in_report", "ord_1", -4488, "recovered")]


def test_money_when_it_is_older_than_the_reports_then_is_not_missing(house: House) -> None:
    paid_order(house, "ord_1", at=NOON - timedelta(days=200))
    take(house, a_line(LineKind.FEE, -1, at=NOON - timedelta(days=30)))
    assert cases_in(house) == ()


def test_fee_when_it_is_not_what_was_agreed_then_is_a_case(house: House) -> None:
    paid_order(house, "ord_1")
    paid_order(house, "ord_2", 1000)
    agreed = AgreedFee(merchant_id="main", provider="stripe", currency="EUR", share_ppm=14_000, fixed=25, tolerance=1)
    with house.database.write() as session:
        put_fee(session, agreed)
    take(house, a_line(payment="pi_ord_1", fee=-88), a_line(payment="pi_ord_2", gross=1000, fee=-60))
    assert told(cases_in(house)) == [("fee_differs", "ord_2", -21, "open")]


def test_exchange_when_it_is_far_from_the_stored_rate_then_is_a_case(house: House) -> None:
    paid_order(house, "ord_1", 10_000, "USD")
    paid_order(house, "ord_2", 10_000, "USD")
    rate = given_rate("EUR", "USD", "1.25", "ecb", SETTLED_AT - timedelta(days=1))
    with house.database.write() as session:
        store_rates(session, house.site.ids, "main", [rate], NOON, "tests")
    usual, dear = (
        a_line(payment=payment, gross=gross, original_currency="USD", original_amount=10_000)
        for payment, gross in (("pi_ord_1", 7_900), ("pi_ord_2", 7_000))
    )
    take(house, usual, dear)
    assert told(cases_in(house)) == [("exchange_differs", "ord_2", -1_000, "open")]


def test_exchange_when_the_reports_own_rate_makes_another_amount_then_is_a_case(house: House) -> None:
    paid_order(house, "ord_1", 10_000, "USD")
    take(house, a_line(payment="pi_ord_1", gross=7_900, original_currency="USD", original_amount=10_000,
                       exchange_rate=Decimal("0.8")))  # fmt: skip
    assert told(cases_in(house)) == [("exchange_differs", "ord_1", -100, "open")]


def test_sale_when_it_is_settled_weeks_after_the_capture_then_is_late(house: House) -> None:
    paid_order(house, "ord_1", at=SETTLED_AT - timedelta(days=12))
    take(house, a_line(payment="pi_ord_1"))
    assert told(cases_in(house)) == [("late", "ord_1", 4488, "open")]


def test_text_of_a_banks_line_when_it_is_kept_then_neither_name_nor_account_is(house: House) -> None:
    line = a_line(LineKind.BANK_CREDIT, 100, text="po_77 Erika Muster DE89370400440532013000 erika@example.com")
    take(house, line, provider="bank")
    with house.database.read() as session:
        (kept,) = lines_between(session, "main", NOON - timedelta(days=9), NOON)
    assert kept.merchant_reference == "po_77"


def test_text_of_a_banks_line_when_it_has_telephone_numbers_then_only_our_own_numbers_are_kept(house: House) -> None:
    take(house, a_line(LineKind.PAYOUT, -100, batch="12345678901", payment="7700112233"))
    text = (
        "12345678901 7700112233 po_77 4711 PO-20261125 ref1234567 +49 170 1234567 0170/123 45 67 Tel:13800138000 "
        "(415) 555-0123 00491701234567 tel.030-1234567"
    )
    take(house, a_line(LineKind.BANK_CREDIT, 100, text=text), provider="bank")
    with house.database.read() as session:
        found = lines_between(session, "main", NOON - timedelta(days=9), NOON)
    (kept,) = (each for each in found if each.kind == LineKind.BANK_CREDIT)
    assert kept.merchant_reference == "12345678901 7700112233 po_77 4711 PO-20261125 ref1234567"


def test_batch_when_its_payout_is_another_sum_then_does_not_close(house: House) -> None:
    paid_order(house, "ord_1")
    sale = a_line(payment="pi_ord_1", batch="b1", fee=-100)
    stated = StatedTotal(row=2, batch="b1", currency="EUR", amount=4300, of=TotalOf.PAYOUT)
    take(house, sale, a_line(LineKind.PAYOUT, -4300, batch="b1"), totals=[stated])
    assert told(cases_in(house)) == [("batch_does_not_close", "", 88, "open")]
    take(house, a_line(LineKind.ADJUSTMENT, -88, batch="b1"))
    assert told(cases_in(house)) == [("batch_does_not_close", "", 88, "explained")]


def test_batch_when_the_file_states_another_net_then_does_not_close(house: House) -> None:
    stated = StatedTotal(row=9, batch="b1", currency="EUR", amount=-90)
    take(house, a_line(LineKind.FEE, -100, batch="b1"), totals=[stated])
    assert told(cases_in(house)) == [("batch_does_not_close", "", -10, "open")]


def test_file_when_it_comes_again_then_nothing_changes(house: House) -> None:
    lines = [a_line(merchant="A-9"), a_line(LineKind.PAYOUT, -4488, batch="b1")]
    first = take(house, *lines)
    before = cases_in(house)
    again = take(house, *lines)
    assert (again.is_known, again.file.id) == (True, first.file.id)
    assert (cases_in(house), kept_lines(house)) == (before, 2)


def test_lines_when_another_file_overlaps_then_none_is_taken_twice(house: House) -> None:
    lines = [a_line(gross=each, payment=f"x{each}") for each in range(1, 8)]
    take(house, *lines[:5])
    done = take(house, *reversed(lines[2:]))
    assert (done.file.size, done.file.fresh, kept_lines(house)) == (5, 2, 7)


def test_lines_when_two_of_a_file_say_the_same_then_both_are_kept(house: House) -> None:
    take(house, a_line(LineKind.FEE, -5), a_line(LineKind.FEE, -5))
    assert kept_lines(house) == 2


def test_file_when_it_broke_off_then_goes_on_where_it_was(house: House) -> None:
    lines = [a_line(LineKind.FEE, -each, payment=f"x{each}") for each in range(1, 8)]

    class Broken(Exception):
        """The process ends."""

    def stop(done: int) -> None:
        if done == 4:
            raise Broken

    with pytest.raises(Broken):
        importing(house).take(a_report(*lines), stop, at_once=2)
    assert kept_lines(house) == 4
    done = take(house, *lines, at_once=2)
    assert (done.is_known, done.file.done, done.file.fresh, kept_lines(house)) == (False, 7, 7, 7)


def at_once(house: House, files: list[list[SettlementLine]]) -> list[Imported]:
    """Each file taken in by a thread of its own, all at the same time."""
    done: list[Imported] = []
    ready = threading.Barrier(len(files))

    def work(lines: list[SettlementLine]) -> None:
        ready.wait()
        done.append(importing(house).take(a_report(*lines), at_once=3))

    threads = [threading.Thread(target=work, args=(lines,)) for lines in files]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return done


def test_imports_when_several_bring_the_same_and_overlapping_files_at_once_then_each_line_is_taken_once(
    house: House,
) -> None:
    paid_order(house, "ord_1", 10)
    lines = [a_line(gross=10, payment="pi_ord_1", batch=f"b{each}") for each in range(9)]
    done = at_once(house, [lines, lines, lines[::-1], lines[3:]])
    assert len(done) == 4
    with house.database.read() as session:
        files = files_after(session, house.merchant, 10)
    assert (kept_lines(house), sum(each.fresh for each in files), len(files)) == (9, 9, 3)
    assert told(cases_in(house)) == [("duplicate", "ord_1", 80, "open")]


def test_merchants_when_both_know_the_same_names_then_neither_sees_the_other(house: House, database: Database) -> None:
    other = House(database, house.folder, house.site.ids, merchant="other")
    paid_order(house, "ord_1")
    take(other, a_line(payment="pi_ord_1"))
    assert (told(cases_in(other)), cases_in(house)) == ([("unknown_in_books", "", 4488, "open")], ())


def test_order_when_its_capture_failed_later_then_no_money_is_missed(house: House) -> None:
    paid_order(house, "ord_1", at=NOON - timedelta(days=30))
    paid_order(house, "ord_2", at=NOON - timedelta(days=31))
    failed = PaymentEntry(id="pev_f", merchant_id="main", order_id="ord_1", kind="capture_failed", amount=4488,
                          currency="EUR", reference="pi_ord_1:failed", at=NOON, received_at=NOON)  # fmt: skip
    with house.database.write() as session:
        add_movement(session, failed)
    take(house, a_line(metadata="ord_2", at=NOON - timedelta(days=40)), a_line(LineKind.FEE, -1))
    assert [each for each in cases_in(house) if each.order_id == "ord_1"] == []


def test_batches_when_a_file_has_very_many_then_all_are_looked_at(house: House) -> None:
    lines = [a_line(LineKind.FEE, -1, batch=f"po_{number}") for number in range(900)]
    totals = [
        StatedTotal(row=0, of=TotalOf.NET, batch=f"po_{number}", currency="EUR", amount=-1) for number in (0, 899)
    ]
    asked: list[int] = []

    def counted(*told: object) -> object:
        asked.append(len(told[3]))  # type: ignore[arg-type]
        return batch_sums(*told)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(judging, "batch_sums", counted)
        take(house, *lines, totals=totals)
    assert (sum(asked), max(asked) <= 400) == (900, True)


def test_bank_text_when_it_has_a_mail_address_then_no_part_of_it_is_kept(house: House) -> None:
    take(house, a_line(LineKind.BANK_CREDIT, 100, text="PO-7712 anna1985@example.org"), provider="bank")
    with house.database.read() as session:
        (line,) = lines_between(session, "main", NOON - timedelta(days=900), NOON + timedelta(days=900))
    assert line.merchant_reference == "PO-7712"


def test_waiting_lines_when_only_the_newest_are_asked_then_the_others_are_by_the_daily_look(house: House) -> None:
    take(house, *(a_line(payment=f"pi_ord_{each}") for each in (1, 2, 3)))
    for each in (1, 2, 3):
        paid_order(house, f"ord_{each}")

    def matched(newest: int | None) -> list[str | None]:
        with house.database.write() as session:
            sitting = Sitting(session=session, site=house.site, merchant="main", now=house.clock.now())
            match_again(sitting, terms_of(sitting), newest)
            return [each.order_id for each in lines_between(session, "main", NOON - timedelta(days=9), NOON)]

    assert matched(2) == [None, "ord_2", "ord_3"]
    assert matched(None) == ["ord_1", "ord_2", "ord_3"]


def test_cases_when_more_are_asked_about_than_one_statement_takes_then_all_are_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fulfillment.store.settlement_cases.SOME", 2)
    take(house, *(a_line(payment=f"nobody_{each}") for each in range(5)))
    names = [each.about for each in cases_in(house)]
    with house.database.read() as session:
        assert sorted(cases_about(session, "main", names)) == sorted(names)
    assert len(names) == 5
