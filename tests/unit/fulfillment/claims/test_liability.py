"""How far a carrier is liable, to the minor unit."""

from datetime import date
from decimal import Decimal

from fulfillment.claims.liability import liability
from fulfillment.claims.terms import Limit, Source, Take

SURE = Source(id="a", publisher="P", title="T", dated=date(2026, 1, 1), read=date(2026, 1, 1), is_sure=True)
UNSURE = Source(id="b", publisher="P", title="U", dated=date(2026, 1, 1), read=date(2026, 1, 1), is_sure=False)
RATES = {"XDR": Decimal("1.2"), "EUR": Decimal(1), "USD": Decimal("0.9")}


def limit(per_kg: str | None = None, per_parcel: str | None = None, currency: str = "EUR", take: Take = Take.MOST,
          source: Source = SURE) -> Limit:  # fmt: skip
    return Limit(
        per_kg=None if per_kg is None else Decimal(per_kg),
        kg_currency=currency,
        per_parcel=None if per_parcel is None else Decimal(per_parcel),
        parcel_currency=currency,
        take=take,
        source=source,
    )


def minor(*limits: Limit, weight_g: int | None = 480) -> int | None:
    found = liability(limits, weight_g, "EUR", lambda units, base: None if base == "JPY" else units * RATES[base])
    return None if found is None else found.minor


def test_limit_when_it_is_by_weight_then_is_exact() -> None:
    assert minor(limit("26", currency="XDR")) == 1498  # 26 x 0.480 x 1.2 = 14.976


def test_limits_when_there_are_several_then_the_highest_counts() -> None:
    assert minor(limit("26", currency="XDR"), limit("22", "100", "USD")) == 9000


def test_limit_when_parts_are_added_then_is_their_sum() -> None:
    assert minor(limit("4.5", "40", "XDR", Take.SUM)) == 5059  # (40 + 2.16) x 1.2 = 50.592


def test_limit_when_one_cannot_be_worked_out_then_none_cuts_the_claim_down() -> None:
    assert minor(limit("26"), weight_g=None) is None
    assert minor(limit("26"), limit(None, "100", "JPY")) is None
    assert minor() is None


def test_limit_when_any_of_them_is_assumed_then_is_not_sure() -> None:
    found = liability([limit("26"), limit(None, "1", source=UNSURE)], 480, "EUR", lambda units, _: units)
    assert found is not None
    assert (found.minor, found.is_sure) == (1248, False)
