"""Orders of several days with disputes, and what after-sales suggests, for the console's screens about money."""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta

from engine.ids import Prefix
from fulfillment.store.learning import add_suggestion
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import delivered, life, worked
from tests.http.test_causes import learnt, returned
from tests.http.test_freight_and_profit import HEAD as BILL_HEAD
from tests.http.test_freight_and_profit import bill
from tests.http.test_orders import sent
from tests.http.test_payments import disputed
from tests.http.test_settlements import HEAD, sale, send
from tests.lives_learnt import suggested

DAY_S = 24 * 3600
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?=T)")
WEEK = range(6, 0, -1)


def money_at_work(service: Service) -> Mapping[str, str]:
    """Answers the ids that addresses of these screens name."""
    returned(service)
    sent_id = delivered(service, an_honest_order("A-1501"))
    order_id, dispute = disputed(service)
    over_days(service)  # last, since it empties the shelves
    learnt(service)
    made = suggested(service.ids.new(Prefix.SUGGESTION), service.clock.now())
    with service.database.write() as session:
        add_suggestion(session, made)
    now = service.clock.now()
    period = f"since={now - timedelta(days=29):%Y-%m-%d}&until={now:%Y-%m-%d}"
    return {"period": period, "disputed": order_id, "dispute": dispute, **reported(service, order_id),
            **billed(service, sent_id)}  # fmt: skip


def reported(service: Service, order_id: str) -> Mapping[str, str]:
    """A report with a sale that is settled, one that nobody knows, a fine, and a batch that does not add up."""
    lines = sale(order_id, "40.00") + sale("A-9", "12.00") + "2026-11-22T09:00:00Z,penalty,EUR,-3.00,0,,b1\n"
    taken = send(service, HEAD + lines + "2026-11-22T09:00:00Z,payout,EUR,-30.00,0,,b1\n")
    unknown = service.get("/v1/settlement-cases?kind=unknown_in_books").json()["data"][0]
    return {"report": str(taken["settlement"]["id"]), "case": unknown["id"]}


def billed(service: Service, order_id: str) -> Mapping[str, str]:
    """A bill that asks too much for a parcel, and something for one that is not ours."""
    number = life(service, order_id)["shipment"]["number"]
    lines = f"{number},R-1,EUR,99.50,4.00,\nNOT-OURS,R-1,EUR,12.50,1.00,\n"
    id_ = bill(service, f"{BILL_HEAD}{lines}")["bill"]["id"]
    return {"bill": id_, "difference": service.get("/v1/freight-differences").json()["data"][0]["id"]}


def earlier(order: Mapping[str, object], days: int) -> object:
    """The order as if all its moments were days before."""
    moved = STAMP.sub(lambda found: str(date.fromisoformat(found[0]) - timedelta(days=days)), json.dumps(order))
    return json.loads(moved)


def over_days(service: Service) -> None:
    """Orders of the last days: most admitted at once, one a day held, some of these let go after hours."""
    for back in WEEK:
        service.clock.move(-back * DAY_S)
        for number in range(1 + back % 3):
            sent(service, document(an_honest_order(f"D-{back}-{number}")))
        held = sent(service, document(an_unpaid_order(f"D-{back}-held")))
        if back % 2:
            service.clock.move(back * 3600)
            for hold in service.get(f"/v1/orders/{held['order_id']}/holds").json()["data"]:
                service.call("POST", f"/v1/holds/{hold['id']}/release", {"reason": "paid by wire"})
            service.clock.move(-back * 3600)
        service.clock.move(back * DAY_S)
    worked(service)
