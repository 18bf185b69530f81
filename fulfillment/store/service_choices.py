"""How merchants choose services, and what was chosen, as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ServiceChoice, ShippingWishes, WhatIfRun
from fulfillment.states import Work
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import FULFILMENT, SERVICE_CHOICE, SHIPPING_WISHES, WHAT_IF

_C = SERVICE_CHOICE.c


def add_wishes(session: WriteSession, wishes: ShippingWishes) -> None:
    """Counts from now on."""
    keep(session, SHIPPING_WISHES, wishes)


def wishes_after(
    session: ReadSession, merchant: str, after: str = "", limit: int | None = None
) -> tuple[ShippingWishes, ...]:
    """All that were ever entered, behind an id, oldest first."""
    where = (SHIPPING_WISHES.c.merchant_id == merchant, SHIPPING_WISHES.c.id > after)
    return many(session, SHIPPING_WISHES, ShippingWishes, *where, limit=limit)


def wishes_for(session: ReadSession, merchant: str, shop: str) -> tuple[ShippingWishes, ...]:
    """Those of a shop and those of all shops, oldest first."""
    where = (SHIPPING_WISHES.c.merchant_id == merchant, SHIPPING_WISHES.c.shop.in_(["", shop]))
    return many(session, SHIPPING_WISHES, ShippingWishes, *where)


def add_choice(session: WriteSession, choice: ServiceChoice) -> None:
    """What was chosen, or could not be."""
    keep(session, SERVICE_CHOICE, choice)


def choices_of_order(session: ReadSession, merchant: str, order_id: str) -> tuple[ServiceChoice, ...]:
    """All of an order, oldest first."""
    return many(session, SERVICE_CHOICE, ServiceChoice, _C.merchant_id == merchant, _C.order_id == order_id)


def choices_of_part(session: ReadSession, merchant: str, fulfilment_id: str) -> tuple[ServiceChoice, ...]:
    """All of a part, oldest first."""
    return many(session, SERVICE_CHOICE, ServiceChoice, _C.merchant_id == merchant, _C.fulfilment_id == fulfilment_id)


def forecast_carrier(session: ReadSession, merchant: str, fulfilment_id: str) -> str:
    """The carrier of what was chosen or named last for a part; "" where nothing was."""
    where = (_C.merchant_id == merchant, _C.fulfilment_id == fulfilment_id, _C.carrier != "")
    row = session.first(select(_C.carrier).where(*where).order_by(_C.id.desc()).limit(1))
    return "" if row is None else str(row.carrier)


def orders_waiting(session: ReadSession, merchant: str) -> tuple[str, ...]:
    """Orders of which a packed part waits for a service, by what was chosen last."""
    last = select(func.max(_C.id)).where(_C.merchant_id == merchant, _C.kind != "forecast").group_by(_C.fulfilment_id)
    chosen = (
        select(_C.order_id)
        .distinct()
        .join(FULFILMENT, and_(FULFILMENT.c.id == _C.fulfilment_id, FULFILMENT.c.state == Work.PACKED))
        .where(_C.merchant_id == merchant, _C.state == "waits", _C.id.in_(last))
        .order_by(_C.order_id)
    )
    return tuple(str(row[0]) for row in session.rows(chosen))


def packed_choices(
    session: ReadSession, merchant: str, since: datetime, until: datetime, after: str, limit: int,
    shops: Sequence[str] | None = None,
) -> tuple[ServiceChoice, ...]:  # fmt: skip
    """What was chosen for packed parts from `since` and before `until`, behind an id; of these shops, None all."""
    where = [
        _C.merchant_id == merchant, _C.kind == "packed", _C.state == "chosen", _C.id > after,
        _C.made_at >= microseconds(since), _C.made_at < microseconds(until),
    ]  # fmt: skip
    if shops is not None:
        where.append(_C.shop.in_(list(shops)))
    return many(session, SERVICE_CHOICE, ServiceChoice, *where, limit=limit)


def add_what_if(session: WriteSession, run: WhatIfRun) -> None:
    """A count that begins."""
    keep(session, WHAT_IF, run)


def find_what_if(session: ReadSession, merchant: str, id_: str) -> WhatIfRun | None:
    """One of a merchant."""
    return one(session, WHAT_IF, WhatIfRun, WHAT_IF.c.id == id_, WHAT_IF.c.merchant_id == merchant)


def what_ifs_before(session: ReadSession, merchant: str, before: str, limit: int) -> tuple[WhatIfRun, ...]:
    """Counts of a merchant, newest first, from behind this id; "" from the newest."""
    where = [WHAT_IF.c.merchant_id == merchant, *([WHAT_IF.c.id < before] if before else [])]
    return many(session, WHAT_IF, WhatIfRun, *where, limit=limit, by=(WHAT_IF.c.id.desc(),))


def put_what_if(session: WriteSession, run: WhatIfRun, reached: str) -> bool:
    """Goes on from where it stood at `reached`; False where somebody else did."""
    same = (WHAT_IF.c.id == run.id, WHAT_IF.c.merchant_id == run.merchant_id, WHAT_IF.c.reached == reached)
    return session.run(update(WHAT_IF).where(*same).values(**row_of(run))) == 1
