"""`clearway lists` on an installation of its own, with a publisher on loopback."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from engine.outgoing import lists
from tests.builders import an_address
from tests.desks import an_honest_order, document
from tests.party_samples import PEOPLE, un_list
from tests.web_peer import SLOW, Answer, Asked, SlowAtFirst, a_peer

TODAY = datetime.now(UTC).date()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    return CliRunner()


def test_status_when_nothing_was_taken_then_it_says_that_nobody_is_screened(run: CliRunner) -> None:
    assert "not screened" in run.invoke(app, ["lists", "status"]).output


def test_import_when_a_list_is_given_then_it_is_in_force_with_its_date(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "un.xml"
    file.write_bytes(un_list(TODAY))
    taken = run.invoke(app, ["lists", "import", "un", str(file)])
    assert (taken.exit_code, "2 added" in taken.output) == (0, True)
    assert f"of {TODAY}, 0 days old, 2 entries" in run.invoke(app, ["lists", "status"]).output


def test_import_when_the_file_is_no_list_then_says_so(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("nothing of the kind")
    refused = run.invoke(app, ["lists", "import", "un", str(file)])
    assert refused.exit_code != 0
    assert "format" in refused.output


def test_update_when_no_address_is_set_then_says_what_to_set(run: CliRunner) -> None:
    assert "CLEARWAY_PARTY_LISTS" in run.invoke(app, ["lists", "update"]).output


def test_update_when_an_address_is_set_then_fetches_compares_and_puts_in_force(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [PEOPLE[:1], PEOPLE]

    def publisher(_asked: Asked) -> Answer:
        return Answer(body=un_list(TODAY, people.pop(0)))

    with a_peer(publisher) as peer:
        monkeypatch.setenv("CLEARWAY_PARTY_LISTS", f"un=http://127.0.0.1:{peer.port}/consolidated.xml")
        monkeypatch.setenv("CLEARWAY_OUTGOING_OPEN", peer.opening)
        first, second = (run.invoke(app, ["lists", "update"]).output for _ in range(2))
    assert "1 added" in first
    assert "1 added, 0 removed" in second


def test_update_when_the_publisher_fails_then_the_list_in_force_stays(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "un.xml"
    file.write_bytes(un_list(TODAY))
    run.invoke(app, ["lists", "import", "un", str(file)])
    with a_peer(lambda _asked: Answer(503)) as peer:
        monkeypatch.setenv("CLEARWAY_PARTY_LISTS", f"un=http://127.0.0.1:{peer.port}/")
        monkeypatch.setenv("CLEARWAY_OUTGOING_OPEN", peer.opening)
        failed = run.invoke(app, ["lists", "update"])
    assert (failed.exit_code, "answers 503" in failed.output) == (1, True)
    assert "2 entries" in run.invoke(app, ["lists", "status"]).output


@pytest.mark.parametrize("how", SLOW)
def test_update_when_a_publisher_takes_its_time_then_its_list_stays_and_the_next_is_taken(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "un.xml"
    file.write_bytes(un_list(TODAY))
    run.invoke(app, ["lists", "import", "un", str(file)])
    slow = SlowAtFirst(lambda _asked: Answer(body=un_list(TODAY, PEOPLE[:1])), SLOW[how], 9, "/un")
    with a_peer(slow.answer) as peer:
        place = f"http://127.0.0.1:{peer.port}"
        monkeypatch.setattr(lists, "BOUNDS", replace(lists.BOUNDS, whole_s=0.4))
        monkeypatch.setenv("CLEARWAY_PARTY_LISTS", f"un={place}/un un-two={place}/two")
        monkeypatch.setenv("CLEARWAY_OUTGOING_OPEN", peer.opening)
        failed = run.invoke(app, ["lists", "update"])
    assert (failed.exit_code, "longer than" in failed.output, slow.slow) == (1, True, 1)
    standing = run.invoke(app, ["lists", "status"]).output
    assert ("2 entries" in standing, "1 entry" in standing) == (True, True)


def test_update_when_the_address_is_private_then_nothing_is_asked(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_peer(lambda _asked: Answer()) as peer:
        monkeypatch.setenv("CLEARWAY_PARTY_LISTS", f"un=http://127.0.0.1:{peer.port}/")
        failed = run.invoke(app, ["lists", "update"])
    assert "private network" in failed.output
    assert not peer.asked


def test_screening_a_file_when_a_list_is_given_then_its_parties_are_looked_up(run: CliRunner, tmp_path: Path) -> None:
    listing, orders = tmp_path / "un.xml", tmp_path / "orders.jsonl"
    listing.write_bytes(un_list(TODAY))
    order = replace(an_honest_order(), shipping_address=an_address(name="Zdravomir Exemplarovich"))
    orders.write_text(json.dumps(document(order)) + "\n", encoding="utf-8")
    alone = run.invoke(app, ["screen", str(orders), "--json", "--quiet"])
    listed = run.invoke(app, ["screen", str(orders), "--json", "--quiet", "--list", str(listing)])
    outcomes = [json.loads(ran.stdout.splitlines()[0])["outcome"] for ran in (alone, listed)]
    assert outcomes == ["admit", "hold"]
