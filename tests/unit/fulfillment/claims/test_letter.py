"""The letter as a carrier reads it, in both languages; CLEARWAY_UPDATE_GOLDEN=1 writes it anew."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.letter import Written, letter, plain_letter
from fulfillment.claims.letter_words import letter_languages, letter_words
from fulfillment.documents.declaration import Sender
from fulfillment.documents.typesetting import typesetter
from fulfillment.records import Claim, Shipment

GOLDEN = Path(__file__).parents[3] / "golden" / "claims"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
LIMIT = {"minor": 1469, "source": "Benesch, Inflation strikes again, 2024-11-25; read 2026-11-26", "is_sure": True}


def written(kind: Mishap = Mishap.DAMAGE, *, again: bool = False) -> Written:
    claim = Claim(
        id="clm_1", merchant_id="main", order_id="ord_1", shipment_id="shp_1", kind=kind, state="filed",
        created_at=NOW, since_at=NOW - timedelta(days=2), carrier="dhl", service="intl-express", origin="CN",
        country="DE", currency="EUR", amount=2281,
        data={"basis": "price", "goods": 1469, "freight": 812, "limit": LIMIT, "limited": True},
        due_at=datetime(2026, 12, 11, 0, 0, tzinfo=UTC), due_source="DHL Express, Claims FAQs; read 2026-11-26",
        is_due_sure=True, filed_at=NOW,
    )  # fmt: skip
    shipment = Shipment(
        id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1", carrier="dhl",
        service="intl-express", number="1234567890", state="delivered", status="delivered", order_version=1,
        created_at=NOW,
    )  # fmt: skip
    return Written(
        claim=claim,
        shipment=shipment,
        sender=Sender(company="Lantern & Loom Ltd", lines=("7 Harbour Road",), city="Shenzhen", country="CN"),
        reference="A-1001",
        pieces={"TEE-M-BLUE": 2},
        enclosed=(Proof.LABEL, Proof.INVOICE, Proof.PHOTOS, Proof.STATEMENT),
        handed_over=NOW - timedelta(days=10),
        delivered=NOW - timedelta(days=2),
        weight_g=480,
        zone="UTC",
        written_at=NOW,
        again=again,
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letter_when_written_then_reads_like_this(language: str) -> None:
    text = plain_letter(written(), language)
    kept = GOLDEN / f"letter.{language}.txt"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", letter_languages())
def test_words_when_a_language_has_them_then_has_all_of_them(language: str) -> None:
    words = letter_words(language)
    assert set(words) == set(letter_words("en"))
    needed = {f"{form}_{kind}" for form in ("kind", "what") for kind in Mishap} | {f"proof_{each}" for each in Proof}
    assert needed <= set(words)


@pytest.mark.parametrize("kind", list(Mishap))
def test_letter_when_set_then_is_a_pdf_of_a_page(kind: Mishap) -> None:
    faces = typesetter()
    pages = faces.pictures(letter(written(kind, again=True), "zh", faces), dots_per_inch=30)
    assert len(pages) == 1
    assert faces.pdf(letter(written(kind), "en", faces)).startswith(b"%PDF-")
