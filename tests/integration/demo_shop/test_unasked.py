"""The true pattern of the demonstration shop: what is planned, and, in the long run, what the shop learns of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.composition.house import furnished
from api.demo_shop.names import DEMO
from api.demo_shop.seeding import seed
from api.demo_shop.unasked import NEW, OLD, OLD_DAYS, unasked
from engine.clock import SystemClock
from engine.facts.three_ds import read_three_ds
from engine.settings import Settings
from engine.store.database import Database
from fulfillment.store.learning import suggestions_of

LEAST_OLD = 12  # of which the shop learns, more than the ten that a suggestion asks for


@pytest.mark.parametrize("ends", [datetime(2026, 11, 27, 14, tzinfo=UTC), datetime(2027, 2, 3, 9, tzinfo=UTC)])
def test_old_checkout_when_planned_then_has_plain_orders_of_cards_that_nobody_authenticated(ends: datetime) -> None:
    found = unasked(ends)
    begins = found[0].order.placed_at
    old = [each for each in found if each.order.placed_at < begins + timedelta(days=OLD_DAYS)]
    assert LEAST_OLD <= len(old) <= OLD
    assert 0 < len(found) - len(old) <= NEW
    paid = [each.order.payment for each in found]
    read = [read_three_ds(each.three_ds, None) for each in paid if each is not None and each.three_ds is not None]
    assert len(read) == len(found)
    assert {each.result for each in read if each is not None} == {"none"}
    assert not any(each.trouble or each.label for each in found)


@pytest.mark.proof
def test_suggestions_when_the_whole_shop_is_made_then_name_the_rule_that_lets_these_orders_through(
    sqlite_file: Database, tmp_path: Path
) -> None:
    house = furnished(Settings(folder=tmp_path, secret=SecretStr("5e" * 32)), sqlite_file, SystemClock())
    seed(house, house.clock)
    with sqlite_file.read() as session:
        found = suggestions_of(session, DEMO)
    assert [(each.rule, each.about, each.state) for each in found] == [("rule-let-through", "PAY-063", "open")]
