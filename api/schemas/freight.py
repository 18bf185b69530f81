"""How carriers' bills and what differs in them look on the wire. Amounts are minor units."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.freight.recovery import Recovery, standing_of
from fulfillment.freight.taking_in import Looked, Taken
from fulfillment.payments.settlement.ages import days_between
from fulfillment.records import FreightCase, FreightEntry, FreightFile, FreightLine

Shown = dict[str, object]


class FreightBillShown(BaseModel):
    """A bill. `audited` of its `lines` were looked at, `fresh` of them came with no file before."""

    id: str
    carrier: str
    shape: str
    name: str
    digest: str
    lines: int
    fresh: int
    audited: int
    received_at: datetime
    received_by: str
    finished_at: datetime | None
    unchecked: dict[str, int] = Field(description="Why lines or charges could not be looked at, and how many.")


class FreightFound(BaseModel):
    """A difference that would be opened."""

    row: int
    parcel: str
    kind: str
    charge: str
    currency: str
    billed: int
    expected: int | None
    amount: int


class FreightLooked(BaseModel):
    """What would come of a bill; nothing is kept."""

    lines: int
    fresh: int
    matched: int
    differences: list[FreightFound]
    unchecked: dict[str, int]
    warnings: list[str]


class FreightTaken(BaseModel):
    """A bill that was taken in or looked at again. `known`: it was there before."""

    bill: FreightBillShown
    known: bool
    opened: int
    closed: int
    credited: int
    spare: dict[str, int] = Field(description="Given back though no difference asked for it, by currency.")
    warnings: list[str]


class FreightDifferenceShown(BaseModel):
    """A difference. `amount` is the money at stake; `expected` is null where nobody can say."""

    id: str
    kind: str
    state: str
    carrier: str
    bill: str
    freight_bill_id: str
    parcel: str
    charge: str
    currency: str
    billed: int
    expected: int | None
    amount: int
    credited: int
    order_id: str | None
    opened_at: datetime
    changed_at: datetime
    age_days: int
    data: dict[str, object] = Field(description="The evidence: weights, sides, rate card, zone, days.")


class FreightLineShown(BaseModel):
    """One line of a bill, with what differs in it. `place` says whether the parcel that it names is ours."""

    id: str
    number: int
    parcel: str
    bill: str
    billed_on: str
    currency: str
    amount: int
    place: str = Field(json_schema_extra={"enum": ["parcel", "account", "unknown"]})
    order_id: str | None
    data: dict[str, object] = Field(description="Charges, weights in grams, zone, country and service of the carrier.")
    differences: list[FreightDifferenceShown]


class FreightEntryShown(BaseModel):
    """One line of a difference's history."""

    at: datetime
    act: str
    source: str
    target: str
    amount: int
    actor: str
    why: str


class FreightDifferenceInFull(FreightDifferenceShown):
    """A difference with its history."""

    history: list[FreightEntryShown]


class FreightDisputed(BaseModel):
    """Differences that were brought before the carrier."""

    data: list[FreightDifferenceShown]


class RecoveryShown(BaseModel):
    """How much came back of what a carrier asked too much, in one currency."""

    carrier: str
    currency: str
    differences: int
    at_stake: int
    credited: int
    standing: dict[str, int] = Field(description="What is not credited, by where it stands.")
    rate_basis_points: int | None = Field(description="Of what is decided; null before anything is.")
    ages: dict[str, int] = Field(description="Open differences by age in days.")


class RecoveriesShown(BaseModel):
    """By carrier and currency."""

    data: list[RecoveryShown]


