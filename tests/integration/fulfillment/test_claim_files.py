"""Proofs of a claim, and the file that goes to the carrier."""

import zipfile
from io import BytesIO

import orjson
import pytest

from fulfillment.claims.checklist import checklist
from fulfillment.claims.dossier import archive, dossier_of
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.proving import opened_proof
from fulfillment.claims.reading import claim_in_sight
from fulfillment.documents.typesetting import typesetter
from fulfillment.errors import ClaimRefused, NotFound
from fulfillment.states import Event
from fulfillment.store.claims import proofs_of
from tests.claim_house import PNG, claim, step, told_open, with_claims
from tests.claimed_parcels import proved, sent
from tests.fulfilment_site import House


def test_proof_when_handed_in_then_is_sealed_and_kept_once(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.PHOTOS)
    proved(house, Proof.PHOTOS)
    with (
        house.database.read() as session,
        claim_in_sight(session, house.site, house.on(), claim(house).id) as (file, found, parcel),
    ):
        items = {each.kind: each for each in checklist(file, found, parcel)}
        (kept,) = proofs_of(session, "main", found.id)
        assert kept.sealed != PNG
        assert opened_proof(session, house.site, "main", kept.id) == ("image/png", PNG)
    assert (items[Proof.PHOTOS].files, items[Proof.STATEMENT].is_missing) == (1, True)


@pytest.mark.parametrize(
    ("kind", "content"), [(Proof.PHOTOS, b"<html>"), (Proof.PHOTOS, b"it broke"), (Proof.STATEMENT, b"\x00\x01"),
                          (Proof.PHOTOS, b"")],
)  # fmt: skip
def test_proof_when_it_is_not_what_it_says_then_is_refused(house: House, kind: Proof, content: bytes) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    with pytest.raises(ClaimRefused):
        proved(house, kind, content)


def test_statement_when_it_is_text_then_is_taken(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.STATEMENT, "打开时已碎。".encode())
    with pytest.raises(NotFound), house.database.read() as session:
        opened_proof(session, house.site, "main", "clp_1")


def test_file_when_it_is_filed_then_lies_in_the_outbox_with_letter_and_exhibits(house: House) -> None:
    seal = with_claims(house, by_rule=False)
    sent(house, carrier="china-post")
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.PHOTOS)
    filed = step(house, Event.FILE)
    house.drain()
    path = house.folder / "claims" / f"{filed.id}.claim.zip"
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as found:
        names = set(found.namelist())
        told = orjson.loads(found.read("claim.json"))
        chinese = found.read("letter.zh.txt").decode()
    assert {"letter.en.txt", "letter.zh.txt", "exhibits/01-photos.png", "exhibits/tracking.csv"} <= names
    assert (told["amount"], told["number"]) == (filed.amount, house.parcels()[0].number)
    assert "索赔" in chinese
    seal.erased.add("ord_1")
    with house.database.read() as session, claim_in_sight(session, house.site, house.on(), filed.id) as seen:
        assert "exhibits/01-photos.png" not in dossier_of(*seen).files


def test_archive_when_it_is_made_twice_then_is_the_same(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    with house.database.read() as session, claim_in_sight(session, house.site, house.on(), filed.id) as seen:
        first = archive(dossier_of(*seen), typesetter())
        assert archive(dossier_of(*seen), typesetter()) == first
