"""Duty and tax that a carrier has advanced, and its fee for that, held against what customs should have asked."""

from collections.abc import Mapping

from engine.order.money import Money
from fulfillment.freight.difference import Audited, Difference
from fulfillment.freight.expected import ExpectedBill
from fulfillment.freight.kinds import Charge, FreightDiffers
from fulfillment.freight.tolerances import Tolerances

OF_CHARGE = {Charge.DUTY: FreightDiffers.DUTY, Charge.IMPORT_TAX: FreightDiffers.IMPORT_TAX}


def advanced(
    currency: str, expected: ExpectedBill, sums: Mapping[Charge, int], before: int, tolerances: Tolerances
) -> Audited:
    """What differs, in the bill's currency. What nobody can tell is not looked at, and said. `before`: what earlier
    lines have advanced, for a fee that comes by itself."""
    found: list[Difference] = []
    unchecked: list[str] = []
    # Of what was advanced: what was rightly, or what nobody can judge.
    due = 0 if any(sums.get(each) for each in OF_CHARGE) else before
    data: dict[str, object] = {"why": "" if expected.advance is None else expected.advance.why}
    for charge, kind in OF_CHARGE.items():
        billed = sums.get(charge, 0)
        if not billed:
            continue
        right = _right(charge, currency, expected)
        if right is None:
            unchecked.append(f"{charge}_not_known")
            due += billed
            continue
        due += min(billed, right)
        if billed - right > tolerances.room(charge, right, currency):
            found.append(Difference(
                kind=kind, charge=charge, billed=billed, expected=right, amount=billed - right, data=data,
            ))  # fmt: skip
    fee = sums.get(Charge.ADVANCE_FEE, 0)
    most = 0 if due <= 0 else tolerances.advance_fee(due, currency)
    if most is None:
        unchecked.append("advance_fee_not_known")
    elif fee - most > tolerances.room(Charge.ADVANCE_FEE, most, currency):
        data = {**data, "advanced": due}
        found.append(Difference(kind=FreightDiffers.ADVANCE_FEE, charge=Charge.ADVANCE_FEE, billed=fee, expected=most,
                                amount=fee - most, data=data))  # fmt: skip
    return Audited(tuple(found), tuple(unchecked))


def _right(charge: Charge, currency: str, expected: ExpectedBill) -> int | None:
    if expected.advance is None:
        return None
    money: Money | None = expected.advance.duty if charge is Charge.DUTY else expected.advance.tax
    return None if money is None else expected.in_currency(money, currency)
