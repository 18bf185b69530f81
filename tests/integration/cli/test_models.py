"""`clearway model` beyond training: a model gets its role, and loses it."""

from pathlib import Path

import orjson
import pytest

from tests.integration.cli.conftest import Clearway
from tests.small_models import a_model

ORDERS = Path(__file__).parents[3] / "data" / "demo" / "orders.jsonl"
BY = ("--by", "bea")
WHY = ("--why", "more of the rings")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def trained(tmp_path: Path) -> str:
    return written(tmp_path / "m1", "m1", 1)


def written(folder: Path, version: str, seed: int) -> str:
    made = a_model(version, seed=seed)
    folder.mkdir()
    (folder / "model.npz").write_bytes(made.content)
    (folder / "card.json").write_bytes(made.card)
    return str(folder)


def test_models_when_none_is_registered_then_says_how_to_make_one(clearway: Clearway) -> None:
    assert "model train" in clearway("model", "list").out


def test_model_when_registered_and_promoted_then_is_listed_as_champion(clearway: Clearway, trained: str) -> None:
    assert clearway("model", "register", trained, *BY).code == 0
    promoted = clearway("model", "promote", "m1", *BY, *WHY)
    assert (promoted.code, promoted.out.splitlines()[-1]) == (0, "model m1 is champion: rules read what it says")
    listed = orjson.loads(clearway("model", "list", "--json").out)
    assert [each["role"] for each in listed["models"]] == ["champion"]
    assert [each["action"] for each in listed["activations"]] == ["promote"]


def test_promote_when_a_gate_is_closed_then_prints_each_and_two_people_may_override(
    clearway: Clearway, trained: str
) -> None:
    clearway("model", "register", trained, *BY)
    clearway("settings", "set", "model_least_orders", "1000000")
    refused = clearway("model", "promote", "m1", *BY, *WHY)
    assert (refused.code, refused.out.splitlines()[0].split()[:3]) == (1, ["orders", "failed", "5000"])
    alone = clearway("model", "promote", "m1", *BY, *WHY, "--override")
    assert (alone.code, "--approved-by" in alone.err) == (2, True)
    both = clearway("model", "promote", "m1", *BY, *WHY, "--override", "--approved-by", "carl")
    assert "bea" in both.out.splitlines()[-1]


def test_model_when_rolled_back_then_the_one_before_is_champion_and_history_is_loud(
    clearway: Clearway, trained: str, tmp_path: Path
) -> None:
    other = written(tmp_path / "m2", "m2", 2)
    for name, path in (("m1", trained), ("m2", other)):
        clearway("model", "register", path, *BY)
        clearway(
            "model", "promote", name, *BY, *WHY, *(("--override", "--approved-by", "carl") if name == "m2" else ())
        )
    assert (
        clearway("model", "rollback", *BY, "--why", "too many alerts").out
        == "ROLLED BACK: model m1 is champion again\n"
    )
    assert "ROLLED BACK to m1 by bea: too many alerts" in clearway("model", "list").out


def test_challenge_when_a_model_is_challenger_then_gates_are_shown(clearway: Clearway, trained: str) -> None:
    clearway("model", "register", trained, *BY)
    assert clearway("model", "challenge", "m1", *BY).code == 0
    gates = orjson.loads(clearway("model", "gates", "m1", "--json").out)
    assert {each["name"] for each in gates} == {"orders", "average_precision", "parity", "latency"}
    assert clearway("model", "retire", "--challenger", *BY, *WHY).code == 0


def test_drift_when_there_is_no_champion_then_says_so(clearway: Clearway) -> None:
    said = clearway("model", "drift", "--lang", "zh")
    assert (said.code, said.out) == (1, "没有主模型，无从测量漂移\n")


def test_drift_when_measured_then_names_each_feature_and_the_score(clearway: Clearway, trained: str) -> None:
    clearway("model", "register", trained, *BY)
    clearway("model", "promote", "m1", *BY, *WHY)
    assert clearway("model", "drift").out.startswith("model m1: ok; 0 orders")


def test_register_when_the_folder_lacks_a_card_then_says_what_it_wants(clearway: Clearway, tmp_path: Path) -> None:
    said = clearway("model", "register", tmp_path, *BY)
    assert (said.code, "model.npz and card.json" in said.err) == (2, True)


def test_labels_when_exported_then_the_file_can_be_imported_again(clearway: Clearway, tmp_path: Path) -> None:
    clearway("rules", "publish", "--note", "first edition")
    clearway("order", "submit", ORDERS, "--quiet")
    added = clearway("labels", "add", "D-01", "chargeback", "--source", "chargeback", "--reason-code", "10.4")
    assert (added.code, "1 added" in added.out) == (0, True)
    assert clearway("labels", "list").out.rstrip().endswith("D-01  chargeback  chargeback  10.4")
    file = tmp_path / "labels.csv"
    clearway("labels", "export", file)
    again = clearway("labels", "import", file)
    assert (again.code, "0 added" in again.out, "1 there already" in again.out) == (0, True, True)


def test_labels_when_an_order_is_unknown_then_column_and_of_a_file_the_line_are_told(
    clearway: Clearway, tmp_path: Path
) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("order_id,kind,source\nA-1,fraud,analyst\n", encoding="utf-8")
    imported = clearway("labels", "import", file)
    added = clearway("labels", "add", "A-1", "fraud", "--source", "analyst")
    assert (imported.code, imported.err) == (1, "labels.csv:2: order_id: there is no order `A-1`\n")
    assert (added.code, added.err) == (1, "order_id: there is no order `A-1`\n")
