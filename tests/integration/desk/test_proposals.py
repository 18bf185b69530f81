"""Four eyes: who may put what in force, what the database itself refuses, and what happens when two come at once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest.mock import patch

import pytest
from sqlalchemy import insert, text

from engine.bundled import data_folder
from engine.desk import checked_books
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import (
    GatesClosed,
    NameNeeded,
    NoteNeeded,
    NothingDiffers,
    NotWaiting,
    ProposalEnded,
    ProposalOutdated,
    SamePerson,
)
from engine.desk.edition_files import Files, data_files
from engine.desk.edition_reading import history, kept, named, proposals_of
from engine.desk.editions import Editions, standing
from engine.desk.errors import NotFound
from engine.desk.gating import Candidate
from engine.desk.proposals import Published, begin, confirm_emergency, propose, publish, wish_back, withdraw
from engine.desk.rolling_back import roll_back
from engine.desk.rule_telling import rule_handlers
from engine.desk.telling import handlers
from engine.errors import StoreBusy, StoreConflict
from engine.ids import TimeOrderedIds
from engine.rulebook.book import Bar
from engine.rulebook.lock import LOCK_FILE, lock_text
from engine.store.database import Database
from engine.store.editions import NewActivation, activate
from engine.store.feed import audits, events_after
from engine.store.tables import ACTIVATION
from engine.workbench.check import check_book
from engine.workbench.gates import Evidence
from tests.desks import StandingClock, a_publishing_desk, all_is_well
from tests.draining import drain
from tests.small_editions import MILDER, MORE_BARRED, MORE_WATCHED, SMALL, small_book, small_files

ANA, BEN = Caller(merchant="main", name="Ana"), Caller(merchant="main", name="Ben")
PAYMENT = "payment/status.yaml"
# Its quiet test fires.
FAILING = {PAYMENT: SMALL[PAYMENT].replace("payment.status: captured}", "payment.status: failed}")}


@pytest.fixture(scope="module")
def data() -> Files:
    """The project's data, read once."""
    return data_files(data_folder())


@pytest.fixture
def desk(database: Database, data: Files) -> Desk:
    """A desk with the small rule book in force."""
    made = a_publishing_desk(Editions(database, StandingClock(), TimeOrderedIds()))
    begin(made, ANA, small_files(), data, "first")
    return made


def proposed(desk: Desk, changes: Mapping[str, str], by: Caller = ANA) -> str:
    return propose(desk, by, small_files(changes), None, "because", all_is_well).proposal.id


def published(desk: Desk, proposal: str, by: Caller = BEN) -> Published:
    return publish(desk, by, proposal, gather=all_is_well)


def in_force(desk: Desk) -> str:
    return desk.editions.current("main").digest


def test_publish_when_a_second_person_does_then_it_is_in_force_under_both_names(desk: Desk) -> None:
    done = published(desk, proposed(desk, MILDER))
    activation, _ = history(desk, ANA, 1)[0]
    assert (done.kind, in_force(desk)) == ("approved", done.edition)
    assert (activation.proposed_by, activation.activated_by, activation.epoch) == ("Ana", "Ben", 2)


@pytest.mark.parametrize("name", ["Ana", " ana", "ANA ", "Ａna"])
def test_publish_when_the_same_person_by_any_spelling_then_refused(desk: Desk, name: str) -> None:
    before = in_force(desk)
    with pytest.raises(SamePerson):
        published(desk, proposed(desk, MILDER), Caller(merchant="main", name=name))
    assert in_force(desk) == before


def test_publish_when_a_key_that_the_proposer_made_does_then_refused(desk: Desk) -> None:
    """A key counts as whoever made it, however it is called; what nobody was known to be is told by its name alone."""
    ana = Caller(merchant="main", name="Ana", identity="usr_1")
    key = Caller(merchant="main", name="deployments", identity="usr_1")
    proposal = proposed(desk, MILDER, ana)
    with pytest.raises(SamePerson):
        published(desk, proposal, key)
    with pytest.raises(SamePerson):
        published(desk, proposal, Caller(merchant="main", name="ana", identity="usr_2"))
    made = published(desk, proposal, Caller(merchant="main", name="Ben", identity="usr_2"))
    assert made.kind == "approved"


