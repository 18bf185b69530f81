"""Orders of merchants who keep a product file: joined, recorded, replayed, held for what is wanting, freed together."""

from collections.abc import Mapping
from dataclasses import replace

import orjson
import pytest

from engine.desk import products_following, telling
from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.errors import NotFound, VersionChanged
from engine.desk.intake import submit
from engine.desk.products import import_products, product_at, put_product
from engine.desk.products_asking import answer, found_task
from engine.desk.reading import current_decision, order_file
from engine.desk.replaying import evaluate, replay
from engine.order.order import Order
from engine.products.reading import ProductRejected
from engine.products.table import read_table
from engine.store.order_skus import ended_job, orders_with_sku
from engine.store.outbox import enqueue
from engine.store.product_tasks import product_tasks, task_id
from tests.builders import a_line, an_order
from tests.desks import MAIN, OTHER, StandingClock, an_honest_order, document
from tests.draining import drain
from tests.statements import counted

BATTERY = {"kind": "lithium_ion", "watt_hours": 20}
SHIRT = {"hs6": "610910", "origin": "CN", "weight_g": 180}


def work(desk: Desk) -> None:
    drain(desk.database, {**telling.handlers(desk.ids), **products_following.handlers(desk)})


def put(desk: Desk, sku: str, **document_: object) -> None:
    put_product(desk, MAIN, sku, document_)


def sold(id_: str, sku: str, **changes: object) -> Order:
    return an_order(id=id_, lines=(a_line(sku=sku, **changes),))


def send(desk: Desk, order: Order) -> Decided:
    return submit(desk, MAIN, document(order))


def reasons(desk: Desk, decided: Decided) -> tuple[str, ...]:
    with desk.database.read() as session:
        return current_decision(session, "main", decided.row.order_id).reasons


def part(decided: Decided, number: int = 0) -> Mapping[str, object]:
    assert decided.decision.evaluation is not None
    return decided.decision.evaluation.sheet.parts[number]


def test_order_when_the_merchant_keeps_no_file_then_costs_no_statement_more(desk: Desk) -> None:
    send(desk, an_honest_order("warm-up"))
    with counted(desk.database) as statements:
        decided = send(desk, an_honest_order())
    assert len(statements.data) <= 6
    assert part(decided)["line.product_status"] == "no_product_file"


