"""Whole-order cases: read with positions, laid over base orders, decided as the service decides."""

from collections.abc import Callable

import pytest

from engine.admission import Admission
from engine.bundled import data_folder
from engine.domains import ADMISSION
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.rulebook.folder import read_rulebook
from engine.rulebook.source import RuleBookRejected
from engine.workbench.case_files import read_cases
from engine.workbench.cases import run_cases
from engine.workbench.overlay import Json, laid_over
from tests.tiny_rule_book import TEXTS

BASE = """\
format: 1
orders:
  shirt:
    placed_at: "2026-06-30T10:00:00Z"
    currency: EUR
    lines: [{title: Cotton shirt, quantity: 1, unit_price: 2400, hs_code: "61051000"}]
    totals: {total: 2400}
    shipping_address: {name: Kim Muster, line1: Testgasse 12, city: Wien, postcode: "1010", country: AT}
    payment: {method: card, status: captured, captured: 2400}
cases:
"""
PLACE = "cases/orders.yaml"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(data_folder())


@pytest.fixture
def failures(knowledge: Knowledge) -> Callable[[str], list[str]]:
    """Decides one case, written on one line."""

    def run(case: str) -> list[str]:
        book = read_rulebook({**TEXTS, PLACE: f"{BASE}  - {case}\n"}, ADMISSION)
        return [each.detail for each in run_cases(Admission(book, knowledge), read_cases(book)).failed]

    return run


def refused(case: str) -> list[tuple[str, str]]:
    book = read_rulebook({**TEXTS, PLACE: f"{BASE}  - {case}\n"}, ADMISSION)
    with pytest.raises(RuleBookRejected) as rejected:
        read_cases(book)
    return [(fault.code, str(fault.span)) for fault in rejected.value.faults]


NO_POSTCODE = """{name: no postcode, given: {like: shirt, shipping_address: {postcode: null}},
    expect: {outcome: ask_customer, reasons: [ADR_POSTCODE], not_reasons: [PAY_FAILED]}}"""
SECOND_LINE = """{name: second line, expect: {outcome: cancel, reasons: [IMP_VAPE]},
    given: {like: shirt, lines: {"2": {quantity: 1, unit_price: 1, hs_code: "85434000"}}}}"""
MEMORY = """{name: memory, given: {like: shirt}, context: {velocity.ip_orders_24h: 2},
    expect: {outcome: hold, reasons: [FRD_BURST]}}"""
QUIET = "{name: quiet, given: {like: shirt}, expect: {outcome: admit}}"


@pytest.mark.parametrize("case", [QUIET, NO_POSTCODE, SECOND_LINE, MEMORY])
def test_case_when_the_order_comes_out_as_it_says_then_holds(failures: Callable[[str], list[str]], case: str) -> None:
    assert failures(case) == []


@pytest.mark.parametrize(
    ("expect", "detail"),
    [
        ("{outcome: hold}", "expected hold, got admit with no reason"),
        ("{outcome: admit, reasons: [PAY_FAILED]}", "PAY_FAILED is not among the reasons: no reason"),
    ],
)
def test_case_when_it_comes_out_otherwise_then_says_what_came(
    failures: Callable[[str], list[str]], expect: str, detail: str
) -> None:
    assert failures(f"{{name: quiet, given: {{like: shirt}}, expect: {expect}}}") == [detail]


def test_case_when_an_unwanted_reason_is_given_then_fails(failures: Callable[[str], list[str]]) -> None:
    case = (
        "{name: failed, given: {like: shirt, payment: {status: failed}}, "
        "expect: {outcome: hold, not_reasons: [PAY_FAILED]}}"
    )
    assert failures(case) == ["PAY_FAILED is among the reasons"]


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ("{name: a, given: {like: shrit}, expect: {outcome: admit}}", ("R068", f"{PLACE}:11:29")),
        ("{name: a, given: {like: shirt, currency: EURO}, expect: {outcome: admit}}", ("R068", f"{PLACE}:11:46")),
        ("{name: a, given: {like: shirt}, expect: {outcome: pass}}", ("R024", f"{PLACE}:11:55")),
        ("{name: a, given: {like: shirt}, expect: {outcome: hold, reasons: [PAY_X]}}", ("R023", f"{PLACE}:11:70")),
        ("{name: a, given: {like: shirt}, at: monday, expect: {outcome: hold}}", ("R009", f"{PLACE}:11:41")),
        ("{name: a, given: {like: shirt}, expect: {}}", ("R005", f"{PLACE}:11:45")),
        (
            "{name: a, given: {like: shirt}, context: {lines: [{hs_code: '1'}]}, expect: {outcome: hold}}",
            ("R068", f"{PLACE}:11:46"),
        ),
        (
            "{name: a, given: {like: shirt}, context: {payment.cvc: match}, expect: {outcome: hold}}",
            ("R068", f"{PLACE}:11:46"),
        ),
    ],
)
def test_case_when_it_cannot_be_read_then_the_fault_has_its_place(case: str, fault: tuple[str, str]) -> None:
    assert refused(case) == [fault]


@pytest.mark.parametrize(
    ("base", "changes", "result"),
    [
        ({"a": 1, "b": 2}, {"b": None, "c": {"d": 3}}, {"a": 1, "c": {"d": 3}}),
        ({"a": [{"x": 1, "y": 2}, {"x": 3}]}, {"a": {"1": {"x": 9}}}, {"a": [{"x": 9, "y": 2}, {"x": 3}]}),
        ({"a": [1, 2, 3]}, {"a": {"2": None, "4": 4}}, {"a": [1, 3, 4]}),
        ({"a": [1]}, {"a": [2, 3]}, {"a": [2, 3]}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
    ],
)
def test_overlay_when_laid_over_then_merges_objects_and_reaches_into_lists(
    base: Json, changes: Json, result: Json
) -> None:
    assert laid_over(base, changes) == result