def test_confirm_when_a_key_of_the_same_person_looks_then_refused(desk: Desk) -> None:
    ana = Caller(merchant="main", name="Ana", identity="usr_1")
    made = publish(desk, ana, proposed(desk, MILDER, ana), emergency=True, note="storm", gather=all_is_well)
    with pytest.raises(SamePerson):
        confirm_emergency(desk, Caller(merchant="main", name="deployments", identity="usr_1"), made.activation)
    confirm_emergency(desk, Caller(merchant="main", name="Ben", identity="usr_2"), made.activation)
    assert history(desk, ANA, 1)[0][0].confirmed_by == "Ben"


@pytest.mark.parametrize("name", ["", "  ", "command line", "Guard", "a\u202eb", "Ana\ufe0f", "\u3164", "x" * 101])
def test_propose_when_the_name_is_nobodys_then_refused(desk: Desk, name: str) -> None:
    with pytest.raises(NameNeeded):
        proposed(desk, MILDER, Caller(merchant="main", name=name))


def test_publish_when_only_lists_differ_that_nothing_protected_reads_then_one_person_may(desk: Desk) -> None:
    assert published(desk, proposed(desk, MORE_WATCHED), ANA).kind == "lists"


def test_publish_when_a_protected_rule_reads_the_list_then_two_are_needed(desk: Desk) -> None:
    proposal = proposed(desk, MORE_BARRED)
    with pytest.raises(SamePerson):
        published(desk, proposal, ANA)
    assert published(desk, proposal, BEN).kind == "approved"


def test_propose_when_nothing_differs_then_refused(desk: Desk) -> None:
    with pytest.raises(NothingDiffers):
        proposed(desk, {})


def test_publish_when_a_gate_is_closed_then_refused_and_told_which_by_a_book_that_is_analysed_once(desk: Desk) -> None:
    with patch.object(checked_books, "check_book", wraps=check_book) as checking:
        proposal = propose(desk, ANA, small_files(FAILING), None, "").proposal.id
        with pytest.raises(GatesClosed, match="mend them") as refused:
            publish(desk, BEN, proposal)
    assert checking.call_count <= 1  # none where a test before has looked at the same book
    assert [each.name for each in refused.value.gates if not each.is_open] == ["check", "tests"]


def test_publish_when_the_candidate_lowers_the_bar_then_that_in_force_counts(database: Database, data: Files) -> None:
    desk = a_publishing_desk(Editions(database, StandingClock(), TimeOrderedIds()))
    begin(desk, ANA, small_files({"policy.yaml": "format: 1\npublishing: {mutation_score: 80}\n"}), data, "")
    seen: list[Bar] = []

    def gather(_: Desk, candidate: Candidate, bar: Bar) -> Evidence:
        seen.append(bar)
        return all_is_well(desk, candidate, bar)

    propose(desk, ANA, small_files(), None, "", gather)
    assert seen == [Bar(leaf_coverage=100, mutation_score=80, backtest_days=7, backtest_orders=1000)]


def test_evidence_when_gathered_then_the_book_is_checked_tried_and_proved(desk: Desk) -> None:
    found = propose(desk, ANA, small_files(FAILING), None, "")
    states = {each.name: str(each.state) for each in found.gates}
    assert (states["check"], states["compile"], states["tests"]) == ("failed", "passed", "failed")


def test_publish_when_in_an_emergency_then_one_person_may_and_everybody_hears(desk: Desk, database: Database) -> None:
    proposal = propose(desk, ANA, small_files(FAILING), None, "").proposal.id
    with pytest.raises(NoteNeeded):
        publish(desk, ANA, proposal, emergency=True)
    done = publish(desk, ANA, proposal, emergency=True, note="the site is down")
    drain(database, {**handlers(desk.ids), **rule_handlers()})
    with database.read() as session:
        assert [each.type for each in events_after(session, "main", 0, 9)] == ["rules.proposed", "rules.emergency"]
        actions = [each.action for each in audits(session, 0, 9)]
    assert actions == ["rules.begun", "rules.proposed", "rules.emergency"]
    assert (done.kind, history(desk, ANA, 1)[0][0].waits_for_a_look) == ("emergency", True)


def test_confirm_when_a_second_person_looks_then_it_waits_no_more(desk: Desk) -> None:
    done = publish(desk, ANA, proposed(desk, MILDER), emergency=True, note="now", gather=all_is_well)
    with pytest.raises(SamePerson):
        confirm_emergency(desk, ANA, done.activation)
    confirm_emergency(desk, BEN, done.activation)
    assert history(desk, ANA, 1)[0][0].confirmed_by == "Ben"
    with pytest.raises(NotWaiting):
        confirm_emergency(desk, BEN, done.activation)


