"""The demonstration shop: a few orders of it, made by the real code, whole, marked, and taken away without a trace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from api.access.logging_in import log_in
from api.access.people import first_link
from api.cli.demo_shop_commands import seed_at_first_start, sign_in_lines
from api.composition.house import House, furnished
from api.composition.money_sources import money_sources
from api.composition.parts import publish_if_none
from api.demo_shop import seeding
from api.demo_shop.figures import password_of
from api.demo_shop.learning import learn
from api.demo_shop.letters import LETTERS
from api.demo_shop.names import DEMO, FIGURES, ORDERS, SHOP, merchant_of
from api.demo_shop.scene_orders import CARDS, DOCK, LAMP_SHOP, LATER, POWER
from api.demo_shop.seeding import Seeded, seed
from api.demo_shop.standing import Standing, is_untouched, is_without_orders, remove, standing_of
from api.demo_shop.town import Town
from api.demo_shop.trial import RULE
from api.storage import TABLES
from engine.clock import SystemClock, microseconds
from engine.desk.desk import Caller
from engine.desk.edition_reading import history
from engine.desk.errors import NotFound
from engine.desk.hit_report import hit_report
from engine.desk.model_registering import known_models
from engine.desk.model_scores import PERCENTILE, scores_of
from engine.desk.preferences import LEAST_ORDERS, prefer
from engine.settings import Settings
from engine.store.database import Database
from engine.store.decision_rows import listed
from engine.store.feed import audit_head, first_broken
from engine.store.queue import QueueWanted, waiting
from engine.store.tables import ORDER_VERSION, SETTING
from engine.store.whole_merchant import has_orders_of_others, rows_of
from fulfillment.profit.expecting import expected_profit
from tests.databases import SqliteFiles

FEW, FEW_LEARNT, MAIN = 14, 420, "main"
# Of what a shop of no order but those of the scenes has rows, all of which are to go.
FURNISHED = {
    "activation",
    "proposal",
    "settlement_file",
    "settlement_case",
    "settlement_fee",
    "manifest",
    "wave",
    "pick_walk",
}


@dataclass(frozen=True)
class Shop:
    """A small one that is there."""

    house: House
    seeded: Seeded


def a_house(database: Database, folder: Path) -> House:
    return furnished(Settings(folder=folder, secret=SecretStr("5e" * 32)), database, SystemClock())


@pytest.fixture(scope="module")
def shop(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with sqlite_files.fresh() as database:
        house = a_house(database, tmp_path_factory.mktemp("demo"))
        yield Shop(house, seed(house, house.clock, FEW, learning=learn_of_few))


def learn_of_few(town: Town) -> None:
    """A model of fewer orders than one counts for, among which frauds are common."""
    prefer(town.house.desk, town.caller("Ada"), LEAST_ORDERS, FEW_LEARNT // 2)
    learn(town, FEW_LEARNT, FEW_LEARNT // 3, {"account_takeover": 0.1, "forwarder_fraud": 0.1})


def test_shop_when_made_then_every_order_is_marked_as_its_own(shop: Shop) -> None:
    columns = ORDER_VERSION.c
    with shop.house.database.read() as session:
        found = session.rows(select(columns.merchant_id, columns.shop, columns.ref).distinct())
    named = {str(row.ref) for row in found}
    assert sum(each.removeprefix(ORDERS).isdigit() for each in named) == shop.seeded.orders
    assert all(each.startswith(ORDERS) for each in named)
    assert {(row.merchant_id, row.shop) for row in found} == {(DEMO, SHOP), (DEMO, LAMP_SHOP)}


def test_inbox_when_the_shop_is_made_then_somebody_waits_for_an_answer(shop: Shop) -> None:
    with shop.house.database.read() as session:
        written = session.rows(text("SELECT case_id FROM inbox_message WHERE direction = 'in'"))
        waiting = session.rows(
            text("SELECT order_id FROM inbox_case WHERE state = 'open' AND id IN (SELECT case_id FROM inbox_message)")
        )
    assert 0 < len(waiting) <= len(written) <= len(LETTERS)
    assert all(each.order_id for each in waiting)


def test_shop_when_made_then_its_orders_have_lives_and_no_job_is_dead(shop: Shop) -> None:
    with shop.house.database.read() as session:
        counted = rows_of(session, TABLES, DEMO)
        dead = session.rows(text("SELECT kind, last_error FROM job WHERE state = 'dead'"))
    assert dead == []
    assert counted["shipment"] > FEW // 3
    assert counted["tracking_event"] > counted["shipment"]
    assert counted["order_outcome"] > 0  # of which the shop has learnt
    assert "worker_beat" not in counted


def values(shop: Shop, asked: str) -> list[object]:
    """The first column of what a question finds."""
    with shop.house.database.read() as session:
        return [row[0] for row in session.rows(text(asked))]


def test_money_when_the_shop_is_made_then_a_payout_and_a_carriers_bill_differ_from_the_books(shop: Shop) -> None:
    kinds = values(shop, "SELECT kind FROM settlement_case WHERE state = 'open'")
    assert {"amount_differs", "fee_differs", "unknown_in_books"} <= set(kinds)
    assert len(kinds) <= 4
    assert {"freight_rate", "not_ours"} <= set(values(shop, "SELECT kind FROM freight_case"))
    named = values(shop, "SELECT name FROM settlement_file") + values(shop, "SELECT name FROM freight_file")
    assert all(str(each).startswith("demonstration-") for each in named)


def test_chargebacks_when_the_shop_is_made_then_one_is_lost_and_one_waits_for_its_evidence(shop: Shop) -> None:
    now = microseconds(shop.house.clock.now())
    assert "lost" in values(shop, "SELECT state FROM dispute")
    due = values(shop, "SELECT due_at FROM dispute WHERE state = 'open'")
    assert due
    assert all(int(str(each)) > now for each in due)


def test_model_when_the_shop_is_made_then_two_put_it_in_force_by_open_gates_and_it_says_what_it_is(shop: Shop) -> None:
    desk = shop.house.desk
    now = desk.models.in_force(DEMO)
    assert now.champion is not None
    assert now.champion.model.version.startswith("demonstration-")
    with shop.house.database.read() as session:
        (step,) = known_models(session, DEMO).steps
    assert (step.by, step.approved_by, step.overridden) == ("Lin", "Noor", 0)
    scored = scores_of(desk, DEMO, now.champion.model, 90, PERCENTILE, 99.0)
    assert scored.whole.orders >= shop.seeded.orders
    assert desk.models.in_force(MAIN).champion is None


def test_trial_when_the_shop_is_made_then_two_put_its_rule_in_shadow_which_met_orders_and_stopped_none(
    shop: Shop,
) -> None:
    desk, town = shop.house.desk, Caller(merchant=DEMO, name="Mina")
    (now, _), *_ = history(desk, town, 2)
    assert (now.kind, now.proposed_by, now.activated_by) == ("approved", "Lin", "Noor")
    found = hit_report(desk, DEMO, now.activated_at, RULE)
    (met,) = found.rules
    assert (met.status, met.hits, met.held) == ("shadow", 0, 0)
    assert met.shadow >= met.stopped >= 2  # the last of the many cards, which are held for more than that
    assert found.orders == len(values(shop, "SELECT DISTINCT order_id FROM decision"))


def test_queue_when_the_shop_is_made_then_says_when_authorisations_end_of_which_one_is_pressing(shop: Shop) -> None:
    now = shop.house.clock.now()
    with shop.house.database.read() as session:
        rows = waiting(session, DEMO, QueueWanted(), 200, now)
    ends = {each.ref: each.authorisation_ends - now for each in rows if each.authorisation_ends is not None}
    assert ends.keys() >= {*LATER, *CARDS[-2:]}
    assert [name for name, left in ends.items() if left < timedelta(days=1)] == [next(iter(LATER))]
    assert {each.hold_reasons for each in rows if each.ref in LATER} == {("PAY_AUTHORISATION_ENDS",)}


def test_profits_when_the_shop_is_made_then_neither_tax_nor_fees_are_lacking(shop: Shop) -> None:
    sources = money_sources(shop.house.desk)
    with shop.house.database.read() as session:
        orders = [each.order_id for each in listed(session, DEMO, 200)]
        found = [expected_profit(session, sources, DEMO, each, currency="EUR") for each in orders]
    lacking = {each.source.partition(":")[0] for one in found for each in one.unknown}
    assert any(not one.unknown for one in found)
    assert lacking <= {"duty.rate_not_known", "freight.no_service", "freight.goods_unmeasured"}


def test_pick_ups_when_the_shop_is_made_then_are_booked_and_no_carrier_is_asked_any_more(shop: Shop) -> None:
    assert set(values(shop, "SELECT state FROM carrier_pickup")) == {"booked"}
    assert values(shop, "SELECT power FROM carrier_connection") == ["off"]


def test_dock_when_the_shop_is_made_then_a_manifest_is_closed_and_a_wave_is_picked(shop: Shop) -> None:
    assert values(shop, "SELECT parcels FROM manifest") == [len(DOCK)]
    assert "released" in values(shop, "SELECT state FROM wave")
    assert values(shop, "SELECT id FROM pick_walk")


def test_power_bank_when_its_profit_is_expected_then_goes_by_the_line_of_the_shop(shop: Shop) -> None:
    with shop.house.database.read() as session:
        order_id = next(iter(listed(session, DEMO, 1, ref=POWER))).order_id
        found = expected_profit(session, money_sources(shop.house.desk), DEMO, order_id, currency="EUR")
    assert found.seen.services == ("demo-battery-line",)
    assert found.known_minor > 0


def test_figures_when_the_shop_is_there_then_come_in_with_the_password_that_is_told(shop: Shop) -> None:
    password = password_of(shop.house.secret)
    for figure in FIGURES:
        begun = log_in(shop.house.door, merchant_of(figure.email, MAIN), figure.email, password)
        assert begun.account.merchant == DEMO
    assert password in "\n".join(sign_in_lines(shop.house))


def test_first_administrator_when_only_the_demonstration_has_people_then_may_still_come(shop: Shop) -> None:
    assert first_link(shop.house.door, MAIN) is not None


def test_standing_when_the_shop_is_there_then_nobody_has_worked_here_yet(shop: Shop) -> None:
    assert standing_of(shop.house.database) is Standing.THERE
    assert is_untouched(shop.house.database)
    assert is_without_orders(shop.house.database)


def test_shop_when_its_making_was_ended_half_way_then_is_made_anew_and_taken_away_without_a_trace(
    sqlite_file: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = a_house(sqlite_file, tmp_path)
    with sqlite_file.write() as session:
        session.add(SETTING, [a_setting(MAIN)])
    monkeypatch.setattr(seeding, "ORDERS_MADE", 2)
    with pytest.raises(KeyboardInterrupt):
        seed(house, house.clock, told=ended_at_once)
    assert standing_of(sqlite_file) is Standing.BROKEN_OFF
    seed_at_first_start(house)
    assert standing_of(sqlite_file) is Standing.THERE
    with sqlite_file.read() as session:
        assert rows_of(session, TABLES, DEMO).keys() >= FURNISHED
    assert remove(sqlite_file) > 500
    with sqlite_file.read() as session:
        assert rows_of(session, TABLES, DEMO) == {}
        assert rows_of(session, TABLES, MAIN) == {"setting": 1}
        assert audit_head(session)[0] > 0
        assert first_broken(session) is None
    assert standing_of(sqlite_file) is Standing.NONE
    assert sign_in_lines(house) == []


def ended_at_once(_: int) -> None:
    """Somebody ends the process on the first day."""
    raise KeyboardInterrupt


def a_setting(merchant: str) -> dict[str, object]:
    """A row of a merchant."""
    return {"merchant_id": merchant, "name": "x", "value": "1", "updated_at": 1, "updated_by": "me"}


def test_start_when_somebody_works_here_then_makes_no_shop(sqlite_file: Database, tmp_path: Path) -> None:
    house = a_house(sqlite_file, tmp_path)
    with sqlite_file.write() as session:
        session.run(text("INSERT INTO api_key (id, merchant_id, name, shown, hash, scopes, created_by, created_at) "
                         "VALUES ('key_1', 'main', 'x', 'x', x'00', '[]', 'me', 1)"))  # fmt: skip
    seed_at_first_start(house)
    assert standing_of(sqlite_file) is Standing.NONE


def test_removal_when_others_have_rows_then_leaves_them(database: Database) -> None:
    with database.write() as session:
        session.add(SETTING, [a_setting(MAIN), a_setting(DEMO)])
    assert remove(database) == 1
    with database.read() as session:
        assert rows_of(session, TABLES, MAIN) == {"setting": 1}
        assert not has_orders_of_others(session, DEMO)


def refused(_: Town) -> None:
    """A model that the house does not take."""
    raise NotFound("model", "m-1")


def test_shop_when_the_house_has_a_rule_book_then_is_made_by_that_and_says_what_was_refused(
    sqlite_files: SqliteFiles, tmp_path: Path
) -> None:
    with sqlite_files.fresh() as database:
        house = a_house(database, tmp_path)
        publish_if_none(house)
        seeded = seed(house, house.clock, 2, learning=refused)
        editions = house.desk.editions
        assert editions.current(DEMO).digest != editions.current(MAIN).digest
        assert (seeded.orders, seeded.lacking) == (2, (f"model: {NotFound('model', 'm-1')}",))