FILE = an_id(Prefix.FREIGHT_FILE)
A_FREIGHT_BILL: Example = {
    "id": FILE,
    "carrier": "yunexpress",
    "shape": "cn_line",
    "name": "2026-11.xlsx",
    "digest": "9f2c",
    "lines": 2,
    "fresh": 2,
    "audited": 2,
    "received_at": AT,
    "received_by": "finance",
    "finished_at": AT,
    "unchecked": {"service_not_chosen": 1},
}
BILL_TAKEN: Example = {
    "bill": A_FREIGHT_BILL, "known": False, "opened": 1, "closed": 0, "credited": 0, "spare": {}, "warnings": [],
}  # fmt: skip
BILL_LOOKED: Example = {
    "lines": 2, "fresh": 2, "matched": 1, "unchecked": {}, "warnings": [],
    "differences": [{"row": 2, "parcel": "YT2611250001", "kind": "billed_weight", "charge": "freight",
                     "currency": "CNY", "billed": 11100, "expected": 7400, "amount": 3700}],
}  # fmt: skip
A_FREIGHT_DIFFERENCE: Example = {
    "id": an_id(Prefix.FREIGHT_CASE),
    "kind": "billed_weight",
    "state": "open",
    "carrier": "yunexpress",
    "bill": "B-1",
    "freight_bill_id": FILE,
    "parcel": "YT2611250001",
    "charge": "freight",
    "currency": "CNY",
    "billed": 11100,
    "expected": 7400,
    "amount": 3700,
    "credited": 0,
    "order_id": ORDER,
    "opened_at": AT,
    "changed_at": AT,
    "age_days": 3,
    "data": {"packed_g": 420, "dimensional_g": 1000, "expected_g": 1000, "billed_g": 1500, "divisor": 6000},
}
A_FREIGHT_LINE: Example = {
    "id": an_id(Prefix.FREIGHT_LINE), "number": 2, "parcel": "YT2611250001", "bill": "B-1", "billed_on": "2026-11-25",
    "currency": "CNY", "amount": 11100, "place": "parcel", "order_id": ORDER,
    "data": {"charges": [["freight", "运费", 11100]], "billed_g": 1500}, "differences": [A_FREIGHT_DIFFERENCE],
}  # fmt: skip
FREIGHT_IN_FULL: Example = {
    **A_FREIGHT_DIFFERENCE,
    "history": [{"at": AT, "act": "open", "source": "open", "target": "open", "amount": 3700, "actor": "finance",
                 "why": ""}],
}  # fmt: skip
A_RECOVERY: Example = {
    "carrier": "yunexpress", "currency": "CNY", "differences": 3, "at_stake": 13000, "credited": 3700,
    "standing": {"open": 9300, "disputed": 0, "accepted": 0, "lost": 0}, "rate_basis_points": 10000,
    "ages": {"0-7": 1, "8-14": 0, "15-30": 0, "31-60": 0, "61+": 0},
}  # fmt: skip


def shown_bill(file: FreightFile) -> Shown:
    """A bill."""
    names = [name for name in FreightBillShown.model_fields if name not in ("lines", "unchecked")]
    return {**{name: getattr(file, name) for name in names}, "lines": file.size,
            "unchecked": file.data.get("unchecked", {})}  # fmt: skip


def shown_bill_taken(done: Taken, warnings: Sequence[str] = ()) -> Shown:
    """What came of a bill."""
    return {
        "bill": shown_bill(done.file),
        "known": done.is_known,
        "opened": done.moved.opened,
        "closed": done.moved.closed,
        "credited": done.moved.credited,
        "spare": dict(done.spare),
        "warnings": list(warnings),
    }


def shown_looked(lines: int, looked: Looked, warnings: Sequence[str]) -> Shown:
    """What would come of a bill."""
    return {
        "lines": lines,
        "fresh": looked.fresh,
        "matched": looked.matched,
        "differences": [
            {"row": line.number, "parcel": line.parcel, "kind": found.kind, "charge": found.charge,
             "currency": line.currency, "billed": found.billed, "expected": found.expected, "amount": found.amount}
            for line, found in looked.found
        ],
        "unchecked": dict(looked.unchecked),
        "warnings": list(warnings),
    }  # fmt: skip


def shown_freight_case(case: FreightCase, now: datetime) -> Shown:
    """A difference, as old as it is now."""
    others = ("age_days", "data", "freight_bill_id")
    plain = {name: getattr(case, name) for name in FreightDifferenceShown.model_fields if name not in others}
    age = days_between(case.opened_at, now)
    return {**plain, "freight_bill_id": case.file_id, "age_days": age, "data": dict(case.data)}


def shown_freight_line(line: FreightLine, cases: Sequence[FreightCase], now: datetime) -> Shown:
    """A line with what differs in it."""
    names = [name for name in FreightLineShown.model_fields if name not in ("data", "differences")]
    plain = {name: getattr(line, name) for name in names}
    return {**plain, "data": dict(line.data), "differences": [shown_freight_case(each, now) for each in cases]}


def shown_freight_in_full(case: FreightCase, entries: Sequence[FreightEntry], now: datetime) -> Mapping[str, object]:
    """A difference with its history."""
    history = [{name: getattr(entry, name) for name in FreightEntryShown.model_fields} for entry in entries]
    return {**shown_freight_case(case, now), "history": history}


def shown_recovery(row: Recovery) -> Shown:
    """One carrier, in one currency."""
    return {
        "carrier": row.carrier,
        "currency": row.currency,
        "differences": row.cases,
        "at_stake": row.at_stake,
        "credited": row.credited,
        "standing": dict(standing_of(row)),
        "rate_basis_points": row.rate_bp,
        "ages": dict(row.ages),
    }
