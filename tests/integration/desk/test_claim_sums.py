"""What claims came to, counted by the database: the same as from each claim by itself; and claims of a buyer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select

from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.store.database import Database
from engine.store.tables import ORDER_VERSION
from fulfillment.claims.figures import BY, added_up, as_row
from fulfillment.records import Claim
from fulfillment.store.claim_sums import claim_sums
from fulfillment.store.claims import ClaimsWanted, claims_of_person
from fulfillment.store.rows import keep
from fulfillment.store.tables import CLAIM
from tests.desks import MAIN, NOW, an_unpaid_order, document


def some_claims(many: int = 60) -> Sequence[Claim]:
    """Of all states, places and months."""
    luck = Random(7)
    return [
        Claim(
            id=f"clm_{number:02}", merchant_id="main", order_id=f"ord_{number}", shipment_id=f"shp_{number}",
            kind=luck.choice(("loss", "damage")), state=luck.choice(("filed", "withdrawn", "time_barred", "closed")),
            created_at=NOW - timedelta(days=luck.randrange(90)), since_at=NOW, carrier=luck.choice(("dhl", "dpd")),
            origin=luck.choice(("CN", "")), country=luck.choice(("DE", "FR")), currency=luck.choice(("EUR", "USD")),
            amount=luck.randrange(9000), paid=luck.choice((0, 500)), filed_at=luck.choice((NOW, None)),
            denied_at=luck.choice((NOW, None)),
        )
        for number in range(many)
    ]  # fmt: skip


def one_by_one(claims: Sequence[Claim], by: Sequence[str]) -> list[dict[str, object]]:
    """Without the database."""
    rows: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for each in claims:
        told = {
            "carrier": each.carrier, "lane": f"{each.origin or '??'}-{each.country}", "kind": each.kind,
            "month": f"{each.created_at:%Y-%m}",
        }  # fmt: skip
        if each.state != "withdrawn":
            rows[(*(told[name] for name in by), each.currency)].append(each)
    return [
        {
            **dict(zip((*by, "currency"), key, strict=True)),
            "opened": len(mine),
            "filed": sum(each.filed_at is not None for each in mine),
            "paid_claims": sum(each.paid > 0 for each in mine),
            "denied": sum(each.denied_at is not None for each in mine),
            "time_barred": sum(each.state == "time_barred" for each in mine),
            "claimed": (claimed := sum(each.amount for each in mine if each.filed_at is not None)),
            "paid": (paid := sum(each.paid for each in mine)),
            "recovered_bp": paid * 10_000 // claimed if claimed else 0,
        }
        for key, mine in sorted(rows.items())
    ]


def test_claims_when_summed_by_the_database_then_as_each_by_itself(database: Database) -> None:
    claims = some_claims()
    with database.write() as session:
        keep(session, CLAIM, *claims)
    with database.read() as session:
        for by in (BY, ("carrier",), ("month",), ("lane", "kind")):
            found = added_up(claim_sums(session, "main", ClaimsWanted(), by))
            assert [dict(as_row(each)) for each in found] == one_by_one(claims, by)
        since = NOW - timedelta(days=40)
        young = [each for each in claims if each.created_at >= since and each.carrier == "dhl"]
        some = claim_sums(session, "main", ClaimsWanted(since=since, carrier="dhl"), ("month",))
        assert [dict(as_row(each)) for each in added_up(some)] == one_by_one(young, ("month",))
        assert claim_sums(session, "other", ClaimsWanted(), BY) == ()


def test_claims_of_a_buyer_when_counted_then_those_of_other_orders_that_stand(desk: Desk) -> None:
    for number in range(3):
        submit(desk, MAIN, document(an_unpaid_order(f"A-{number}")))
    with desk.database.write() as session:
        rows = session.rows(select(ORDER_VERSION.c.order_id, ORDER_VERSION.c.person).order_by(ORDER_VERSION.c.ref))
        (person,) = {int(row.person) for row in rows}
        orders = [str(row.order_id) for row in rows]
        states = ("filed", "filed", "withdrawn")
        keep(session, CLAIM, *(
            Claim(id=f"clm_{number}", merchant_id="main", order_id=order, shipment_id=f"shp_{number}", kind="loss",
                  state=state, created_at=NOW, since_at=NOW)
            for number, (order, state) in enumerate(zip(orders, states, strict=True))
        ))  # fmt: skip
    with desk.database.read() as session:
        found = [claims_of_person(session, "main", person, but_of=order) for order in orders]
        assert found == [1, 1, 2]
        assert claims_of_person(session, "other", person, but_of="") == 0
