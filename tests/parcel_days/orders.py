"""The orders of the sixty days, each made anew from its number whenever somebody asks, so that none lies in memory."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from engine.desk.errors import PersonErased
from engine.order.order import Order, Totals
from engine.order.terms import PaymentStatus
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.desk_view import ReturnTerms, Standing
from tests.builders import a_line, a_payment, an_address
from tests.choosing_house import unnamed
from tests.fulfilment_site import NOON, ToldDesk

TEE, MUG = "TEE-M-BLUE", "MUG-WHITE"
PRICES = {TEE: 1999, MUG: 500}
PLACES = {
    "DE": an_address(),
    "FR": an_address(country="FR", city="Paris", postcode="75001", line1="1 rue de Rivoli", phone="+33 1 44 55 66 77"),
    "US": an_address(country="US", state="NY", city="New York", postcode="10001", phone="+1 212 555 0100"),
    "GB": an_address(country="GB", city="London", postcode="SW1A 1AA", phone="+44 20 7946 0000"),
}
CURRENCIES = {"DE": "EUR", "FR": "EUR", "US": "USD", "GB": "GBP"}
PER_EURO = {"EUR": 1.0, "USD": 1.16, "GBP": 0.88}
PAID, PROMISED, LATE, NEVER = "paid", "promised", "late", "never"
WAYS = (PAID, PROMISED, LATE, NEVER)
FORSAKEN = (3, 6, 9)  # dear orders whose parcels are lost, and whose claims people end without a thought for the buyer
FORSAKEN_IDS = frozenset(f"ord_{number}" for number in FORSAKEN)


@dataclass(frozen=True, slots=True)
class Made:
    """An order and how its money comes."""

    order: Order
    money: str


def luck(seed: int, what: str) -> random.Random:
    """Chance of its own for each thing, the same in every run."""
    return random.Random(f"{seed}:{what}")


@dataclass(frozen=True, slots=True)
class Stream:
    """So many orders, evenly over so many days from noon of the first."""

    seed: int
    orders: int
    days: float = 45.0

    def placed_at(self, number: int) -> datetime:
        """When the order of this number, from 1, is placed."""
        return NOON + timedelta(days=self.days) * (number / self.orders)


@lru_cache(maxsize=512)
def made(stream: Stream, number: int) -> Made:
    """The order of this number."""
    dice = luck(stream.seed, f"order {number}")
    country = dice.choices(tuple(PLACES), (5, 2, 2, 1))[0]
    currency, money = CURRENCIES[country], dice.choices(WAYS, (84, 10, 5, 1))[0]
    lines = [a_line(quantity=dice.choice((1, 1, 2)), unit_price=PRICES[TEE])]
    if dice.random() < 0.2:
        mug = {"sku": MUG, "title": "Mug, stoneware", "hs_code": "69120023", "weight_g": 300}
        lines.append(a_line(quantity=dice.choice((1, 2)), unit_price=PRICES[MUG], **mug))
    if dice.random() < 0.03 or number in FORSAKEN:  # dear: people look at what becomes of it
        lines[0] = a_line(quantity=5, unit_price=PRICES[TEE])
    goods = sum(each.quantity * each.unit_price for each in lines)
    total = goods + 490
    status, captured = PaymentStatus.CAPTURED, total
    if money == PROMISED:
        status, captured = PaymentStatus.AUTHORISED, 0
    elif money != PAID:
        status, captured = PaymentStatus.PENDING, 0
    placed = stream.placed_at(number)
    payment = a_payment(status=status, currency=currency, gateway_reference=f"pi_{number}", authorised=total,
                        captured=captured, authorised_at=placed, captured_at=placed if captured else None)  # fmt: skip
    order = unnamed(
        id=f"A-{number}", placed_at=placed, currency=currency, lines=tuple(lines), ship_by=None, payment=payment,
        totals=Totals(total=total, goods=goods, shipping=490), shipping_address=PLACES[country],
        billing_address=PLACES[country],
    )  # fmt: skip
    return Made(order, money)


@dataclass
class DeskOfDays(ToldDesk):
    """Makes orders as they are asked for; goods that are to be sent again are orders that wait to be placed."""

    stream: Stream = field(default_factory=lambda: Stream(0, 1))
    again: dict[str, Order] = field(default_factory=dict)
    to_place: list[str] = field(default_factory=list)
    returning: ReturnTerms = field(default_factory=lambda: ReturnTerms(by_itself=True, label_days=20, decide_days=4))

    def order_of(self, session: ReadSession, order_id: str) -> Order:
        if order_id in self.erased:
            raise PersonErased(order_id, ("order",))
        return self.document(order_id)

    def document(self, order_id: str) -> Order:
        found = self.again.get(order_id)
        return made(self.stream, int(order_id.removeprefix("ord_"))).order if found is None else found

    def order_at(self, session: ReadSession, merchant: str, order_id: str, version: int) -> Order:
        return self.document(order_id)

    def orders_by_names(
        self, session: ReadSession, merchant: str, names: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(self.orders_named(session, merchant, name)) for name in names}

    def orders_named(self, session: ReadSession, merchant: str, name: str) -> tuple[str, ...]:
        found = f"ord_{name.removeprefix('A-')}"
        return (found,) if found in self.standings else ()

    def in_euro(self, merchant: str, amount: int, currency: str) -> int | None:
        return round(amount / PER_EURO[currency])

    def place_order(self, session: WriteSession, order: Order, by: str) -> str:
        order_id = f"ord_of_{order.id}"
        if order_id not in self.again:
            self.again[order_id] = order
            self.to_place.append(order_id)
        return order_id

    def admits(self, order_id: str, outcome: str) -> None:
        """What the rules say of it from now on."""
        held = outcome in ("hold", "ask_customer")
        self.standings[order_id] = Standing(outcome=outcome, version=1, blocked=held)
