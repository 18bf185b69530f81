"""What customers are told of a parcel that is on its way: by what a carrier told of it, and by what watches found.

A carrier's own words are never handed on: its reason is a code, for which we have words of our own.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.order import Order
from engine.order.terms import Incoterm
from fulfillment.casefile import CaseFile
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.letter import PAY_LINK, PAY_NUMBER, PAYS, REASON
from fulfillment.notify.phrases import CUSTOMER, OPEN, SELLER
from fulfillment.notify.telling import tell
from fulfillment.records import Shipment, Tracked
from fulfillment.tracking.vocabulary import Word

# Told when it becomes the status; what comes late is not news. Others are told with the step that they lead to.
NEWS = frozenset({Word.IMPORT_HELD, Word.OUT_FOR_DELIVERY, Word.READY_FOR_PICKUP, Word.ATTEMPT_FAILED})
DAILY = frozenset({Word.OUT_FOR_DELIVERY, Word.ATTEMPT_FAILED})  # may happen again, once a day at most
SILENT, LATE = "silent", "late"
WATCHES: Mapping[str, str] = MappingProxyType({SILENT: "parcel_silent", LATE: "parcel_late"})
LONGEST_NUMBER = 64


def tell_of_event(
    file: CaseFile, shipment: Shipment, event: Tracked | None, *, pay_link: str = "", pay_number: str = ""
) -> None:
    """Tells of the event by which a parcel got its status, where that is news.

    `pay_link` and `pay_number`: where duty is paid and under which number, if the carrier said so.
    """
    if event is None or event.status != shipment.status:
        return
    kind = kind_book().kind_by_reason.get(event.status, {}).get(event.reason)
    if kind is None and event.status not in NEWS:
        return
    about = f"{shipment.id}:{event.at:%Y-%m-%d}" if event.status in DAILY else shipment.id
    params: dict[str, object] = {REASON: event.reason} if event.reason in kind_book().reasons else {}
    if kind == "duty_due":
        params |= _payment(file.order, pay_link, pay_number)
    tell(file, kind or event.status, about=about, params=params, parcel=shipment)


def tell_of_watch(file: CaseFile, shipment: Shipment, watch: str, about: str = "") -> None:
    """An apology for a parcel of which nothing is heard (`silent`), or that is `late`: once a parcel, unless `about`
    tells one occasion from another. Raises KeyError for another watch."""
    tell(file, WATCHES[watch], about=f"{shipment.id}:{about}" if about else shipment.id, parcel=shipment)


def who_pays(order: Order) -> str:
    """Who pays what customs ask for, by the terms of sale: `seller`, `customer`, or `open` where nothing says so."""
    term = order.shipping.incoterm if order.shipping is not None else None
    if term is Incoterm.DDP:
        return SELLER
    return CUSTOMER if term is Incoterm.DAP else OPEN


def _payment(order: Order, link: str, number: str) -> dict[str, object]:
    told: dict[str, object] = {PAYS: who_pays(order)}
    if told[PAYS] == SELLER:
        return told  # nobody is shown where to pay what is not theirs to pay
    if link.startswith("https://") and not any(sign.isspace() for sign in link):
        told[PAY_LINK] = link
    if number.isprintable() and 0 < len(number) <= LONGEST_NUMBER:
        told[PAY_NUMBER] = number
    return told
