"""The claim file as it is sent: letter, what we know of the parcel, and all that was handed in, in one archive.

It is made in memory when it is asked for. The archive is the same bytes for the same claim: its files bear the moment
at which the claim was filed, or at which the archive was made before that.
"""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO

import orjson

from fulfillment.casefile import CaseFile
from fulfillment.claims.checklist import checklist
from fulfillment.claims.demanding import pieces_of_claim
from fulfillment.claims.filing import AGAIN
from fulfillment.claims.kinds import Proof
from fulfillment.claims.knowing import terms_of
from fulfillment.claims.letter import Written, letter, plain_letter
from fulfillment.claims.proving import SUFFIXES, content_of
from fulfillment.claims.way import moments, origin, weight_of
from fulfillment.documents.errors import FontMissing
from fulfillment.documents.keeping import KIND as DECLARATION
from fulfillment.documents.senders import sender_for
from fulfillment.documents.typesetting import Typesetter
from fulfillment.payments.disputes.exhibits import goods
from fulfillment.records import Claim, Shipment
from fulfillment.store.claims import proofs_of
from fulfillment.store.shipments import document_of, tracked

ENGLISH = "en"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything of a claim. `files` by name are exhibits; `language` is what the carrier reads."""

    written: Written
    language: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def dossier_of(file: CaseFile, claim: Claim, shipment: Shipment, form: str = "") -> Dossier:
    """Gathers it. Raises PersonErased once the order cannot be read any more."""
    items = checklist(file, claim, shipment)
    terms, seen = terms_of(file, claim, shipment), moments(file, shipment, claim.since_at)
    files = dict(_exhibits(file, claim, shipment))
    enclosed = [str(each.kind) for each in items if each.is_there]
    part = next((each for each in file.fulfilments() if each.id == shipment.fulfilment_id), None)
    sender = sender_for(
        file.session,
        file.merchant,
        file.order.legal_entity or "",
        "" if part is None else part.warehouse,
        origin(file, shipment),
    )
    written = Written(
        claim=claim,
        shipment=shipment,
        sender=sender.sender,
        reference=file.order.id,
        pieces=_pieces(file, claim, shipment),
        enclosed=enclosed,
        handed_over=seen.hand_over,
        delivered=seen.delivery,
        weight_g=weight_of(file, shipment),
        zone=terms.zone,
        written_at=claim.filed_at or file.now,
        again=form == AGAIN,
    )
    return Dossier(written=written, language=terms.language, files=files)


def letter_pdf(dossier: Dossier, typesetter: Typesetter, language: str | None = None) -> bytes:
    """The letter alone, in the carrier's language or another. Raises FontMissing."""
    return typesetter.pdf(letter(dossier.written, language or dossier.language, typesetter))


def archive(dossier: Dossier, typesetter: Typesetter) -> bytes:
    """A ZIP of the letter in English and in the carrier's language, the claim as data, and the exhibits.

    On a machine without fonts the letters are text alone.
    """
    languages = tuple(dict.fromkeys((ENGLISH, dossier.language)))
    files: dict[str, bytes] = {}
    for language in languages:
        files[f"letter.{language}.txt"] = plain_letter(dossier.written, language).encode()
        try:
            files[f"letter.{language}.pdf"] = letter_pdf(dossier, typesetter, language)
        except FontMissing:
            continue
    files["claim.json"] = orjson.dumps(as_document(dossier.written), option=orjson.OPT_INDENT_2)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, each in {**files, **dossier.files}.items():
            entry = zipfile.ZipInfo(name, date_time=dossier.written.written_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, each)
    return content.getvalue()


def as_document(written: Written) -> Mapping[str, object]:
    """The claim as programs read it."""
    claim, data = written.claim, written.claim.data
    return {
        "claim": claim.id,
        "order": written.reference,
        "kind": claim.kind,
        "since": claim.since_at,
        "carrier": claim.carrier,
        "service": claim.service,
        "number": written.shipment.number,
        "origin": claim.origin,
        "destination": claim.country,
        "handed_over": written.handed_over,
        "delivered": written.delivered,
        "weight_g": written.weight_g,
        "pieces": dict(written.pieces),
        "amount": claim.amount,
        "currency": claim.currency,
        "parts": {name: data.get(name) for name in ("basis", "goods", "freight", "limit", "limited")},
        "due": {"at": claim.due_at, "source": claim.due_source, "is_sure": claim.is_due_sure},
        "enclosed": list(written.enclosed),
    }


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as a table that spreadsheets open."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([safe(row.get(name)) for name in names] for row in rows)
    return text.getvalue().encode()


def _exhibits(file: CaseFile, claim: Claim, shipment: Shipment) -> Mapping[str, bytes]:
    scans = [
        {"at": each.at.isoformat(), "status": each.status, "code": each.carrier_code, "place": each.location,
         "remark": each.reason}
        for each in tracked(file.session, shipment.id)
    ]  # fmt: skip
    files = {
        "exhibits/invoice.csv": as_csv(("article", "sku", "pieces", "price"), goods(file.order)),
        "exhibits/tracking.csv": as_csv(("at", "status", "code", "place", "remark"), scans),
    }
    declared = document_of(file.session, file.merchant, shipment.id, DECLARATION)
    if declared is not None:
        files["exhibits/declaration.json"] = declared.content
    weight = weight_of(file, shipment)
    if weight is not None:
        packed = {"parcel": shipment.number, "weight_g": weight, "pieces": _pieces(file, claim, shipment)}
        files["exhibits/packing.json"] = orjson.dumps(packed, option=orjson.OPT_INDENT_2)
    for number, proof in enumerate(proofs_of(file.session, file.merchant, claim.id), start=1):
        content = content_of(file.session, file.site, proof)
        if content is not None:
            files[f"exhibits/{number:02}-{Proof(proof.kind)}.{SUFFIXES[proof.media_type]}"] = content
    return files


def _pieces(file: CaseFile, claim: Claim, shipment: Shipment) -> Mapping[str, int]:
    """Article, or the name of goods without one -> pieces."""
    found: dict[str, int] = {}
    for line, many in pieces_of_claim(file, claim, shipment).items():
        ordered = file.order.lines[int(line) - 1]
        name = ordered.sku or ordered.title or line
        found[name] = found.get(name, 0) + many
    return found