def test_publish_when_another_came_into_force_since_then_outdated(desk: Desk) -> None:
    one, two = proposed(desk, MILDER), proposed(desk, MORE_WATCHED)
    published(desk, one)
    with pytest.raises(ProposalOutdated, match="bring it into your copy"):
        published(desk, two)
    assert [each.state for each in proposals_of(desk, ANA, 9)] == ["outdated", "published"]


def test_publish_when_two_publish_at_once_then_one_wins_and_the_other_is_told(desk: Desk, database: Database) -> None:
    ids = [proposed(desk, MILDER), proposed(desk, MORE_WATCHED)]
    together = Barrier(2)

    def one(proposal: str) -> str:
        own = a_publishing_desk(Editions(database, StandingClock(), TimeOrderedIds()))
        together.wait(30)
        for _ in range(5):
            try:
                return published(own, proposal).kind
            except ProposalOutdated as outdated:
                return outdated.code
            except StoreBusy:
                continue  # as it says: try again
        return "busy"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(one, ids))
    assert ends == ["approved", "proposal_outdated"]
    assert sorted(each.state for each in proposals_of(desk, ANA, 9)) == ["outdated", "published"]


def test_withdraw_when_done_then_nobody_can_publish_it(desk: Desk) -> None:
    proposal = proposed(desk, MILDER)
    withdraw(desk, BEN, proposal)
    for act in (published, lambda desk, id_: withdraw(desk, ANA, id_)):
        with pytest.raises(ProposalEnded, match="withdrawn"):
            act(desk, proposal)


def test_roll_back_when_nothing_protected_differs_then_one_person_may(desk: Desk) -> None:
    first = in_force(desk)
    published(desk, proposed(desk, MILDER))
    done = roll_back(desk, BEN, None, "too mild")
    assert (done.kind, in_force(desk), history(desk, ANA, 1)[0][0].kind) == ("rollback", first, "rollback")


def test_roll_back_when_something_protected_differs_then_waits_for_a_second_person(desk: Desk) -> None:
    first = in_force(desk)
    published(desk, proposed(desk, MORE_BARRED))
    waiting = roll_back(desk, BEN, first[:8], "it was wrong").proposal
    assert waiting is not None
    with pytest.raises(SamePerson):
        publish(desk, BEN, waiting.id)
    assert publish(desk, ANA, waiting.id).kind == "rollback"
    assert in_force(desk) == first


def test_roll_back_when_in_an_emergency_then_one_person_may(desk: Desk) -> None:
    first = in_force(desk)
    published(desk, proposed(desk, MORE_BARRED))
    assert roll_back(desk, BEN, None, "orders are cancelled", emergency=True).kind == "emergency"
    assert in_force(desk) == first


def test_roll_back_when_one_person_alone_had_put_it_in_force_then_waits_for_a_second_person(desk: Desk) -> None:
    alone = publish(desk, ANA, proposed(desk, MILDER), emergency=True, note="now", gather=all_is_well)
    published(desk, proposed(desk, MORE_WATCHED))
    waiting = roll_back(desk, ANA, alone.edition, "it was good").proposal
    assert waiting is not None
    with pytest.raises(SamePerson):
        publish(desk, ANA, waiting.id)
    confirm_emergency(desk, BEN, alone.activation)
    assert roll_back(desk, ANA, alone.edition, "it was good").kind == "rollback"


def test_publish_when_a_roll_back_names_what_nobody_agreed_on_then_its_gates_must_be_open(desk: Desk) -> None:
    never = propose(desk, ANA, small_files(FAILING), None, "").proposal.edition
    wish = wish_back(desk, ANA, never, "it never was in force")
    with pytest.raises(GatesClosed, match="tests"):
        publish(desk, BEN, wish.id)


def test_activate_when_something_came_into_force_since_then_refused(desk: Desk, database: Database) -> None:
    with database.read() as session:
        seen = standing(session, "main")
    theirs = published(desk, proposed(desk, MORE_BARRED)).edition
    late = NewActivation(
        id="act_x", merchant="main", edition="0" * 64, kind="rollback", proposed_by="Ana", by="Ana", at=desk.clock.now()
    )
    with pytest.raises(StoreConflict), database.write() as session:
        activate(session, late, seen)
    assert named(desk, ANA, "in-force") == theirs


LOCK = lock_text(small_book()).encode()
OLD = b"X-001 1 " + b"0" * 64 + b" retired\n"


