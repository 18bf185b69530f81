"""Questions to customers as rows. An order has at most one that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, delete, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import CUSTOMER_REQUEST, CUSTOMER_REQUEST_FILE

OPEN, ANSWERED, EXPIRED, CANCELLED = "open", "answered", "expired", "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRequest:
    """One request. `asks` are words such as `address.postcode`, `added` those among them that a person wanted.

    `decision` is the decision that asked last, or the one that the answer led to. `round` counts the requests of an
    order from 1; `link` counts links, of which the last one opens the form; `version` grows with every change.
    """

    id: str
    merchant: str
    order_id: str
    shop: str
    state: str
    asks: tuple[str, ...]
    added: tuple[str, ...] = ()
    decision: str
    round: int = 1
    link: int = 1
    reminded: int = 0
    created_at: datetime
    created_by: str
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    end_reason: str | None = None
    answered_as: str | None = None
    sealed: bytes | None = None
    sealed_version: int = 0
    version: int = 1

    def is_open(self, at: datetime) -> bool:
        """Whether it can be answered at that moment."""
        return self.state == OPEN and at < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which requests a list shows."""

    state: str | None = None
    order_id: str | None = None
    shop: str | None = None
    shops: frozenset[str] | None = None


_COLUMNS = CUSTOMER_REQUEST.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_ONE = select(CUSTOMER_REQUEST).where(_MINE, _COLUMNS.id == bindparam("request"))
# A link names no merchant; who made it has signed which row it opens.
_BY_LINK = select(CUSTOMER_REQUEST).where(_COLUMNS.id == bindparam("request"))
_OF_ORDER = select(CUSTOMER_REQUEST).where(_MINE, _COLUMNS.order_id == bindparam("order")).order_by(_COLUMNS.id.desc())
_LISTING = select(CUSTOMER_REQUEST).where(_MINE).order_by(_COLUMNS.id.desc()).limit(bindparam("limit"))
# In the very words of the index on part of the table.
_OPEN = select(CUSTOMER_REQUEST).where(_MINE, _COLUMNS.order_id == bindparam("order"), text("state = 'open'"))
_CHANGE = update(CUSTOMER_REQUEST).where(
    _MINE, _COLUMNS.id == bindparam("request"), _COLUMNS.version == bindparam("seen")
)
_FILE = CUSTOMER_REQUEST_FILE.c
_OF_REQUEST = (_FILE.merchant_id == bindparam("merchant"), _FILE.request_id == bindparam("request"))
_FILES = select(CUSTOMER_REQUEST_FILE).where(*_OF_REQUEST).order_by(_FILE.question)
_DROP = delete(CUSTOMER_REQUEST_FILE).where(*_OF_REQUEST)
_PLAIN = (
    "id", "order_id", "shop", "state", "round", "link", "reminded", "created_by", "ended_by", "end_reason",
    "answered_as", "sealed_version", "version",
)  # fmt: skip


def add_request(session: WriteSession, row: CustomerRequest) -> None:
    """Adds a request. Raises StoreConflict where the order has an open one."""
    values: dict[str, object] = {name: getattr(row, name) for name in _PLAIN}
    values |= {
        "merchant_id": row.merchant,
        "decision_id": row.decision,
        "asks": _listed(row.asks),
        "added": _listed(row.added),
        "created_at": microseconds(row.created_at),
        "expires_at": microseconds(row.expires_at),
    }
    session.add(CUSTOMER_REQUEST, [values])


def request_of(session: ReadSession, merchant: str, request: str) -> CustomerRequest | None:
    """One request; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "request": request})
    return None if row is None else _request(row)


def request_by_link(session: ReadSession, request: str) -> CustomerRequest | None:
    """The request that a signed link names, of whichever merchant."""
    row = session.first(_BY_LINK, {"request": request})
    return None if row is None else _request(row)


def open_request_of(session: ReadSession, merchant: str, order_id: str) -> CustomerRequest | None:
    """The order's open request, whether or not its time is over."""
    row = session.first(_OPEN, {"merchant": merchant, "order": order_id})
    return None if row is None else _request(row)


def last_request_of(session: ReadSession, merchant: str, order_id: str) -> CustomerRequest | None:
    """The order's newest request."""
    row = session.first(_OF_ORDER.limit(1), {"merchant": merchant, "order": order_id})
    return None if row is None else _request(row)


def requests(
    session: ReadSession, merchant: str, limit: int, wanted: Wanted, before: str | None = None
) -> Sequence[CustomerRequest]:
    """Requests, newest first, from those before an id."""
    statement, bound = _LISTING, {"merchant": merchant, "limit": limit}
    asked = (("state", wanted.state), ("order_id", wanted.order_id), ("shop", wanted.shop))
    for name, value in asked:
        if value is not None:
            statement, bound = statement.where(_COLUMNS[name] == bindparam(f"_{name}")), bound | {f"_{name}": value}
    if wanted.shops is not None:
        statement = statement.where(_COLUMNS.shop.in_(sorted(wanted.shops)))
    if before is not None:
        statement, bound = statement.where(_COLUMNS.id < bindparam("before")), bound | {"before": before}
    return [_request(row) for row in session.rows(statement, bound)]


def change_request(session: WriteSession, seen: CustomerRequest, **values: object) -> bool:
    """Changes a request that is still as it was seen; False when somebody else was faster."""
    stored = {
        name: microseconds(value)
        if isinstance(value, datetime)
        else _listed(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }
    bound = {"merchant": seen.merchant, "request": seen.id, "seen": seen.version}
    return session.run(_CHANGE.values(version=seen.version + 1, **stored), bound) == 1


def keep_files(session: WriteSession, row: CustomerRequest, files: Mapping[str, bytes], order_version: int) -> None:
    """Keeps sealed files by question, each in the place of the one before."""
    for question in files:
        bound = {"merchant": row.merchant, "request": row.id, "question": question}
        session.run(_DROP.where(_FILE.question == bindparam("question")), bound)
    of_row = {"request_id": row.id, "merchant_id": row.merchant, "order_version": order_version}
    session.add(CUSTOMER_REQUEST_FILE, [of_row | {"question": word, "sealed": held} for word, held in files.items()])


def files_kept(session: ReadSession, row: CustomerRequest) -> Mapping[str, tuple[int, bytes]]:
    """Question -> the order version whose key sealed its file, and the file."""
    rows = session.rows(_FILES, {"merchant": row.merchant, "request": row.id})
    return {each.question: (each.order_version, bytes(each.sealed)) for each in rows}


def drop_files(session: WriteSession, row: CustomerRequest) -> None:
    """Forgets them."""
    session.run(_DROP, {"merchant": row.merchant, "request": row.id})


def was_asked_in_vain(session: ReadSession, merchant: str, order_id: str) -> bool:
    """Whether the customer of a waiting order was asked, and no question is open any more: a person has to look."""
    last = last_request_of(session, merchant, order_id)
    return last is not None and last.state != OPEN


def _listed(words: tuple[object, ...]) -> str:
    return orjson.dumps(list(words)).decode()


def _request(row: Row[tuple[object, ...]]) -> CustomerRequest:
    return CustomerRequest(
        merchant=row.merchant_id,
        decision=row.decision_id,
        asks=tuple(orjson.loads(row.asks)),
        added=tuple(orjson.loads(row.added)),
        sealed=None if row.sealed is None else bytes(row.sealed),
        **{name: getattr(row, name) for name in _PLAIN},
        created_at=moment(row.created_at),
        expires_at=moment(row.expires_at),
        ended_at=None if row.ended_at is None else moment(row.ended_at),
    )
