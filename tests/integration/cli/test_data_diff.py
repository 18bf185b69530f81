"""`clearway data diff --orders` on a real installation, and `clearway data check` on data with a fault."""

from pathlib import Path
from shutil import copytree

import pytest

from api.composition.desk import make_desk
from api.composition.secret import installation_secret
from api.storage import BRANCHES
from engine.bundled import data_folder, rules_folder
from engine.clock import SystemClock
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.migrating import upgrade
from engine.store.opening import open_database
from tests.desks import a_power_bank_by_post, an_unpaid_order, document, publish
from tests.integration.cli.conftest import Clearway

MAIN = Caller(merchant="main", name="tests")


@pytest.fixture
def without_the_ban(tmp_path: Path) -> Path:
    """The project's data of a day on which the German post takes batteries by themselves."""
    folder = tmp_path / "data"
    copytree(data_folder() / "restricted_goods", folder / "restricted_goods")
    germany = folder / "restricted_goods" / "countries" / "DE.yaml"
    before, entry = germany.read_text(encoding="utf-8").split("  - id: DE-BATT-001\n", 1)
    germany.write_text(before + entry[entry.index("  - id: ") :], encoding="utf-8")
    return folder


def test_diff_when_orders_wait_then_lists_those_that_it_touches(
    clearway: Clearway, without_the_ban: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    settings = Settings()
    database = open_database(settings.database)
    upgrade(database, BRANCHES)
    desk = make_desk(database, installation_secret(settings), SystemClock(), TimeOrderedIds())
    publish(desk.editions, rules_folder(), data_folder(), "tests")
    touched, other = (
        submit(desk, MAIN, document(order)).row.order_id for order in (a_power_bank_by_post(), an_unpaid_order())
    )
    database.close()
    ran = clearway("data", "diff", data_folder(), without_the_ban, "--orders")
    assert "  - DE-BATT-001\n" in ran.out
    assert f"  A-1004 ({touched}, hold): -DE-BATT-001\n1 of 2 waiting orders touched\n" in ran.out
    assert other not in ran.out


def test_diff_when_nothing_changed_then_says_so(clearway: Clearway) -> None:
    assert clearway("data", "diff", data_folder(), data_folder()).out == "no statement changed\n"


def test_check_when_the_data_have_a_fault_then_ends_with_one(clearway: Clearway, without_the_ban: Path) -> None:
    file = without_the_ban / "restricted_goods" / "documents.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: import_permit", "id: import_paper"), encoding="utf-8")
    ran = clearway("data", "check", "--data", without_the_ban)
    assert ran.code == 1
    assert "asks for `import_permit`; add it to documents.yaml" in ran.err


def test_check_when_asked_of_the_project_then_no_fault(clearway: Clearway) -> None:
    assert clearway("data", "check").code == 0