def test_order_when_the_merchant_keeps_a_file_then_costs_one_statement_more(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    send(desk, an_honest_order("warm-up"))
    with counted(desk.database) as statements:
        decided = send(desk, an_honest_order())
    assert len(statements.data) == 7
    assert (decided.row.outcome, part(decided)["line.product_status"]) == ("admit", "joined")


def test_order_when_it_lacks_customs_data_then_the_file_gives_them(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT, channel_skus=[{"channel": "own_shop", "sku": "B0TEE"}])
    decided = send(desk, sold("A-1", "B0TEE", hs_code=None, origin=None, weight_g=None))
    facts = part(decided)
    assert [facts[f"line.{name}"] for name in ("sku", "hs_code", "origin", "weight_g")] == [
        "TEE-M-BLUE", "610910", "CN", 360,
    ]  # fmt: skip


def test_decision_when_the_file_changed_since_then_replays_byte_for_byte(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT, components=[])
    put(desk, "KIT", components=[{"sku": "TEE-M-BLUE", "quantity": 2}, {"sku": "UNKNOWN"}])
    decided = send(desk, sold("A-1", "KIT"))
    put(desk, "TEE-M-BLUE", hs6="930400", laser_mw=5)
    put(desk, "KIT", status="delisted")
    assert replay(desk, MAIN, decided.row.id).is_same
    kept = orjson.loads(decided.row.content)["products"]
    assert (sorted(kept["products"]), kept["versions"]["TEE-M-BLUE"]) == (["KIT", "TEE-M-BLUE"], 1)


def test_kit_when_sold_then_what_lies_in_it_is_judged(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    put(desk, "PB", hs6="850760", origin="CN", battery={**BATTERY, "packing": "alone"})
    put(desk, "KIT", components=[{"sku": "TEE-M-BLUE"}, {"sku": "PB", "quantity": 2}])
    decided = send(desk, sold("A-1", "KIT", quantity=1, unit_price=3998))
    assert [(part(decided, each)["line.sku"], part(decided, each)["line.order_line"]) for each in (0, 1)] == [
        ("TEE-M-BLUE", 1), ("PB", 1),
    ]  # fmt: skip
    assert part(decided, 1)["line.battery_packing"] == "alone"


@pytest.mark.parametrize(("changes", "reason"), [
    ({"sku": "NEW"}, "IMP_PRODUCT_UNKNOWN"),
    ({"sku": "OLD"}, "IMP_PRODUCT_DELISTED"),
    ({"hs_code": "62052000"}, "IMP_PRODUCT_CONFLICT"),
    ({"sku": "BARE"}, "IMP_PRODUCT_INCOMPLETE"),
])  # fmt: skip
def test_order_when_the_file_objects_then_is_held_for_product_data(
    desk: Desk, changes: dict[str, object], reason: str
) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    put(desk, "OLD", **SHIRT, status="delisted")
    put(desk, "BARE", **SHIRT, battery=BATTERY)
    decided = send(desk, an_order(lines=(a_line(**changes),)))
    assert (decided.row.outcome, decided.row.reasons) == ("hold", (reason,))
    assert {each.actor for each in decided.holds} == {"product_data"}


def test_evaluation_when_the_merchant_keeps_a_file_then_reads_it(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    outcomes = [
        evaluate(desk, who, orjson.dumps(document(sold("A-1", "NEW")))).decision.outcome for who in (MAIN, OTHER)
    ]
    assert outcomes == ["hold", "admit"]


def test_task_when_many_orders_wait_for_one_article_then_is_one_and_frees_them_all(desk: Desk) -> None:
    put(desk, "PB", **SHIRT, battery=BATTERY)
    waiting = [send(desk, sold(f"A-{each}", "PB")) for each in range(4)]
    work(desk)
    with desk.database.read() as session:
        (task,) = product_tasks(session, "main", 10)
    assert (task.sku, task.attributes, task.orders) == ("PB", ("battery_packing",), 4)
    assert {hold.task for each in waiting for hold in each.holds} == {task.id}
    answered, stored = answer(desk, MAIN, task.id, {"battery": {"packing": "in_equipment"}})
    work(desk)
    assert (answered.state, stored.version) == ("answered", 2)
    assert [reasons(desk, each) for each in waiting] == [()] * 4
    with desk.database.read() as session:
        assert found_task(session, "main", task.id).orders == 0


def test_task_when_half_is_answered_then_asks_for_the_rest(desk: Desk) -> None:
    put(desk, "PB", **SHIRT, battery={"kind": "lithium_ion"})
    send(desk, sold("A-1", "PB"))
    work(desk)
    task, _ = answer(desk, MAIN, task_id("main", "PB"), {"battery": {"watt_hours": 20}})
    assert (task.state, task.attributes) == ("open", ("battery_packing",))


def test_task_when_the_article_is_wanting_again_then_is_opened_again(desk: Desk) -> None:
    put(desk, "PB", **SHIRT, battery=BATTERY)
    send(desk, sold("A-1", "PB"))
    work(desk)
    put(desk, "PB", **SHIRT, battery={**BATTERY, "packing": "in_equipment"})
    work(desk)
    put(desk, "PB", **SHIRT, battery=BATTERY)
    send(desk, sold("A-2", "PB"))
    work(desk)
    with desk.database.read() as session:
        (task,) = product_tasks(session, "main", 10)
    assert (task.id, task.orders, task.answered_at) == (task_id("main", "PB"), 1, None)


def test_task_when_the_article_is_unknown_then_a_name_given_to_another_answers_it(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    decided = send(desk, sold("A-1", "B0TEE"))
    work(desk)
    put(desk, "TEE-M-BLUE", **SHIRT, channel_skus=[{"channel": "*", "sku": "B0TEE"}])
    work(desk)
    assert reasons(desk, decided) == ()
    with desk.database.read() as session:
        assert found_task(session, "main", task_id("main", "B0TEE")).state == "answered"


def test_order_when_the_product_changed_before_it_was_noted_then_is_decided_anew_all_the_same(desk: Desk) -> None:
    put(desk, "PB", **SHIRT, battery=BATTERY)
    decided = send(desk, sold("A-1", "PB"))
    assert isinstance(desk.clock, StandingClock)
    desk.clock.at = desk.clock.at.replace(minute=desk.clock.at.minute + 1)
    put(desk, "PB", **SHIRT, battery={**BATTERY, "packing": "in_equipment"})
    drain(desk.database, products_following.handlers(desk))  # finds nothing: the order is not noted yet
    work(desk)
    assert reasons(desk, decided) == ()


def test_order_when_its_name_was_entered_before_it_was_noted_then_is_decided_anew_all_the_same(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    decided = send(desk, sold("A-1", "B0TEE"))
    assert isinstance(desk.clock, StandingClock)
    desk.clock.at = desk.clock.at.replace(minute=desk.clock.at.minute + 1)
    put(desk, "TEE-M-BLUE", **SHIRT, channel_skus=[{"channel": "*", "sku": "B0TEE"}])
    drain(desk.database, products_following.handlers(desk))
    work(desk)
    assert reasons(desk, decided) == ()


def test_orders_with_a_sku_when_asked_then_are_those_under_way(desk: Desk) -> None:
    put(desk, "PB", **SHIRT)
    put(desk, "KIT", components=[{"sku": "PB"}])
    orders = [send(desk, sold(f"A-{sku}", sku)).row.order_id for sku in ("PB", "KIT")]
    work(desk)
    with desk.database.write() as session:
        found = orders_with_sku(session, "main", "PB")
        assert orders_with_sku(session, "main", "pb") == found  # by its key
        others = orders_with_sku(session, "acme", "PB")
        enqueue(session, desk.ids, [ended_job("main", orders[0])], desk.clock.now())
    work(desk)
    with desk.database.read() as session:
        left = orders_with_sku(session, "main", "PB")
    assert (sorted(found), others, left) == (sorted(orders), [], [orders[1]])


def test_line_when_its_quantity_is_nothing_then_is_a_remark_and_no_law_is_asked(desk: Desk) -> None:
    put(desk, "TEE-M-BLUE", **SHIRT)
    gone = a_line(sku="NEW", title="Power bank", hs_code="850760", quantity=0, unit_price=100, discount=50)
    decided = send(desk, an_order(lines=(a_line(), gone)))
    assert decided.row.outcome == "admit"
    assert {each.rule for each in decided.decision.findings if each.part == 2} == {"IMP-157"}


def test_order_when_nothing_of_it_is_sent_then_is_held(desk: Desk) -> None:
    assert "IMP_NOTHING_TO_SEND" in send(desk, an_order(lines=(a_line(quantity=0),))).row.reasons


def test_import_when_done_twice_then_changes_nothing_and_every_row_is_counted(desk: Desk) -> None:
    table = read_table(b"sku,hs6,origin\nA,610910,CN\nB,850760,CN\nC,1,CN\n")
    first, second = (import_products(desk, MAIN, table) for _ in range(2))
    assert [(each.added, each.changed, each.unchanged, each.refused) for each in (first, second)] == [
        (2, 0, 0, 1), (0, 0, 2, 1),
    ]  # fmt: skip
    assert [(each.row, each.column, each.sku) for each in first.faults] == [(4, "hs6", "C")]


def test_import_when_a_column_is_not_there_then_what_is_known_stays(desk: Desk) -> None:
    put(desk, "A", **SHIRT, brand="Bear", battery=BATTERY)
    import_products(desk, MAIN, read_table(b"sku,origin,brand\nA,VN,\n"))
    with desk.database.read() as session:
        product = product_at(session, "main", "A").product
    assert (product.origin, product.brand, product.hs6, product.battery is not None) == ("VN", None, "610910", True)


def test_import_when_dry_then_tells_the_same_and_keeps_nothing(desk: Desk) -> None:
    table = read_table(b"sku,hs6\nA,610910\nB,x\n")
    dry, wet = (import_products(desk, MAIN, table, dry_run=each) for each in (True, False))
    assert replace(dry, is_dry_run=False) == wet
    assert dry.is_dry_run


@pytest.mark.parametrize(("first", "second", "pointer"), [
    ({"channel_skus": [{"channel": "amazon", "sku": "B0"}]}, {"channel_skus": [{"channel": "amazon", "sku": "B0"}]},
     "/channel_skus/0"),
    ({"components": [{"sku": "C"}]}, {"components": [{"sku": "A"}]}, "/components/0"),
    ({"components": [{"sku": "B"}]}, {"components": [{"sku": "C"}]}, "/components"),
])  # fmt: skip
def test_product_when_it_claims_what_is_anothers_then_is_refused(
    desk: Desk, first: dict[str, object], second: dict[str, object], pointer: str
) -> None:
    put(desk, "A", **first)
    with pytest.raises(ProductRejected) as caught:
        put(desk, "B", **second)
    assert [each.pointer for each in caught.value.faults] == [pointer]


def test_product_when_changed_then_versions_grow_and_a_stale_change_is_refused(desk: Desk) -> None:
    put(desk, "A", **SHIRT)
    put(desk, "A", **SHIRT)
    put_product(desk, MAIN, "A", {"hs6": "850760"}, frozenset({1}))
    with pytest.raises(VersionChanged):
        put_product(desk, MAIN, "A", SHIRT, frozenset({1}))
    with desk.database.read() as session, pytest.raises(NotFound):
        product_at(session, "acme", "A")


def test_hold_when_it_waits_for_no_product_then_names_no_task(desk: Desk) -> None:
    decided = send(desk, an_order(lines=(a_line(quantity=0),)))
    with desk.database.read() as session:
        assert {each.task for each in order_file(desk, session, "main", decided.row.order_id).holds} == {None}
