"""Orders of several days with disputes, and what after-sales suggests, for the console's screens about money."""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta

from engine.ids import Prefix
from fulfillment.store.learning import add_suggestion
from tests.desks import an_honest_order, an_unpaid_order, document
from tests.http.conftest import Service
from tests.http.lives import worked
from tests.http.test_causes import learnt, returned
from tests.http.test_orders import sent
from tests.http.test_payments import disputed
from tests.lives_learnt import suggested

DAY_S = 24 * 3600
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?=T)")
WEEK = range(6, 0, -1)


def money_at_work(service: Service) -> Mapping[str, str]:
    """Answers the ids that addresses of these screens name."""
    over_days(service)
    returned(service)
    order_id, dispute = disputed(service)
    learnt(service)
    made = suggested(service.ids.new(Prefix.SUGGESTION), service.clock.now())
    with service.database.write() as session:
        add_suggestion(session, made)
    now = service.clock.now()
    period = f"since={now - timedelta(days=29):%Y-%m-%d}&until={now:%Y-%m-%d}"
    return {"period": period, "disputed": order_id, "dispute": dispute}


def earlier(order: Mapping[str, object], days: int) -> object:
    """The order as if all its moments were days before."""
    moved = STAMP.sub(lambda found: str(date.fromisoformat(found[0]) - timedelta(days=days)), json.dumps(order))
    return json.loads(moved)


def over_days(service: Service) -> None:
    """Orders of the last days: most admitted at once, one a day held, some of these let go after hours."""
    for back in WEEK:
        service.clock.move(-back * DAY_S)
        for number in range(back):
            sent(service, document(an_honest_order(f"D-{back}-{number}")))
        held = sent(service, document(an_unpaid_order(f"D-{back}-held")))
        if back % 2:
            service.clock.move(back * 3600)
            for hold in service.get(f"/v1/orders/{held['order_id']}/holds").json()["data"]:
                service.call("POST", f"/v1/holds/{hold['id']}/release", {"reason": "paid by wire"})
            service.clock.move(-back * 3600)
        service.clock.move(back * DAY_S)
    worked(service)