@pytest.mark.parametrize(("lock", "follows"), [(LOCK + OLD, True), (LOCK, False), (None, False)])
def test_check_when_the_edition_in_force_has_a_lock_then_it_must_be_followed(
    sqlite_file: Database, data: Files, lock: bytes | None, *, follows: bool
) -> None:
    desk = a_publishing_desk(Editions(sqlite_file, StandingClock(), TimeOrderedIds()))
    begin(desk, ANA, small_files() | {LOCK_FILE: LOCK + OLD}, data, "")
    files = small_files(MORE_WATCHED) | ({} if lock is None else {LOCK_FILE: lock})
    (check, *_) = propose(desk, ANA, files, None, "").gates
    assert check.is_open is follows


def test_load_when_it_is_another_merchants_then_there_is_none_though_it_is_loaded(desk: Desk, data: Files) -> None:
    digest = desk.editions.keep(small_files(MILDER), data, "Ana", "acme").edition.digest
    assert desk.editions.load(digest, "acme").digest == digest
    with pytest.raises(NotFound):
        desk.editions.load(digest, "main")


def test_edition_when_asked_for_then_names_what_it_is_made_of(desk: Desk) -> None:
    page = kept(desk, ANA, "in-force")
    assert page.activation is not None
    assert page.activation.resolved.keys() == {"day", "lists", "params", "rules"}
    assert {"rules/lists/watched.csv", "rules/params.yaml"} <= page.edition.manifest.keys()
    assert "restricted_goods" in page.edition.data
    assert named(desk, ANA, page.edition.digest[:6]) == page.edition.digest


def test_edition_when_a_list_changes_by_itself_on_a_day_then_it_resolves_otherwise(
    desk: Desk, database: Database
) -> None:
    clock = StandingClock()
    late = a_publishing_desk(Editions(database, clock, TimeOrderedIds()))
    clock.pass_by(timedelta(days=30))
    published(desk, proposed(desk, MORE_WATCHED))
    now = kept(desk, ANA, "in-force").activation
    roll_back(desk, BEN, None, "back")
    published(late, proposed(late, MORE_WATCHED))
    then = kept(desk, ANA, "in-force").activation
    assert now is not None
    assert then is not None
    assert (now.edition, now.resolved["params"]) == (then.edition, then.resolved["params"])
    assert now.resolved["lists"] != then.resolved["lists"]


ROW = {
    "id": "act_x", "merchant_id": "main", "epoch": 2, "kind": "approved", "proposed_by": "Ana", "activated_by": "Ben",
    "activated_at": 1, "note": "", "resolved": "{}",
}  # fmt: skip


@pytest.mark.parametrize("lie", [
    {"activated_by": "Ana"},  # the same person
    {"activated_by": " aNA "},
    {"kind": "rollback", "activated_by": "ana"},
    {"kind": "guard", "activated_by": "ana"},
    {"proposed_by": "Eve"},  # not who proposed it
    {"edition": "0" * 64},  # not what was proposed
    {"proposal": None},
    {"kind": "lists", "proposal": None},
    {"kind": "first"},  # not the first
    {"kind": "whim"},
    {"epoch": 1},
    {"confirmed_by": "BEN"},
    {"proposer": "usr_1", "activator": "usr_1"},  # one person under two names
    {"kind": "rollback", "proposer": "usr_1", "activator": "usr_1"},
    {"activator": "usr_1", "confirmed_by": "Eve", "confirmer": "usr_1"},
    {"kind": "emergency", "note": " "},
])  # fmt: skip
def test_activation_when_written_past_the_desk_then_the_database_refuses(
    desk: Desk, database: Database, lie: dict[str, object]
) -> None:
    found = propose(desk, ANA, small_files(MILDER), None, "", all_is_well).proposal
    row = ROW | {"proposal": found.id, "edition": found.edition} | lie
    with pytest.raises(StoreConflict), database.write() as session:
        session.run(insert(ACTIVATION), row)
    with database.read() as session:
        assert session.number(text("SELECT count(*) FROM activation")) == 1


def test_activation_when_it_tells_the_truth_then_the_database_takes_it(desk: Desk, database: Database) -> None:
    found = propose(desk, ANA, small_files(MILDER), None, "", all_is_well).proposal
    with database.write() as session:
        session.run(insert(ACTIVATION), ROW | {"proposal": found.id, "edition": found.edition})
    assert history(desk, ANA, 1)[0][0].kind == "approved"
