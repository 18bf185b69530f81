"""The project data about gateways and disputes: whole, with sources, and with the traps that lose money."""

from datetime import timedelta

import pytest

from engine.order.terms import PaymentStatus
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.category import Category, Evidence
from fulfillment.payments.disputes.wording import BESIDE, TITLES
from fulfillment.payments.gateways.reading import READERS
from fulfillment.payments.gateways.vocabulary import GATEWAYS, Kind, Paid, vocabulary_of
from tests.fulfilment_site import NOON


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_vocabulary_when_read_then_is_whole_and_has_sources(gateway: str) -> None:
    words = vocabulary_of(gateway)
    assert {"statuses", "messages", "holds"} <= words.sources.keys()
    assert gateway in READERS
    assert words.statuses
    assert {Kind.AUTHORISE, Kind.CAPTURE, Kind.REFUND, Kind.DISPUTE} <= set(words.messages.values())


@pytest.mark.parametrize(
    ("gateway", "status", "means", "paid"),
    [
        ("paypal", "APPROVED", PaymentStatus.PENDING, Paid.NEVER),
        ("paypal", "CREATED", PaymentStatus.PENDING_ACTION, Paid.NEVER),
        ("paypal", "COMPLETED", PaymentStatus.CAPTURED, Paid.YES),
        ("adyen", "Received", PaymentStatus.PENDING, Paid.NEVER),
        ("adyen", "Authorised", PaymentStatus.AUTHORISED, Paid.LASTING),
        ("stripe", "requires_capture", PaymentStatus.AUTHORISED, Paid.LASTING),
        ("stripe", "succeeded", PaymentStatus.CAPTURED, Paid.YES),
        ("stripe", "reversed_after_approval", PaymentStatus.FAILED, Paid.NEVER),
    ],
)
def test_status_when_it_looks_like_money_then_says_whether_it_is(
    gateway: str, status: str, means: PaymentStatus, paid: Paid
) -> None:
    found = vocabulary_of(gateway).statuses[status]
    assert (found.means, found.paid) == (means, paid)


@pytest.mark.parametrize(
    ("gateway", "method", "days"),
    [("stripe", "visa", 7), ("stripe", "jcb", 7), ("paypal", "paypal", 3), ("adyen", "visa", 10), ("adyen", "amex", 7),
     ("adyen", "cartes_bancaires", 12), ("adyen", "paypal", 3)],
)  # fmt: skip
def test_hold_when_asked_then_lasts_as_the_gateway_honours_it(gateway: str, method: str, days: int) -> None:
    assert vocabulary_of(gateway).hold.until(NOON, method) == NOON + timedelta(days=days)


@pytest.mark.parametrize(
    ("scheme", "file_days", "respond_days"),
    [("visa", 120, 30), ("MC", 120, 45), ("American Express", 120, 20), ("discover", 120, 30), ("paypal", 180, 7),
     ("clearpay", 120, 13), ("klarna", 180, 12), ("never heard of", 120, 7)],
)  # fmt: skip
def test_scheme_when_named_then_has_its_windows(scheme: str, file_days: int, respond_days: int) -> None:
    found = dispute_book().scheme(scheme)
    assert found.file_days == file_days
    assert found.answer_by(NOON, "stripe", is_inquiry=False) == NOON + timedelta(days=respond_days)


@pytest.mark.parametrize(
    ("scheme", "code", "category"),
    [("visa", "10.4", Category.FRAUD), ("visa", "13.1", Category.NOT_RECEIVED),
     ("mc", "4853", Category.NOT_AS_DESCRIBED),
     ("mastercard", "4834", Category.DUPLICATE), ("amex", "C08", Category.NOT_RECEIVED),
     ("discover", "RN2", Category.CREDIT_NOT_PROCESSED), ("visa", "99", Category.GENERAL)],
)  # fmt: skip
def test_reason_when_a_code_then_has_its_category(scheme: str, code: str, category: Category) -> None:
    assert dispute_book().category(scheme, code, None) == category


def test_reason_when_the_gateway_says_more_than_the_code_then_counts() -> None:
    assert dispute_book().category("mastercard", "4853", Category.NOT_RECEIVED) == Category.NOT_RECEIVED


def test_evidence_when_listed_then_every_kind_has_words_and_is_asked_for_by_some_reason() -> None:
    asked = {kind for each in dispute_book().evidence.values() for kind in (*each.needed, *each.helpful)}
    assert asked == set(Evidence) == set(TITLES) == set(BESIDE)
