"""What buyers of the demonstration wrote in its last days: the inbox has something to be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from api.demo_shop.names import DEMO
from api.demo_shop.town import Town, order_called
from engine.order.order import Order
from fulfillment.inbox.arriving import Incoming, take_in
from fulfillment.states import Stage
from fulfillment.store.cases import find_case

MAIL, WRITER = "mail", "mailbox"
ON_ITS_WAY = frozenset({Stage.SHIPPED, Stage.IN_TRANSIT})
THERE = frozenset({Stage.DELIVERED})
ENGLISH = frozenset({"US", "GB", "AU", "CA", "IE", "NZ", "SG"})


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody in one of these countries writes whose order stands so, hours before the story's end."""

    hours: float
    countries: frozenset[str]
    stages: frozenset[Stage]
    language: str
    subject: str
    text: str


LETTERS: Sequence[Letter] = (
    Letter(44, ENGLISH, ON_ITS_WAY, "en", "Where is it?", "Where is my parcel? The tracking says the same for days."),
    Letter(
        27, frozenset({"DE", "AT", "CH"}), THERE, "de", "Beschädigt angekommen",
        "Guten Tag, die Ware ist beschädigt angekommen, der Karton war eingedrückt. Ich möchte mein Geld zurück.",
    ),
    Letter(
        20, frozenset({"FR", "BE"}), ON_ITS_WAY, "fr", "Mon colis",
        "Bonjour, où est mon colis ? Je pars en vacances vendredi et j'aimerais le recevoir avant.",
    ),
    Letter(9, ENGLISH, THERE, "en", "Wrong size", "It is too small for me. How can I return it?"),
    Letter(
        5, frozenset({"ES", "MX"}), THERE, "es", "Factura",
        "Hola, ¿me pueden enviar la factura de mi pedido? La necesito para la garantía.",
    ),
    Letter(2, frozenset({"JP"}), ON_ITS_WAY, "ja", "配送について", "荷物はいつ届きますか。追跡番号を教えてください。"),
)  # fmt: skip


def plan_letters(town: Town, orders: Sequence[Order]) -> None:
    """Has each written at its time, of the newest order that fits and of which nobody wrote before."""
    told: set[str] = set()
    for each in LETTERS:
        town.at(town.ends - timedelta(hours=each.hours), partial(_write, town, each, orders, told))


def _write(town: Town, letter: Letter, orders: Sequence[Order], told: set[str]) -> None:
    order = next((each for each in reversed(orders) if each.id not in told and _fits(town, letter, each)), None)
    if order is None:
        return
    told.add(order.id)
    to = order.shipping_address
    came = Incoming(
        channel=MAIL,
        name=f"{order.id}@mail.example",
        at=town.now,
        text=letter.text,
        subject=letter.subject,
        language=letter.language,
        order=order.id,
        email=to.email or "",
        sender=to.name or "",
    )
    with town.house.database.write() as session:
        take_in(town.house.inbox, session, town.caller(WRITER), came)


def _fits(town: Town, letter: Letter, order: Order) -> bool:
    if order.shipping_address.country not in letter.countries or order.placed_at > town.now:
        return False
    with town.house.database.read() as session:
        case = find_case(session, DEMO, order_called(session, order.id))
    return case is not None and case.stage in letter.stages
