"""What this installation has for sending notices, and which way one of them takes.

Without any way of sending, all notices are written into a folder, as files that any program for mail opens. A text
message goes to nobody who did not ask for them, and only to a number that is a mobile one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.address.phone import check_phone
from engine.desk.order_links import OrderLinks
from engine.order.order import Order
from fulfillment.notify.kinds import Kind, kind_book
from fulfillment.notify.message import mailbox_of
from fulfillment.notify.ways.port import Way

FOLDER, MAIL, TEXT, OFF = "folder", "mail", "text", "off"
FOLLOWED_FOR = timedelta(days=90)  # how long the link of a notice opens the page of its order
MOBILE = frozenset({"mobile", "fixed_or_mobile"})
# What a mail server may be handed as one recipient: no second one behind a comma, and letters that every server takes.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRoom:
    """`sender` is what mail names as its author; `person` makes the token by which choices are kept, `digest` a keyed
    one of an address. Without `links` notices lead to no page."""

    mail: Way | None = None
    text: Way | None = None
    sender: str = ""
    links: OrderLinks | None = None
    person: Callable[[Order], int] | None = None
    digest: Callable[[str], str] | None = None

    @property
    def sends(self) -> bool:
        """Whether anything is sent at all."""
        return self.mail is not None or self.text is not None

    def way(self, name: str) -> Way:
        """One that there is. Raises KeyError."""
        found = {MAIL: self.mail, TEXT: self.text}[name]
        if found is None:
            raise KeyError(name)
        return found

    def address_of(self, merchant: str, route: "Route") -> str:
        """A keyed digest of where a route leads, by which it is known again; blank where none is made."""
        if self.digest is None or not route.to:
            return ""
        return keyed(self.digest, merchant, route.way, route.to)

    def page_of(self, order_id: str, at: datetime) -> str:
        """Where an order is followed, of a notice of that time: the same address each time."""
        return "" if self.links is None else self.links.url(order_id, at + FOLLOWED_FOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`to`: a mailbox or a telephone number (E.164); empty for the folder, and where nothing is to be sent."""

    way: str
    to: str = ""


def keyed(digest: Callable[[str], str], merchant: str, way: str, to: str) -> str:
    """By what an address is known again that something came back from."""
    return digest(f"notice {merchant} {way} {to.casefold()}")


def routes_of(room: PostRoom, order: Order, kind: Kind, choices: Mapping[str, str]) -> tuple[Route, ...]:
    """The ways that the customer allows for a kind, the wanted one first: what they chose for the topic, else mail.

    Text messages stand in for mail only where they were chosen for some topic; the folder is for who has no address.
    """
    wanted = choices.get(kind.topic, MAIL)
    if wanted == OFF and kind.topic in kind_book().optional:
        return (Route(way=OFF),)
    number = mobile_of(order) if room.text is not None and TEXT in choices.values() else ""
    mailbox = recipient_of(order) if room.mail is not None else ""
    ways = [Route(way=MAIL, to=mailbox)] if mailbox else []
    if number:
        ways.insert(0 if wanted == TEXT else len(ways), Route(way=TEXT, to=number))
    return tuple(ways) or (Route(way=FOLDER),)


def recipient_of(order: Order) -> str:
    """The customer's mailbox as one recipient; empty for what a server would not take as that."""
    found = mailbox_of(order)
    return found if _MAILBOX.fullmatch(found) else ""


def mobile_of(order: Order) -> str:
    """The number to which a text message may go, in the form of E.164; empty without one."""
    customer, address = order.customer, order.shipping_address
    found = (customer.phone if customer is not None else None) or address.phone
    if not found:
        return ""
    verdict = check_phone(found, address.country)
    return verdict.e164 or "" if verdict.type in MOBILE else ""
