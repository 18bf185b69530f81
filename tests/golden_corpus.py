"""Some hundred decisions that a desk makes, always the same: what `tests/golden/corpus.jsonl` holds it to.

Everything is invented and seeded: bad orders and patterns of fraud as `tests/synthetic` makes them, honest orders, the
samples of `data/demo`, an order for every rule whose own tests lead to one, and orders with what people and merchants
add: releases, papers, product files, registrations, take-downs, marks, listed parties.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson

from engine.bundled import data_folder
from engine.desk.changing import change
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.marks import Wanted, mark_order, revoke
from engine.desk.papers import Claim, hand_in, reject, verify
from engine.desk.products import put_product
from engine.desk.registrations import Stated, add
from engine.desk.takedowns import TakedownEntry, import_takedowns
from engine.order.formats.files import records
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order
from engine.order.party import Customer
from engine.rulebook.rule import Expectation, Rule
from engine.workbench.ordering import order_for
from tests.builders import a_line, an_address, an_order
from tests.desks import (
    NOW,
    StandingClock,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    bundled,
    document,
    medicine_to_australia,
)
from tests.party_samples import un_list
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

PLANTED, HONEST = 130, 50
DELAY = timedelta(minutes=10)  # from placing an order to its decision
LUCID = Stated(kind="lucid", country="DE", number="DE1234567890123", holder="Acme GmbH")


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as the golden file has it."""

    order: str
    outcome: str
    reasons: tuple[str, ...]
    content: str
    trace: str

    def json(self) -> str:
        return orjson.dumps(self).decode()


def line_of(decided: Decided) -> Line:
    """The decision, its bytes as their SHA-256."""
    row = decided.row
    content, trace = (hashlib.sha256(each).hexdigest() for each in (row.content, row.trace))
    name = f"{row.merchant}/{decided.ref}#{row.number}"
    return Line(name, row.outcome, tuple(row.reasons), content, trace)


def decisions(desk: Desk) -> Iterator[Decided]:
    """All decisions, in the order in which the desk makes them. The desk must be empty, and its clock stand."""
    for number, order in enumerate(_stream()):
        at(desk, order.placed_at + DELAY)
        yield submit(desk, _caller("main" if number % 7 else "second"), document(order))
    at(desk, NOW)
    for rule, order in rule_orders():
        yield submit(desk, _caller(f"for-{rule.id.lower()}"), document(order))
    for story in STORIES:
        at(desk, NOW)
        yield from story(desk, _caller(story.__name__.strip("_")))


def at(desk: Desk, moment: datetime) -> None:
    """Sets the desk's clock."""
    assert isinstance(desk.clock, StandingClock)
    desk.clock.at = moment


def _caller(merchant: str) -> Caller:
    return Caller(merchant=merchant, name="corpus")


def _stream() -> list[Order]:
    """Orders of two shops that remember earlier ones."""
    planted = [each.order for each in planted_orders(PLANTED, seed=7)]
    honest = [_renamed(each, f"H-{number:04d}") for number, each in enumerate(honest_orders(HONEST, seed=7), 1)]
    samples = records(data_folder() / "demo" / "orders.jsonl", None, ImportSettings())
    shown = [each.order for each in samples if each.order is not None]
    return sorted([*planted, *honest, *shown], key=lambda each: (each.placed_at, each.id))


def rule_orders() -> Iterator[tuple[Rule, Order]]:
    """For each rule the first order that its own firing tests lead to."""
    admission = bundled().admission
    for rule in admission.book.rules:
        cases = (each for each in rule.tests if each.expect is Expectation.FIRES)
        found = (order_for(admission, rule, each.whole, each.parts, NOW) for each in cases)
        order = next((each for each in found if each is not None), None)
        if order is not None:
            yield rule, _renamed(order, f"R-{rule.id}")


def _renamed(order: Order, id_: str) -> Order:
    """Under another id; a payment that named the old one names the new one."""
    payment = order.payment
    if payment is not None and payment.merchant_reference == order.id:
        payment = replace(payment, merchant_reference=id_)
    return replace(order, id=id_, payment=payment)


def _released(desk: Desk, who: Caller) -> Iterator[Decided]:
    """A hold that a person releases; the release holds, until what was released changes."""
    first = submit(desk, who, document(an_unpaid_order()))
    yield first
    let_go = [each.id for each in first.holds if each.waivable]
    for hold in let_go:
        yield release(desk, who, hold, "the bank confirmed the transfer")
    yield change(desk, who, first.row.order_id, document(replace(an_unpaid_order(), buyer_note="Thank you")))


def _with_papers(desk: Desk, who: Caller) -> Iterator[Decided]:
    """A permit that is handed in, refused, handed in again and verified."""
    first = submit(desk, who, document(medicine_to_australia()))
    yield first
    permit = Claim(kind="medicine_permit", number="T-1", line=1)
    paper, claimed = hand_in(desk, who, first.row.order_id, permit)
    yield claimed
    yield reject(desk, who, paper.paper.id, "unreadable")[1]
    paper, claimed = hand_in(desk, who, first.row.order_id, permit)
    yield claimed
    yield verify(desk, who, paper.paper.id)[1]


