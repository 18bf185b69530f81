"""In whose name parcels leave: the merchant's legal entities and warehouses, with their numbers. No person's data.

The profile that counts for a parcel is the one of its entity and warehouse; else the warehouse's, the entity's, and
last the one for everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.address.countries import country_codes
from engine.desk.auditing import audited
from engine.ids import Ids, Prefix
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.documents.advance_data import read, written
from fulfillment.documents.declaration import Number, Sender
from fulfillment.documents.declaration_errors import SenderRefused
from fulfillment.errors import NotFound
from fulfillment.records import SenderProfile
from fulfillment.store.senders import drop_profile, find_sender, put_profile, senders_of

LONGEST, MOST_LINES, MOST_NUMBERS = 128, 3, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSender:
    """A sender with its numbers; `id` is "" where none is kept and only the country is known."""

    sender: Sender
    numbers: tuple[Number, ...] = ()
    id: str = ""
    entity: str = ""
    warehouse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """By whom and when a profile is changed."""

    merchant: str
    actor: str
    now: datetime


def put_sender(session: WriteSession, ids: Ids, change: Change, stated: KeptSender) -> KeptSender:
    """Keeps a sender, in the place of the one for the same entity and warehouse. Raises SenderRefused."""
    checked = _checked(stated)
    same = (checked.entity, checked.warehouse)
    known = next((each for each in senders_of(session, change.merchant) if (each.entity, each.warehouse) == same), None)
    kept = replace(checked, id=ids.new(Prefix.SENDER) if known is None else known.id)
    profile = SenderProfile(
        id=kept.id,
        merchant_id=change.merchant,
        entity=kept.entity,
        warehouse=kept.warehouse,
        data={"sender": written(kept.sender), "numbers": [written(each) for each in kept.numbers]},
        changed_at=change.now,
        changed_by=change.actor,
    )
    put_profile(session, profile)
    _tell(session, ids, change, kept, "sender.kept")
    return kept


def remove_sender(session: WriteSession, ids: Ids, change: Change, sender_id: str) -> None:
    """Parcels leave in its name no more. Raises NotFound."""
    found = find_sender(session, change.merchant, sender_id)
    if found is None or not drop_profile(session, change.merchant, sender_id):
        raise NotFound("sender", sender_id)
    _tell(session, ids, change, opened(found), "sender.removed")


def sender_for(session: ReadSession, merchant: str, entity: str, warehouse: str, country: str = "") -> KeptSender:
    """The sender of a parcel. Where none is kept its name is empty, which completeness refuses to print."""
    fits = [
        each
        for each in senders_of(session, merchant)
        if each.entity in {"", entity} and each.warehouse in {"", warehouse}
    ]
    if not fits:
        return KeptSender(sender=Sender(company="", lines=(), city="", country=country))
    return opened(max(fits, key=lambda each: (bool(each.warehouse), bool(each.entity))))


def opened(profile: SenderProfile) -> KeptSender:
    """A profile as it was kept."""
    kept = profile.data["numbers"]
    numbers = kept if isinstance(kept, list) else []
    return KeptSender(
        id=profile.id,
        entity=profile.entity,
        warehouse=profile.warehouse,
        sender=read(Sender, profile.data["sender"], "/sender"),
        numbers=tuple(read(Number, each, "/numbers") for each in numbers),
    )


def _checked(stated: KeptSender) -> KeptSender:
    """The same, with what is written around it dropped."""
    sender = stated.sender
    needed: Mapping[str, object] = {
        "company": sender.company.strip(),
        "lines": sender.lines,
        "city": sender.city.strip(),
    }
    for field, value in needed.items():
        if not value:
            raise SenderRefused(field, "must be given")
    if sender.country not in country_codes():
        raise SenderRefused("country", "must be a country of ISO 3166, two capital letters")
    if len(sender.lines) > MOST_LINES or len(stated.numbers) > MOST_NUMBERS:
        raise SenderRefused("lines", f"at most {MOST_LINES} lines of address and {MOST_NUMBERS} numbers are kept")
    texts = (stated.entity, stated.warehouse, *sender.lines, *(each.value for each in stated.numbers))
    others = (getattr(sender, name) for name in ("company", "city", "postcode", "state", "phone", "email", "signatory"))
    if not all(len(text) <= LONGEST and text.isprintable() for text in (*texts, *others)):
        raise SenderRefused("sender", f"must be lines of at most {LONGEST} printable characters")
    return stated


def _tell(session: WriteSession, ids: Ids, change: Change, kept: KeptSender, action: str) -> None:
    told = {"entity": kept.entity, "warehouse": kept.warehouse, "company": kept.sender.company}
    enqueue(session, ids, [audited(change.actor, change.merchant, action, kept.id, told, change.now)], change.now)
