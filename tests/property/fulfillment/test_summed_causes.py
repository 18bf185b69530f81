"""Causes of orders as a database sums them up are those of reading each life."""

from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store.database import Database
from fulfillment.learning.causes import tabulate
from fulfillment.learning.cut import Cut
from fulfillment.learning.gathering import Wanted, lives
from fulfillment.learning.summing import tables_of
from fulfillment.store.learning import put_outcome
from tests.fulfilment_site import NOON
from tests.lives_learnt import FAMILIES, a_fact, a_life, a_part

MERCHANTS = count(1)
ON_DISK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AMOUNT = st.integers(0, 5_000)
RULES = st.dictionaries(st.sampled_from(("R-1", "R-2")), st.just("hold"), max_size=2)
PART = st.fixed_dictionaries({
    "sku": st.sampled_from(("TEE", "CAP", "")), "supplier": st.sampled_from(("M-1", "")),
    "goods": st.sampled_from(("6109", "")), "carrier": st.sampled_from(("yunexpress", "")),
    "service_id": st.sampled_from(("line-4px", "")), "origin": st.sampled_from(("CN", "")),
    "country": st.sampled_from(("DE", "FR", "")), "warehouse": st.sampled_from(("SZX-1", "")),
    "box": st.sampled_from(("B1", "B2", "")), "pieces": st.integers(1, 9), "value": AMOUNT, "refund": AMOUNT,
    "chargeback": AMOUNT, "reship": AMOUNT, "freight_lost": AMOUNT, "recovered": AMOUNT, "days": st.integers(-1, 30),
})  # fmt: skip
ORDER = st.fixed_dictionaries({
    "parts": st.lists(PART, max_size=3), "facts": st.dictionaries(st.sampled_from(sorted(FAMILIES)), st.integers(0, 3)),
    "is_sent": st.booleans(), "shop": st.sampled_from(("a", "b", "")), "days": st.integers(0, 90),
    "rules": RULES, "policies": RULES,
})  # fmt: skip


def kept(database: Database, orders: list[dict]) -> Wanted:  # type: ignore[type-arg]
    """Each example is a merchant of its own."""
    merchant = f"m{next(MERCHANTS)}"
    with database.write() as session:
        for number, told in enumerate(orders):
            order_id = f"ord_{merchant}_{number}"
            life = a_life(order_id, merchant_id=merchant, is_sent=told["is_sent"], shop=told["shop"],
                          ended_at=NOON - timedelta(days=told["days"]),
                          data={"rules": told["rules"], "policies": told["policies"]})  # fmt: skip
            parts = [
                a_part(order_id, line, merchant_id=merchant, **fields)
                for line, fields in enumerate(told["parts"], start=1)
            ]
            facts = [a_fact(order_id, cause, line, merchant=merchant) for cause, line in told["facts"].items()]
            put_outcome(session, life.outcome, parts, facts)
    return Wanted(merchant=merchant, since=NOON - timedelta(days=60), until=NOON)


@ON_DISK
@given(orders=st.lists(ORDER, max_size=7))
def test_causes_when_a_database_sums_them_up_then_they_are_those_of_all_lives(
    sqlite_file: Database, orders: list[dict]  # type: ignore[type-arg]
) -> None:  # fmt: skip
    wanted = kept(sqlite_file, orders)
    with sqlite_file.read() as session:
        expected = tabulate(lives(session, wanted), list(Cut), "EUR")
        found = tables_of(session, wanted, list(Cut), "EUR")
    for cut in Cut:
        assert found[cut] == expected[cut]
