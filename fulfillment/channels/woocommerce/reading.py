"""Reads orders by the moment they changed at, never by page number.

A page number counts rows from the beginning, and an order that changes while pages are read moves to the end: every row
behind it slips one place, and one is passed over. So each next page is asked for from the last moment seen, without the
orders already seen at it; the store sorts by moment and number (WC_REST_CRUD_Controller::prepare_objects_query). The
store keeps whole seconds, so both ends of a window are rounded down: a second belongs to one window alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from fulfillment.channels.errors import AnswerRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Listed, Page, Seen
from fulfillment.channels.woocommerce.calling import BAD, GONE, Got, Store
from fulfillment.channels.words import Sight

FORMAT = "woocommerce"
PER_PAGE = 100
MOST_NAMED = 300  # in one address
SECOND = timedelta(seconds=1)
ENDED = frozenset({"cancelled", "trash"})
DRAFTS = frozenset({"checkout-draft", "auto-draft"})  # carts whose buyer has not ordered yet

TOUCHED = frozenset({"date_modified", "date_modified_gmt"})  # beside the document, which is no other for it

Sorted = Literal["modified", "date"]
FIELDS = {"modified": "date_modified_gmt", "date": "date_created_gmt"}


@dataclass(frozen=True, slots=True)
class Place:
    """How far was read: up to a second, and the orders already seen at it."""

    at: datetime
    seen: tuple[str, ...] = ()

    def left_out(self) -> dict[str, object]:
        """What keeps the orders already seen from coming again. An address cannot name thousands of them: where an
        import wrote so many in one second, the rest is passed over by its count."""
        named, counted = self.seen[:MOST_NAMED], len(self.seen[MOST_NAMED:])
        asked: dict[str, object] = {"exclude": ",".join(named)} if named else {}
        return asked | ({"offset": counted} if counted else {})

    def text(self) -> str:
        """As a cursor."""
        return f"{_gmt(self.at)}~{','.join(self.seen)}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Of a cursor that `text` wrote."""
        at, _, seen = text.partition("~")
        return cls(datetime.fromisoformat(at).replace(tzinfo=UTC), tuple(each for each in seen.split(",") if each))


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one store."""

    store: Store

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders that changed in the window, whole."""
        orders, following = self._rows("modified", since, until, after)
        return Page(tuple(seen(each) for each in orders if each.maybe("status") not in DRAFTS), following)

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders that were placed in the window."""
        orders, following = self._rows("date", since, until, after, _fields="id,status,date_created_gmt")
        return Listed(tuple(each.text("id") for each in orders if each.maybe("status") not in DRAFTS), following)

    def order(self, ref: str, now: datetime) -> Seen:
        """One order as it stands."""
        got = self.store.ask("GET", f"orders/{ref}")
        if got.status == GONE:
            return Seen(ref=ref, changed_at=now, sight=Sight.GONE, format=FORMAT)
        return seen(_whole(got))

    def _rows(
        self, by: Sorted, since: datetime, until: datetime, after: str | None, **more: str
    ) -> tuple[Sequence[Node], str | None]:
        place = Place.read(after) if after is not None else Place(since.astimezone(UTC).replace(microsecond=0))
        bounds = ("modified_after", "modified_before") if by == "modified" else ("after", "before")
        query: dict[str, object] = {
            bounds[0]: _gmt(place.at - SECOND),  # the store leaves this very second out
            bounds[1]: _gmt(until),
            "dates_are_gmt": "true",
            "orderby": by,
            "order": "asc",
            "per_page": PER_PAGE,
            "status": "any",
            **place.left_out(),
            **more,
        }
        got = self.store.ask("GET", "orders", query=query)
        if got.status >= BAD:
            raise AnswerRefused(f"list of orders (`{got.code}`: {got.body.maybe('message')})")
        rows = got.body.each()
        is_more = len(rows) >= PER_PAGE if got.pages is None else got.pages > 1
        return rows, _following(rows, FIELDS[by], place) if is_more and rows else None


def seen(order: Node) -> Seen:
    """An order as a page shows it."""
    status = order.maybe("status")
    sight = Sight.CANCELLED if status in ENDED else Sight.PENDING if status in DRAFTS else Sight.OPEN
    return Seen(
        ref=order.text("id"),
        changed_at=order.moment("date_modified_gmt", zone=UTC),
        sight=sight,
        format=FORMAT,
        document={name: value for name, value in order.object().items() if name not in TOUCHED},
    )


def _whole(got: Got) -> Node:
    if got.status >= BAD:
        raise AnswerRefused(f"order (`{got.code}`: {got.body.maybe('message')})")
    return got.body


def _following(rows: Sequence[Node], field: str, place: Place) -> str:
    last = rows[-1].moment(field, zone=UTC)
    at_it = tuple(each.text("id") for each in rows if each.moment(field, zone=UTC) == last)
    return Place(last, (place.seen + at_it) if last == place.at else at_it).text()


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
