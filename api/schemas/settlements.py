"""How settlements look on the wire: models for the documentation, and what fills them. Amounts are minor units."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.payments.settlement.ages import days_between
from fulfillment.payments.settlement.importing import Imported
from fulfillment.payments.settlement.of_order import OrderSettlement
from fulfillment.records import CaseEntry, Payout, SettledLine, SettlementCase, SettlementFile
from fulfillment.store.settlement import LineSum

Shown = Mapping[str, object]


class SettlementShown(BaseModel):
    """A report. `done` of its `lines` are kept, `fresh` of them came with no file before."""

    id: str
    provider: str
    name: str
    digest: str
    lines: int
    done: int
    fresh: int
    received_at: datetime
    received_by: str
    finished_at: datetime | None


class SettlementTaken(BaseModel):
    """A report that was taken in. `known`: it was there before, and nothing changed."""

    settlement: SettlementShown
    known: bool
    cases_opened: int
    cases_closed: int


class CaseShown(BaseModel):
    """A difference. `amount` is what the merchant has more (positive) or less than the books say."""

    id: str
    kind: str
    state: str
    provider: str
    currency: str
    amount: int
    order_id: str | None
    line_id: str | None
    payout_id: str | None
    batch: str
    opened_at: datetime
    changed_at: datetime
    age_days: int
    due_at: datetime | None = Field(description="When the time to appeal ends, where the marketplace says so.")
    data: dict[str, object]


class CaseEntryShown(BaseModel):
    """One line of a case's history."""

    at: datetime
    act: str
    source: str
    target: str
    amount: int
    actor: str
    why: str


class CaseInFull(CaseShown):
    """A case with its history."""

    history: list[CaseEntryShown]


class SettledLineShown(BaseModel):
    """One line of a report; `how` says by what it was matched."""

    id: str
    settlement_id: str
    number: int
    provider: str
    kind: str
    word: str
    batch: str
    currency: str
    gross: int
    fee: int
    tax: int
    net: int
    at: datetime
    how: str


class FileLineShown(SettledLineShown):
    """One line of a report as it stands in the file; `place` says where it belongs."""

    place: str = Field(json_schema_extra={"enum": ["order", "account", "proposed", "unknown"]})
    order_id: str | None
    payout_id: str | None
    references: list[str] = Field(description="The names that the report gives, for people to find the order by.")


class LineSumShown(BaseModel):
    """What the lines of one kind come to; `unmatched` of them have no place in the books yet."""

    currency: str
    kind: str
    lines: int
    unmatched: int
    gross: int
    fee: int
    tax: int
    net: int


class LineSumsShown(BaseModel):
    """By currency and kind."""

    data: list[LineSumShown]


class PayoutShown(BaseModel):
    """Money on its way to the bank, or there."""

    id: str
    provider: str
    batch: str
    currency: str
    amount: int
    at: datetime
    arrived_at: datetime | None


class LadderShown(BaseModel):
    """From what the buyer paid to what is left, in one currency; `reached` is `account`, `payout` or `bank`."""

    currency: str
    rungs: dict[str, int]
    net: int
    reached: str


class OrderSettlementShown(BaseModel):
    """What reports say of an order."""

    order_id: str
    expected: dict[str, int] = Field(description="What should come, by currency.")
    ladders: list[LadderShown]
    lines: list[SettledLineShown]
    payouts: list[PayoutShown]
    cases: list[CaseShown]


