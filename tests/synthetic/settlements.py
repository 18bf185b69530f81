"""Settlement lines of many orders, with differences planted one by one, and what must be found of each."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from fulfillment.payments.settlement.expected import Expected, Fee
from fulfillment.payments.settlement.kinds import Differs
from fulfillment.payments.settlement.matching import Books, Orders, Owing
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, StatedTotal, TotalOf

PROVIDER, START = "ebay", datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
AGREED = Fee(share_ppm=29_000, fixed=30)
IN_A_BATCH = 200
LAST_DAY = 30  # of the captures: what is newer than two weeks cannot be missing yet
PLANTED = (
    Differs.MISSING,
    Differs.UNKNOWN,
    Differs.AMOUNT,
    Differs.CURRENCY,
    Differs.FEE,
    Differs.EXCHANGE,
    Differs.DUPLICATE,
    Differs.LATE,
    Differs.PENALTY,
    Differs.PROPOSAL,
)


@dataclass(slots=True)
class World:
    """Orders, their lines by batch, and the differences that were planted: kind, order (if any), minor units."""

    books: dict[str, Expected] = field(default_factory=dict)
    lines: list[SettlementLine] = field(default_factory=list)
    planted: list[tuple[str, str, int]] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)

    def knowing(self) -> Books:
        """Our books as matching wants them."""
        named: dict[str, Orders] = {name: frozenset((name,)) for name in self.books}
        owing: dict[tuple[str, int], tuple[Owing, ...]] = {}
        for order_id, due in self.books.items():
            for amount in due.coming.items():
                owing[amount] = (*owing.get(amount, ()), Owing(order_id, due.captured_at or START))
        return Books(named=named, paid={f"pay-{name}": orders for name, orders in named.items()}, owing=owing)


def world(orders: int, seed: int = 7, planted: int = 3) -> World:
    """So many orders; each kind of difference is planted `planted` times, batches that do not close among them."""
    luck, made = random.Random(seed), World()
    # The account is kept since before the first capture.
    made.lines.append(SettlementLine(row=0, kind=LineKind.FEE, word="monthly", currency="EUR", gross=-100, at=START))
    wrong = [kind for kind in PLANTED for _ in range(planted)]
    chosen = dict(zip(luck.sample(range(orders), len(wrong)), wrong, strict=True))
    for number in range(orders):
        _order(made, luck, number, chosen.get(number))
    _pay_out(made, planted, luck)
    return made


def fee_of(amount: int) -> int:
    """What was agreed for a sale."""
    return -(int((Decimal(amount * AGREED.share_ppm) / 1_000_000).to_integral_value()) + AGREED.fixed)


def _order(made: World, luck: random.Random, number: int, wrong: Differs | None) -> None:
    order_id, at = f"o{number:06}", START + timedelta(minutes=luck.randrange(LAST_DAY * 1440))
    amount = 1_000 + number * 7  # all different, so that an amount tells its order
    made.books[order_id] = Expected(order_id=order_id, owed={"EUR": amount}, captured={"EUR": amount}, captured_at=at)
    sale = SettlementLine(
        row=0,
        kind=LineKind.SALE,
        word="order",
        currency="EUR",
        gross=amount,
        fee=fee_of(amount),
        at=at + timedelta(days=2),
        batch=f"b{number // IN_A_BATCH:04}",
        references=_names(luck, order_id),
    )
    made.lines += _lines(made, sale, order_id, amount, wrong)
    if wrong is None and luck.random() < 0.1:
        made.lines.append(replace(sale, kind=LineKind.TAX_WITHHELD, gross=-19, fee=0, references=_full(order_id, "t")))


def _names(luck: random.Random, order_id: str) -> References:
    """Some lines name the order, some the payment, some both, few nothing."""
    match luck.randrange(8):
        case 0:
            return References()
        case 1 | 2:
            return References(payment=f"pay-{order_id}", modification=f"m-{order_id}")
        case 3:
            return References(metadata=order_id)
    return _full(order_id)


def _full(order_id: str, part: str = "") -> References:
    return References(merchant=order_id, payment=f"pay-{order_id}", modification=f"m-{order_id}{part}")


def _lines(
    made: World, sale: SettlementLine, order_id: str, amount: int, wrong: Differs | None
) -> Iterator[SettlementLine]:
    """The lines of one order, one of them wrong."""
    named = replace(sale, references=_full(order_id))
    told = (wrong or "", order_id, amount)
    match wrong:
        case None:
            yield sale
            return
        case Differs.MISSING:
            told = (wrong, order_id, -amount)
        case Differs.UNKNOWN:
            yield sale
            yield replace(named, gross=77, fee=0, references=References(merchant=f"x-{order_id}"))
            told = (wrong, "", 77)
        case Differs.AMOUNT:
            yield replace(named, gross=amount - 50, fee=fee_of(amount - 50))
            told = (wrong, order_id, -50)
        case Differs.CURRENCY:
            yield replace(named, currency="USD", fee=0)
        case Differs.FEE:
            yield replace(named, fee=named.fee - 25)
            told = (wrong, order_id, -25)
        case Differs.EXCHANGE:
            yield replace(named, original_currency="EUR", original_amount=amount, currency="GBP", gross=amount, fee=0,
                          exchange_rate=Decimal("0.8"))  # fmt: skip
            told = (wrong, order_id, amount - round(Decimal(amount) * Decimal("0.8")))
        case Differs.DUPLICATE:
            yield named
            yield replace(named, batch=f"{named.batch}", fee=named.fee, word="order again")
        case Differs.LATE:
            yield replace(named, at=(named.at or START) + timedelta(days=20))
        case Differs.PENALTY:
            yield sale
            yield replace(named, kind=LineKind.PENALTY, word="fine", gross=-300, fee=0, references=_full(order_id, "p"))
            told = (wrong, order_id, -300)
        case Differs.PROPOSAL:
            other = f"{order_id}-twin"
            made.books[other] = replace(made.books[order_id], order_id=other)
            yield named
            yield replace(named, references=_full(other))
            yield replace(named, fee=0, word="who", references=References())
            told = (wrong, "", amount)
    made.planted.append(told)


def _pay_out(made: World, planted: int, luck: random.Random) -> None:
    """Each currency of each batch is paid out to the cent, but for some."""
    sums: dict[tuple[str, str], int] = {}
    for line in [each for each in made.lines if each.batch]:
        key = (line.batch, line.currency)
        sums[key] = sums.get(key, 0) + line.net
    euros = sorted(key for key in sums if key[1] == "EUR")
    wrong = set(luck.sample(euros, min(planted, len(euros))))
    for (batch, currency), net in sorted(sums.items()):
        off = 11 if (batch, currency) in wrong else 0
        if off:
            made.planted.append((Differs.BATCH, "", off))
        payout = SettlementLine(
            row=0,
            kind=LineKind.PAYOUT,
            word="payout",
            currency=currency,
            gross=-(net - off),
            at=START + timedelta(days=LAST_DAY + 25),
            batch=batch,
            references=References(modification=f"po-{batch}-{currency}"),
        )
        made.lines.append(payout)
        made.totals.append(StatedTotal(row=0, batch=batch, currency=currency, amount=net - off, of=TotalOf.PAYOUT))
