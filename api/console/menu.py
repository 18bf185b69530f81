"""The screens of the console in the order of the navigation, and which scope shows them."""

from dataclasses import dataclass

from api.access.scopes import Scope

HOME = "/console"


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen. `word` is its name in the words of the frame, `key` what follows `g` on the keyboard."""

    word: str
    path: str
    scope: Scope
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Screens that belong together."""

    word: str
    entries: tuple[Entry, ...]


MENU: tuple[Section, ...] = (
    Section(
        "nav_decide",
        (
            Entry("nav_queue", f"{HOME}/queue", Scope.REVIEWS_WRITE, "q"),
            Entry("nav_orders", f"{HOME}/orders", Scope.ORDERS_READ, "o"),
        ),
    ),
    Section(
        "nav_deliver",
        (
            Entry("nav_fulfilment", f"{HOME}/fulfilment", Scope.ORDERS_READ, "f"),
            Entry("nav_picking", f"{HOME}/picking", Scope.FULFILMENT_WRITE, "p"),
            Entry("nav_parcels", f"{HOME}/parcels", Scope.ORDERS_READ, "v"),
        ),
    ),
)