FILE, LINE = an_id(Prefix.SETTLEMENT), an_id(Prefix.SETTLEMENT_LINE)
A_SETTLEMENT: Example = {
    "id": FILE,
    "provider": "stripe",
    "name": "payouts-2026-11.csv",
    "digest": "9f2c",
    "lines": 2,
    "done": 2,
    "fresh": 2,
    "received_at": AT,
    "received_by": "finance",
    "finished_at": AT,
}
TAKEN: Example = {"settlement": A_SETTLEMENT, "known": False, "cases_opened": 1, "cases_closed": 0}
A_CASE: Example = {
    "id": an_id(Prefix.SETTLEMENT_CASE),
    "kind": "amount_differs",
    "state": "open",
    "provider": "",
    "currency": "EUR",
    "amount": -488,
    "order_id": ORDER,
    "line_id": None,
    "payout_id": None,
    "batch": "",
    "opened_at": AT,
    "changed_at": AT,
    "age_days": 3,
    "due_at": None,
    "data": {"expected": 4488, "settled": 4000},
}
AN_ENTRY: Example = {
    "at": AT,
    "act": "open",
    "source": "open",
    "target": "open",
    "amount": -488,
    "actor": "finance",
    "why": "",
}
IN_FULL: Example = {**A_CASE, "history": [AN_ENTRY]}
A_SETTLED_LINE: Example = {
    "id": LINE,
    "settlement_id": FILE,
    "number": 1,
    "provider": "stripe",
    "kind": "sale",
    "word": "charge",
    "batch": "po_1",
    "currency": "EUR",
    "gross": 4488,
    "fee": -155,
    "tax": 0,
    "net": 4333,
    "at": AT,
    "how": "payment_reference",
}
OF_ORDER: Example = {
    "order_id": ORDER,
    "expected": {"EUR": 4488},
    "ladders": [{"currency": "EUR", "rungs": {"paid": 4488, "fees": -155}, "net": 4333, "reached": "payout"}],
    "lines": [A_SETTLED_LINE],
    "payouts": [],
    "cases": [],
}

A_FILE_LINE: Example = {
    **A_SETTLED_LINE, "place": "order", "order_id": ORDER, "payout_id": None, "references": ["1001", "pi_3P"],
}  # fmt: skip
A_LINE_SUM: Example = {"currency": "EUR", "kind": "sale", "lines": 2, "unmatched": 0, "gross": 8976, "fee": -310,
                       "tax": 0, "net": 8666}  # fmt: skip


def shown_settlement(file: SettlementFile) -> Shown:
    """A report."""
    plain = {name: getattr(file, name) for name in SettlementShown.model_fields if name != "lines"}
    return {**plain, "lines": file.size}


def shown_taken(done: Imported) -> Shown:
    """What came of a file."""
    moved = {"cases_opened": done.moved.opened, "cases_closed": done.moved.closed}
    return {"settlement": shown_settlement(done.file), "known": done.is_known, **moved}


def shown_case(case: SettlementCase, now: datetime) -> dict[str, object]:
    """A case, as old as it is now."""
    plain = {name: getattr(case, name) for name in CaseShown.model_fields if name not in ("age_days", "data")}
    return {**plain, "age_days": days_between(case.opened_at, now), "data": dict(case.data)}


def shown_in_full(case: SettlementCase, entries: Sequence[CaseEntry], now: datetime) -> Shown:
    """A case with its history."""
    history = [{name: getattr(entry, name) for name in CaseEntryShown.model_fields} for entry in entries]
    return {**shown_case(case, now), "history": history}


def shown_order_settlement(found: OrderSettlement, now: datetime) -> Shown:
    """What reports say of an order."""
    return {
        "order_id": found.expected.order_id,
        "expected": dict(found.expected.coming),
        "ladders": [
            {"currency": each.currency, "rungs": dict(each.rungs), "net": each.net, "reached": each.reached}
            for each in found.ladders
        ],
        "lines": [_line(each) for each in found.lines],
        "payouts": [_payout(each) for each in found.payouts],
        "cases": [shown_case(each, now) for each in found.cases],
    }


def _line(line: SettledLine) -> Shown:
    plain = {name: getattr(line, name) for name in SettledLineShown.model_fields if name != "settlement_id"}
    return {**plain, "settlement_id": line.file_id}


def shown_file_line(line: SettledLine) -> dict[str, object]:
    """A line with where it belongs."""
    names = (line.merchant_reference, line.payment_reference, line.modification_reference)
    placed = {"place": line.place, "order_id": line.order_id, "payout_id": line.payout_id}
    return {**_line(line), **placed, "references": [*filter(None, names), *line.other_references.split()]}


def shown_line_sum(found: LineSum) -> Shown:
    """The sum of one kind."""
    plain = {name: getattr(found, name) for name in LineSumShown.model_fields if name != "net"}
    return {**plain, "net": found.gross + found.fee + found.tax}


def _payout(payout: Payout) -> Shown:
    return {name: getattr(payout, name) for name in PayoutShown.model_fields}
