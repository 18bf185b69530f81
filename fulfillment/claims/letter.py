"""The letter to the carrier: what happened, what is claimed and how that was worked out, and what is enclosed.

It names the sender by the profile of papers and the parcel by its number; nothing of it is a person's, but for what the
sender's own profile says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.order.money import Money
from fulfillment.claims.letter_words import letter_words
from fulfillment.documents.declaration import Sender
from fulfillment.documents.letters import Faces, Scribe
from fulfillment.documents.sheet import PaperSize, Sheet
from fulfillment.records import Claim, Shipment

KILO = 1000
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a letter says. `pieces`: article or title -> pieces that are claimed; `enclosed`: kinds of proofs;
    `reference`: the merchant's own number of the order; days are read in `zone`. `again`: an appeal."""

    claim: Claim
    shipment: Shipment
    sender: Sender
    reference: str
    pieces: Mapping[str, int]
    enclosed: Sequence[str]
    handed_over: datetime | None
    delivered: datetime | None
    weight_g: int | None
    zone: str
    written_at: datetime
    again: bool = False


def letter(written: Written, language: str, faces: Faces) -> Sheet:
    """The letter in a language, ready to be set."""
    words, claim = letter_words(language), written.claim
    scribe = Scribe(faces, written.sender.country, language)
    title = words["title"].format(kind=words[f"kind_{claim.kind}"])
    if written.again:
        title = f"{title} {words['again']}"
    data = {
        "title": scribe.json(title),
        "sender": [scribe.json(each) for each in sender_lines(written.sender)],
        "to": scribe.json(words["to"].format(carrier=claim.carrier.upper())),
        "facts": [{"name": scribe.json(name), "value": scribe.json(value)} for name, value in _facts(written, words)],
        "opening": scribe.json(_opening(written, words)),
        "rows": [{"what": scribe.json(what), "amount": scribe.json(amount)} for what, amount in _rows(written, words)],
        "claimed": {"what": scribe.json(words["claimed"]), "amount": scribe.json(_money(claim, claim.amount))},
        "notes": [scribe.json(each) for each in notes(written, words)],
        "exhibits_title": scribe.json(words["exhibits"]),
        "exhibits": [scribe.json(words[f"proof_{each}"]) for each in written.enclosed],
        "closing": scribe.json(words["closing"]),
        "signed": scribe.json(f"{words['signed']} {written.sender.company}".strip()),
    }
    return Sheet("claim_letter", PaperSize.A4, title, data)


def plain_letter(written: Written, language: str) -> str:
    """The same as text, for carriers' forms and mail, and for machines without fonts."""
    words, claim = letter_words(language), written.claim
    title = words["title"].format(kind=words[f"kind_{claim.kind}"])
    parts = [
        "\n".join(sender_lines(written.sender)),
        words["to"].format(carrier=claim.carrier.upper()),
        f"{title} {words['again']}" if written.again else title,
        "\n".join(f"{name}: {value}" for name, value in _facts(written, words)),
        _opening(written, words),
        "\n".join(f"{what}: {amount}" for what, amount in _rows(written, words)),
        f"{words['claimed']}: {_money(claim, claim.amount)}",
        "\n".join(notes(written, words)),
        "\n".join([f"{words['exhibits']}:", *(f"- {words[f'proof_{each}']}" for each in written.enclosed)]),
        words["closing"],
        f"{words['signed']} {written.sender.company}".strip(),
    ]
    return "\n\n".join(each for each in parts if each) + "\n"


def sender_lines(sender: Sender) -> list[str]:
    """Who claims, line by line."""
    place = " ".join(each for each in (sender.postcode, sender.city, sender.state) if each)
    return [each for each in (sender.company, *sender.lines, place, sender.country) if each]


def notes(written: Written, words: Words) -> list[str]:
    """By what the amount is limited, and why the claim is in time."""
    claim, said = written.claim, []
    limit = claim.data.get("limit")
    if claim.data.get("limited") and isinstance(limit, dict):
        said.append(words["limit"].format(limit=_money(claim, int(limit["minor"])), source=limit["source"]))
    elif claim.data.get("goods"):
        said.append(words["unlimited"])
    if claim.due_at is not None and claim.is_due_sure:
        last = _day(claim.due_at, written.zone, before=True)
        said.append(words["deadline"].format(due=last, source=claim.due_source))
    return said


def _opening(written: Written, words: Words) -> str:
    since = _day(written.claim.since_at, written.zone)
    return words["opening"].format(what=words[f"what_{written.claim.kind}"], since=since)


def _facts(written: Written, words: Words) -> list[tuple[str, str]]:
    claim, shipment, zone = written.claim, written.shipment, written.zone
    weight = "" if written.weight_g is None else f"{written.weight_g / KILO:.3f} kg"
    pairs = (
        ("reference", f"{claim.id} / {written.reference}"),
        ("parcel", f"{claim.carrier.upper()} {shipment.number}"),
        ("service", shipment.service),
        ("handed_over", "" if written.handed_over is None else _day(written.handed_over, zone)),
        ("delivered", "" if written.delivered is None else _day(written.delivered, zone)),
        ("destination", claim.country),
        ("weight", weight),
        ("days", _day(written.written_at, zone)),
    )
    return [(words[name], value) for name, value in pairs if value]


def _rows(written: Written, words: Words) -> list[tuple[str, str]]:
    claim = written.claim
    goods, freight = int(str(claim.data.get("goods", 0))), int(str(claim.data.get("freight", 0)))
    said = "; ".join(words["of_goods"].format(pieces=many, article=what) for what, many in written.pieces.items())
    rows = []
    if goods:
        basis = words[f"basis_{claim.data.get('basis', 'price')}"]
        rows.append((f"{words['goods']}: {said}, {basis}", _money(claim, goods)))
    if freight:
        rows.append((words["freight"], _money(claim, freight)))
    return rows


def _money(claim: Claim, minor: int) -> str:
    return str(Money(minor, claim.currency))


def _day(moment: datetime, zone: str, *, before: bool = False) -> str:
    """The day of a moment; of an end, the last day before it."""
    local = moment.astimezone(ZoneInfo(zone))
    if before:
        local = datetime.fromtimestamp(local.timestamp() - 1, ZoneInfo(zone))
    return f"{local:%Y-%m-%d}"
