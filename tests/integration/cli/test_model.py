"""`clearway model` from files of orders to a model, its card and figures of later weeks."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.anomaly.features import FEATURES
from engine.order.order import Order
from tests.builders import an_order
from tests.integration.cli.conftest import Clearway, Ran, written

ORDERS, EVERY = 240, timedelta(hours=6)
FIRST = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
AS_OF = "2026-02-20"  # 50 days, 200 orders


def some_orders() -> Iterator[Order]:
    """One order every six hours, every eighth of them dear."""
    chance = np.random.default_rng(5)
    for number in range(ORDERS):
        total = int(chance.integers(2000, 6000)) * (20 if number % 8 == 0 else 1)
        order = an_order(id=f"A-{number:03}", placed_at=FIRST + number * EVERY)
        yield replace(order, totals=replace(order.totals, total=total))


def some_labels() -> Iterator[str]:
    """Of every dear order it is known a day later that it was a fraud."""
    for number in range(0, ORDERS, 8):
        known_at = FIRST + number * EVERY + timedelta(days=1)
        label = {"order_id": f"A-{number:03}", "kind": "chargeback", "source": "bank", "known_at": known_at.isoformat()}
        yield json.dumps(label)


@dataclass(frozen=True, slots=True)
class Files:
    """Orders and labels, and the folder of a model that was trained on them."""

    orders: Path
    labels: Path
    model: Path
    rules: Path

    def source(self) -> tuple[object, ...]:
        """Options that name the files."""
        return ("--orders", self.orders, "--labels", self.labels, "--rules", self.rules)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, rules: Path) -> Files:
    folder = tmp_path_factory.mktemp("model")
    orders = written(folder / "orders.jsonl", *some_orders())
    labels = folder / "labels.jsonl"
    labels.write_text("\n".join(some_labels()), encoding="utf-8")
    return Files(orders, labels, folder / "model", rules)


@pytest.fixture
def train(clearway: Clearway, files: Files) -> Callable[..., Ran]:
    def ran(*more: object) -> Ran:
        return clearway(
            "model", "train", *files.source(), "--as-of", AS_OF, "--leave-out-later", "--least-rows", 100, *more
        )

    return ran


@pytest.fixture
def trained(train: Callable[..., Ran], files: Files) -> Files:
    if not files.model.exists():
        assert train("--out", files.model).code == 0
    return files


def test_train_when_run_then_writes_a_model_and_tells_how_good_it_is(train: Callable[..., Ran], tmp_path: Path) -> None:
    ran = train("--out", tmp_path / "m", "--seed", 3)
    assert ran.code == 0
    assert "average precision" in ran.out
    assert sorted(each.name for each in (tmp_path / "m").iterdir()) == ["card.json", "model.npz"]


def test_train_when_made_again_from_its_card_then_is_the_same_bytes(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    card = trained.model / "card.json"
    ran = clearway("model", "train", "--from-card", card, *trained.source(), "--out", tmp_path / "again")
    assert ran.code == 0
    for name in ("card.json", "model.npz"):
        assert (tmp_path / "again" / name).read_bytes() == (trained.model / name).read_bytes()


def test_train_when_the_orders_are_others_than_those_of_the_card_then_says_so(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    fewer = written(tmp_path / "fewer.jsonl", *list(some_orders())[1:])
    ran = clearway(
        "model", "train", "--from-card", trained.model / "card.json", "--orders", fewer, "--labels", trained.labels,
        "--rules", trained.rules, "--out", tmp_path / "again",
    )  # fmt: skip
    assert ran.code == 2
    assert "not those of the card: 199 rows" in ran.err
    assert not (tmp_path / "again").exists()


def test_train_when_a_label_became_known_later_then_is_refused(
    clearway: Clearway, files: Files, tmp_path: Path
) -> None:
    ran = clearway("model", "train", *files.source(), "--as-of", AS_OF, "--out", tmp_path / "m")
    assert ran.code == 2
    assert "5 labels became known after 2026-02-20" in ran.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--split", "random"), "rows are split by time only"),
        (("--least-rows", 1000), "200 orders are fewer than the 1,000"),
        (("--as-of", "2026-01-01"), "there are no orders from before 2026-01-01"),
        (("--as-of", "soon"), "--as-of soon: write a day"),
        (("--store",), "name one source"),
    ],
)
def test_train_when_it_cannot_be_then_one_line_says_why(
    train: Callable[..., Ran], tmp_path: Path, more: tuple[object, ...], said: str
) -> None:
    ran = train(*more, "--out", tmp_path / "m")
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_train_when_a_record_is_bad_then_is_told_and_left_out(clearway: Clearway, files: Files, tmp_path: Path) -> None:
    orders = written(tmp_path / "orders.jsonl", *some_orders(), "{}")
    ran = clearway(
        "model", "train", "--orders", orders, "--rules", files.rules, "--least-rows", 100, "--out", tmp_path / "m"
    )
    assert ran.code == 1
    assert "1 record could not be read" in ran.err


def test_card_when_shown_then_tells_in_the_language_and_writes_page_and_pictures(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    ran = clearway(
        "model",
        "card",
        trained.model,
        "--lang",
        "zh",
        "--html",
        tmp_path / "card.html",
        "--charts",
        tmp_path / "charts",
    )
    assert ran.code == 0
    assert "训练数据" in ran.out
    assert '<html lang="zh-Hans">' in (tmp_path / "card.html").read_text(encoding="utf-8")
    assert {"precision_recall.svg", "precision_recall.png"} <= {each.name for each in (tmp_path / "charts").iterdir()}


def test_card_when_it_is_none_then_says_where_they_come_from(clearway: Clearway, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("{}", encoding="utf-8")
    ran = clearway("model", "card", tmp_path)
    assert ran.code == 2
    assert "clearway model train" in ran.err


def evaluate(clearway: Clearway, files: Files, since: str, *more: object) -> Ran:
    return clearway("model", "evaluate", files.model, *files.source(), "--from", since, "--until", "2026-03-05", *more)


def test_evaluate_when_orders_came_later_then_prints_figures_as_json(clearway: Clearway, trained: Files) -> None:
    ran = evaluate(clearway, trained, AS_OF, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found["models"]["anomaly"]["average_precision"] > 0.5
    assert {each["by"] for each in found["segments"]} == {"destination", "customer", "currency"}


def test_evaluate_when_shown_as_a_table_then_tells_the_same(clearway: Clearway, trained: Files) -> None:
    ran = evaluate(clearway, trained, AS_OF)
    assert "recall when 1.0% of the orders are reviewed" in ran.out
    assert sum(name in ran.out for name in FEATURES) > 1


@pytest.mark.parametrize(
    ("since", "said"), [("2026-02-01", "judge it on later ones"), ("2026-03-06", "name a day after --from")]
)
def test_evaluate_when_the_weeks_cannot_be_then_is_refused(
    clearway: Clearway, trained: Files, since: str, said: str
) -> None:
    ran = evaluate(clearway, trained, since)
    assert ran.code == 2
    assert said in ran.err


def test_evaluate_when_the_model_is_not_that_of_the_card_then_is_refused(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    content = bytearray((trained.model / "model.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "model.npz").write_bytes(content)
    (tmp_path / "card.json").write_bytes((trained.model / "card.json").read_bytes())
    ran = evaluate(clearway, replace(trained, model=tmp_path), AS_OF)
    assert ran.code == 2
    assert "the model is refused (digest)" in ran.err


def test_evaluate_when_the_card_was_changed_so_that_seen_weeks_look_new_then_is_refused(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    card = json.loads((trained.model / "card.json").read_bytes())
    card["terms"]["as_of"] = "2026-02-01T00:00:00+00:00"
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (tmp_path / "model.npz").write_bytes((trained.model / "model.npz").read_bytes())
    ran = evaluate(clearway, replace(trained, model=tmp_path), "2026-02-01")
    assert ran.code == 2
    assert "the card was changed since" in ran.err


def test_screen_when_a_model_is_named_then_every_order_is_scored_and_says_so(
    clearway: Clearway, trained: Files
) -> None:
    screen = ("screen", trained.orders, "--rules", trained.rules, "--at", "2026-03-05T00:00:00Z", "--json", "--quiet")
    told = [json.loads(line)["model"] for line in clearway(*screen, "--model", trained.model).out.splitlines()]
    assert {each["status"] for each in told} == {"ok"}
    assert told[ORDERS - 8]["percentile"] > told[ORDERS - 7]["percentile"]  # the dear one, and an ordinary one
    assert {each["model"] is None for each in clearway(*screen).documents()} == {True}


def test_explain_when_a_model_is_named_then_the_order_is_scored_as_in_a_screening(
    clearway: Clearway, trained: Files
) -> None:
    options = (trained.orders, "--rules", trained.rules, "--at", "2026-03-05T00:00:00Z", "--model", trained.model)
    explained = json.loads(clearway("explain", *options, "--order", "A-232", "--json").out)
    screened = clearway("screen", *options, "--json", "--quiet").documents()[232]
    assert explained["model"] == screened["model"] is not None


def test_screen_when_the_named_model_was_tampered_with_then_decides_nothing(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    (tmp_path / "card.json").write_bytes((trained.model / "card.json").read_bytes())
    (tmp_path / "model.npz").write_bytes((trained.model / "model.npz").read_bytes()[:-1] + b"!")
    ran = clearway("screen", trained.orders, "--rules", trained.rules, "--model", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "the model is refused (digest)" in ran.err


def test_screen_when_the_named_folder_holds_no_model_then_names_what_is_missing(
    clearway: Clearway, trained: Files, tmp_path: Path
) -> None:
    ran = clearway("screen", trained.orders, "--rules", trained.rules, "--model", tmp_path)
    assert (ran.code, "card.json" in ran.err) == (2, True)