def _with_products(desk: Desk, who: Caller) -> Iterator[Decided]:
    """Orders joined to a product file: complete, unknown, delisted, and in conflict with what the order says."""
    put_product(desk, who, "TEE-M-BLUE", {"hs6": "610910", "origin": "CN", "weight_g": 180})
    put_product(desk, who, "LAMP-1", {"hs6": "851310", "origin": "CN", "battery": {"kind": "lithium_ion"}})
    put_product(desk, who, "OLD-1", {"hs6": "610910", "origin": "CN", "status": "delisted"})
    put_product(desk, who, "MUG-1", {"hs6": "691200", "origin": "VN"})
    for number, sku in enumerate(("TEE-M-BLUE", "LAMP-1", "OLD-1", "MUG-1", "NEW-1"), 1):
        yield submit(desk, who, document(an_order(id=f"P-{number}", lines=(a_line(sku=sku),))))
    bare = a_line(sku="LAMP-1", hs_code=None, origin=None, weight_g=None)
    yield submit(desk, who, document(an_order(id="P-9", lines=(bare, a_line()))))


def _with_registrations(desk: Desk, who: Caller) -> Iterator[Decided]:
    """A register in which the merchant stands, no longer stands, and does not stand."""
    yield submit(desk, who, document(an_honest_order("G-0")))
    add(desk, who, replace(LUCID, valid_to=NOW.date() + timedelta(days=5)))
    yield submit(desk, who, document(an_honest_order("G-1")))
    at(desk, NOW + timedelta(days=6))
    late = replace(an_honest_order("G-2"), placed_at=NOW + timedelta(days=6), ship_by=NOW + timedelta(days=9))
    yield submit(desk, who, document(late))
    toy = a_line(sku="TOY-1", title="Toy car with lithium battery", hs_code="950300")
    yield submit(desk, who, document(replace(late, id="G-3", lines=(toy,))))


def _taken_down(desk: Desk, who: Caller) -> Iterator[Decided]:
    """A notice against an article."""
    yield submit(desk, who, document(an_honest_order("T-1")))
    notice = TakedownEntry(
        sku="TEE-M-BLUE", reason="design right", complainant="Moonlight", reference="N-1", dated=NOW.date()
    )
    import_takedowns(desk, who, [notice])
    yield submit(desk, who, document(an_honest_order("T-2")))


def _marked(desk: Desk, who: Caller) -> Iterator[Decided]:
    """Buyers whom people trust, block by one key, block by more, and no longer block."""
    yield (first := submit(desk, who, document(_suspicious("M-1"))))
    mark_order(desk, who, first.row.order_id, Wanted(verdict="trust", reason="verified", kinds=("email",)))
    yield submit(desk, who, document(_suspicious("M-2")))
    blocked = Wanted(verdict="block", reason="fraud", until=NOW + timedelta(days=30), kinds=("customer",))
    (mark,) = mark_order(desk, who, first.row.order_id, blocked).rows
    yield submit(desk, who, document(_suspicious("M-3")))
    mark_order(desk, who, first.row.order_id, replace(blocked, kinds=("address",)))
    mark_order(desk, who, first.row.order_id, replace(blocked, kinds=("phone",)))
    yield submit(desk, who, document(_suspicious("M-4")))
    revoke(desk, who, mark.mark.id, "somebody else")
    yield submit(desk, who, document(_suspicious("M-5")))


def _suspicious(id_: str) -> Order:
    buyer = Customer(id="C-7", name="Erika Muster", email="erika.muster@example.com", phone="+49 30 901820")
    return replace(
        an_honest_order(id_),
        customer=buyer,
        buyer_note="Please refund the difference to my PayPal instead of the card.",
    )


def _listed(desk: Desk, who: Caller) -> Iterator[Decided]:
    """Names that are on a list, nearly on it, and not on it; last of all, since the list stays."""
    desk.party_lists.take("ana", "un", [un_list(NOW.date())], origin="file")
    desk.party_lists.look()
    names = (
        "Zdravomir Exemplarovich",
        "Exemplarovich, Zdravomir",
        "Quintavio Sampledano",
        "Q. Sampledan",
        "Erika Muster",
    )
    for number, name in enumerate(names, 1):
        yield submit(desk, who, document(an_order(id=f"L-{number}", shipping_address=an_address(name=name))))
    at(desk, NOW + timedelta(days=60))  # the list grows old
    late = {"placed_at": NOW + timedelta(days=60), "ship_by": NOW + timedelta(days=63)}
    yield submit(desk, who, document(an_order(id="L-9", **late)))


def _corrected(desk: Desk, who: Caller) -> Iterator[Decided]:
    """Orders that customers and merchants put right."""
    asked = submit(desk, who, document(a_vague_address()))
    yield asked
    yield change(desk, who, asked.row.order_id, document(replace(a_vague_address(), shipping_address=an_address())))
    held = submit(desk, who, document(a_power_bank_by_post()))
    yield held
    by_air = replace(a_power_bank_by_post(), shipping=an_honest_order().shipping)
    yield change(desk, who, held.row.order_id, document(by_air))


Story = Callable[[Desk, Caller], Iterator[Decided]]
STORIES: tuple[Story, ...] = (
    _released,
    _with_papers,
    _with_products,
    _with_registrations,
    _taken_down,
    _marked,
    _corrected,
    _listed,
)
