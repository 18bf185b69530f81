"""Rows to train on: what decisions kept of features and scores, with the labels of a moment."""

from datetime import timedelta

from engine.anomaly.features import FEATURES, SCHEMA
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.model_promoting import challenge, promote
from engine.desk.model_rows import ModelRow, model_rows
from engine.record import LET_THROUGH, said_in
from tests.desks import MAIN, NOW, OTHER, an_honest_order, document
from tests.small_models import BEA, registered

LATER = NOW + timedelta(days=60)


def rows(desk: Desk, **asked: object) -> list[ModelRow]:
    with desk.database.read() as session:
        return list(model_rows(desk, session, "main", **({"as_of": LATER} | asked)))  # type: ignore[arg-type]


def test_rows_when_an_order_was_decided_then_its_features_are_those_served(desk: Desk) -> None:
    order_id = sent(desk)
    found = rows(desk)
    assert [(each.order_id, each.version, each.schema) for each in found] == [(order_id, 1, SCHEMA)]
    assert len(found[0].features) == len(FEATURES)
    assert found[0].segments["country"] == "DE"


def test_rows_when_an_order_changes_then_each_version_has_one(desk: Desk) -> None:
    order_id = sent(desk)
    change(desk, MAIN, order_id, {"shipping_address": {"line2": "2. OG"}})
    assert [each.version for each in rows(desk)] == [1, 2]


def test_rows_when_a_label_became_known_later_then_it_is_not_read(desk: Desk) -> None:
    order_id = sent(desk)
    label(desk, MAIN, order_id, "chargeback", source="bank", known_at=NOW + timedelta(days=40))
    assert rows(desk, as_of=NOW + timedelta(days=39))[0].known is None
    known = rows(desk)[0].known
    assert known is not None
    assert known.fraud


def test_rows_when_labels_disagree_then_fraud_counts_from_the_first_that_says_so(desk: Desk) -> None:
    order_id = sent(desk)
    label(desk, MAIN, order_id, "legitimate", source="analyst", known_at=NOW + timedelta(days=1))
    label(desk, MAIN, order_id, "chargeback", source="bank", known_at=NOW + timedelta(days=40))
    label(desk, MAIN, order_id, "fraud", source="analyst", known_at=NOW + timedelta(days=20))
    known = rows(desk)[0].known
    assert known is not None
    assert (known.kind, known.known_at) == ("fraud", NOW + timedelta(days=20))


def test_rows_when_they_are_another_merchants_then_none(desk: Desk) -> None:
    submit(desk, OTHER, document(an_honest_order("A-2")))
    assert rows(desk) == []


def test_rows_when_placed_before_the_window_then_none(desk: Desk) -> None:
    sent(desk)
    assert rows(desk, since=NOW + timedelta(days=1)) == []


def sent(desk: Desk, id_: str = "A-1") -> str:
    return submit(desk, MAIN, document(an_honest_order(id_))).row.order_id


def test_rows_when_models_change_then_each_tells_who_scored_it(desk: Desk) -> None:
    sent(desk, "A-0")
    registered(desk)
    registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", "the first", measure=lambda *_: ())
    sent(desk, "A-1")
    challenge(desk, BEA, "m2", "labels of autumn")
    sent(desk, "A-2")
    assert [(each.champion is None, each.challenger is None) for each in rows(desk)] == [
        (True,) * 2,
        (False, True),
        (False,) * 2,
    ]


def test_said_when_chance_let_an_order_pass_then_tells_its_share() -> None:
    said = said_in({"model": {"schema": "s", "features": [1.0], "detail": {}}, LET_THROUGH: 5, "score": 3})
    assert said == b'{"let_through_percent":5,"model":{"detail":{"challenger":{}},"schema":"s"}}'
    assert said_in({"model": None}) is None
