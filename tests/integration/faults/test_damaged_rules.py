"""The rule book is damaged where it lies: nobody decides with rules that nobody has published."""

import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import bindparam, text

from engine.bundled import data_folder
from engine.desk.edition_files import data_files
from engine.desk.editions import Editions
from engine.desk.errors import EditionDamaged
from engine.rulebook.source import RuleBookRejected
from engine.store.database import Database
from engine.store.editions import digest_of
from engine.store.packing import pack
from tests.desks import CountedIds, StandingClock, an_honest_order, document
from tests.service_processes import Api, a_key
from tests.small_editions import small_files

POLICY = small_files()["policy.yaml"]
OTHER_RULES = {
    "a file that was changed": pack(POLICY.replace(b"cap: 100", b"cap: 900")),
    "bytes that nobody packed": b"\0" * 40,
}
CHANGE = text("UPDATE blob SET content = :content WHERE digest = :digest")


def damage(database: Database, content: bytes) -> None:
    """Puts another content where the policy of the rule book lies."""
    with database.write() as session:
        assert session.run(CHANGE, {"digest": digest_of(POLICY), "content": content}) == 1


@pytest.fixture
def editions(database: Database) -> Editions:
    """With a rule book in force, and loaded."""
    made = Editions(database, StandingClock(), CountedIds())
    made.begin(made.read(small_files(), data_files(data_folder()), "ana"), "ana")
    return made


@pytest.mark.parametrize("how", list(OTHER_RULES))
def test_edition_when_its_content_was_changed_then_is_not_loaded_and_the_loaded_one_stays(
    editions: Editions, database: Database, how: str
) -> None:
    before = editions.current("main").digest
    damage(database, OTHER_RULES[how])
    editions.look()
    assert editions.current("main").digest == before
    with pytest.raises(EditionDamaged, match=r"rules/policy\.yaml"):
        Editions(database, StandingClock(), CountedIds()).current("main")


def test_edition_when_a_file_is_gone_then_is_not_loaded(editions: Editions, database: Database) -> None:
    with database.write() as session:
        session.run(text("DELETE FROM blob WHERE digest = :digest"), {"digest": digest_of(POLICY)})
    with pytest.raises(EditionDamaged):
        Editions(database, StandingClock(), CountedIds()).current("main")


def test_edition_when_its_manifest_was_changed_then_is_not_loaded(editions: Editions, database: Database) -> None:
    """It names another content that is there."""
    other = digest_of(small_files()["params.yaml"])
    change = text("UPDATE edition SET manifest = replace(manifest, :old, :new)").bindparams(
        bindparam("old", digest_of(POLICY)), bindparam("new", other)
    )
    with database.write() as session:
        session.run(change)
    with pytest.raises(EditionDamaged, match="its manifest"):
        Editions(database, StandingClock(), CountedIds()).current("main")


def test_working_copy_when_damaged_then_cannot_be_published_and_what_is_in_force_stays(editions: Editions) -> None:
    before = editions.current("main").digest
    with pytest.raises(RuleBookRejected):
        editions.read({**small_files(), "policy.yaml": POLICY[:20] + b"\0\xff"}, data_files(data_folder()), "ana")
    assert editions.current("main").digest == before


@pytest.mark.proof
def test_service_when_its_rule_book_is_damaged_then_decides_on_and_a_restart_says_why_it_cannot(
    editions: Editions, database: Database, tmp_path: Path
) -> None:
    assert editions.current("main").digest
    api = Api(tmp_path, database.url)
    try:
        api.wait_until_ready()
        api.token = a_key(tmp_path, database.url)
        damage(database, OTHER_RULES["a file that was changed"])
        with httpx2.Client(trust_env=False, timeout=60) as client:
            assert sent(client, api, "A-1").status_code == 201
            api.kill_and_start()
            ready = once_up(client, api)
            refused = sent(client, api, "A-2")
    finally:
        api.end()
    assert (ready.status_code, refused.status_code) == (503, 503)
    assert ready.json()["errors"][0]["code"] == "edition"
    assert "rules/policy.yaml" in ready.json()["detail"]
    assert refused.json()["code"] == "no_edition"
    with database.read() as session:
        assert session.number(text("SELECT count(*) FROM decision")) == 1


def sent(client: httpx2.Client, api: Api, name: str) -> httpx2.Response:
    """An order."""
    headers = {"Authorization": f"Bearer {api.token}", "Idempotency-Key": name}
    return client.post(f"{api.origin}/v1/orders", json=document(an_honest_order(name)), headers=headers)


def once_up(client: httpx2.Client, api: Api) -> httpx2.Response:
    """What the server says of itself, once it answers at all."""
    for _ in range(600):
        try:
            return client.get(f"{api.origin}/readyz")
        except httpx2.HTTPError:
            assert api.process.poll() is None, "the server ended"
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
