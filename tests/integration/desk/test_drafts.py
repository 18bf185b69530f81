"""Drafts in the database: faulty ones are kept, and nobody's work is overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from engine.bundled import data_folder
from engine.desk.desk import Caller, Desk
from engine.desk.drafts import Pushing, files_to_propose, listed_drafts, pull_draft, pull_edition, push
from engine.desk.edition_errors import DraftFaulty, DraftMoved
from engine.desk.edition_files import Files, data_files, manifest_of
from engine.desk.editions import Editions
from engine.desk.errors import NotFound
from engine.desk.proposals import begin
from engine.ids import TimeOrderedIds
from engine.store.database import Database
from tests.desks import StandingClock, a_publishing_desk
from tests.small_editions import MILDER, MORE_WATCHED, small_files

ANA, BEN = Caller(merchant="main", name="Ana"), Caller(merchant="main", name="Ben")


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_publishing_desk(Editions(database, StandingClock(), TimeOrderedIds()))


def pushing(files: Files, seen: int = 0, base: Files | None = None) -> Pushing:
    return Pushing(name="softer", files=files, seen=seen, base=manifest_of(base or {}))


def test_push_when_pulled_again_then_the_files_are_the_same(desk: Desk) -> None:
    push(desk, ANA, pushing(small_files(MILDER)))
    pulled = pull_draft(desk, BEN, "softer")
    assert (pulled.files, pulled.revision) == (small_files(MILDER), 1)
    assert files_to_propose(desk, BEN, "softer") == small_files(MILDER)


def test_push_when_somebody_moved_it_since_then_refused_and_told_what_they_changed(desk: Desk) -> None:
    push(desk, ANA, pushing(small_files()))
    push(desk, BEN, pushing(small_files(MORE_WATCHED), seen=1, base=small_files()))
    with pytest.raises(DraftMoved, match="Ben pushed") as refused:
        push(desk, ANA, pushing(small_files(MILDER), seen=1, base=small_files()))
    assert refused.value.paths == ("lists/watched.csv",)
    assert pull_draft(desk, ANA, "softer").files == small_files(MORE_WATCHED)


def test_push_when_two_begin_one_at_once_then_the_second_is_told(desk: Desk) -> None:
    together = Barrier(2)

    def one(caller: Caller) -> str:
        together.wait(30)
        try:
            return str(push(desk, caller, pushing(small_files())).revision)
        except DraftMoved as moved:
            return moved.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, (ANA, BEN))) == ["1", "draft_moved"]


def test_push_when_faulty_then_kept_with_its_faults_and_not_proposed(desk: Desk) -> None:
    push(desk, ANA, pushing(small_files({"policy.yaml": "format: 1\nprecedence: [mercy]\n"})))
    (draft,) = listed_drafts(desk, BEN)
    assert ["R024" in each for each in draft.faults] == [True]
    with pytest.raises(DraftFaulty, match=r"policy\.yaml:2"):
        files_to_propose(desk, ANA, "softer")


def test_pull_when_an_edition_is_named_then_cases_tables_and_lock_come_too(desk: Desk) -> None:
    files = {**small_files(), "rules.lock": b"# none\n"}
    begin(desk, ANA, files, data_files(data_folder()), "")
    assert pull_edition(desk, BEN, "in-force").files == files
    with pytest.raises(NotFound):
        pull_draft(desk, BEN, "none")
