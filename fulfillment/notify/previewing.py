"""How a notice of any kind would read, without anything being sent: of an order, or of a made-up one."""

from datetime import UTC, datetime

from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import Order, Totals
from engine.order.party import Customer
from engine.store.sessions import ReadSession
from fulfillment.desk_view import AskingLink, DeskView
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.letter import PAY_LINK, PAY_NUMBER, PAYS, REASON, UNTIL, Letter, letter_of
from fulfillment.notify.phrases import OPEN, phrases_of
from fulfillment.notify.post_room import PostRoom
from fulfillment.records import Notice
from fulfillment.store.notices import notices_of

SAMPLE_AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SAMPLE_ID = "ord_00000000000000000000000000000000"
SAMPLE_LINK = AskingLink(url="https://shop.example/r/sample", until=datetime(2026, 12, 5, 9, 0, tzinfo=UTC))
SAMPLE_PAGE = "https://shop.example/t/sample"
PARAMS = {
    "number": "RX000000005CN", "amount": "EUR 19.90", "stand_in": "TEA-CUP-4-BLUE", "rma": "RMA-1001",
    UNTIL: "2026-12-20T17:00:00+00:00", REASON: "absent", PAYS: OPEN,
    PAY_NUMBER: "26DE000000000000R0", PAY_LINK: "https://duty.example/26DE000000000000R0",
}  # fmt: skip


def kinds() -> tuple[str, ...]:
    """All kinds that customers are told."""
    return tuple(kind_book().kinds)


def sample_letter(kind: str, language: str) -> Letter:
    """Of a made-up order. Raises KeyError for another kind."""
    return letter_of(_notice(kind), sample_order(language), language=language, link=SAMPLE_LINK, page=SAMPLE_PAGE)


def order_letter(
    session: ReadSession, desk: DeskView, room: PostRoom, merchant: str, order_id: str, kind: str, language: str = ""
) -> Letter:
    """Of an order: with what was told of it last, where it was told already, else with made-up values. Raises KeyError
    for another kind, PersonErased; whether the order is the merchant's, its caller knows."""
    told = [each for each in notices_of(session, merchant, order_id) if each.kind == kind]
    notice = told[-1] if told else _notice(kind)
    page = room.page_of(order_id, notice.created_at) if told else SAMPLE_PAGE
    order = desk.order_of(session, order_id)
    return letter_of(notice, order, language=language, link=SAMPLE_LINK, page=page)


def sample_order(language: str) -> Order:
    """Nobody's."""
    says = phrases_of(language).samples
    return Order(
        id="A-1001",
        placed_at=SAMPLE_AT,
        currency="EUR",
        lines=(Line(quantity=1, unit_price=1990, title=says["article"]),),
        totals=Totals(total=1990),
        customer=Customer(name=says["name"]),
        shipping_address=Address(name=says["name"], city=says["town"], country="DE"),
    )


def _notice(kind: str) -> Notice:
    return Notice(
        id="ntc_sample",
        merchant_id="main",
        order_id=SAMPLE_ID,
        kind=kind,
        about="sample",
        audience="customer",
        created_at=SAMPLE_AT,
        params=PARAMS,
    )
