"""Forgets the numbers by which customs knew consignees, when nobody has to keep them any longer.

Order versions stay, and stay readable: the numbers in their sealed values are overwritten, in fields and wherever notes
and address lines hold them. The period runs from the end of the calendar year in which a version was made.
"""

from datetime import UTC, datetime

from engine.customs.knowledge import CustomsKnowledge
from engine.customs.written import written_numbers
from engine.desk.desk import Caller, Desk
from engine.desk.person import Part
from engine.desk.preferences import preferences
from engine.desk.telling import audit_job
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.store.merchant_settings import put_setting, settings_of
from engine.store.order_rows import OrderVersion, Place, place_of, seal_again, versions_between
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession

FORGOTTEN = "[forgotten]"
PLACE = "customs_numbers_forgotten_to"
BATCH = 200
_TEXTS = ("/buyer_note", "/seller_note", "/channel_data/customer_messages")
_ADDRESSES = ("/shipping_address/", "/billing_address/")
_AT_THE_START: Place = (0, "", 0)


def forget_numbers(desk: Desk, caller: Caller) -> int:
    """Overwrites all numbers that are older than the merchant's period; answers how many versions that touched.

    It goes on where the last run ended, so it may be run as often as one likes, daily say.
    """
    now = desk.clock.now()
    knowledge = desk.editions.current(caller.merchant).admission.knowledge.customs
    touched = 0
    while (done := _forget_some(desk, caller, knowledge, now)) is not None:
        touched += done
    return touched


def has_forgotten(order: Order) -> bool:
    """Whether a number of the order was overwritten, so that it cannot be decided as it was."""
    address = order.shipping_address
    texts = (order.buyer_note, order.seller_note, address.name, address.company, address.line1, address.line2)
    messages = () if order.channel_data is None else order.channel_data.customer_messages
    values = (one.value for one in order.tax_identifiers)
    return any(FORGOTTEN in text for text in (*texts, address.line3, *messages, *values) if text is not None)


def _forget_some(desk: Desk, caller: Caller, knowledge: CustomsKnowledge, now: datetime) -> int | None:
    """One transaction; None when there was nothing more to look at."""
    with desk.database.write() as session:
        years = preferences(session, caller.merchant)["customs_retention_years"]
        before = datetime(now.year - years, 1, 1, tzinfo=UTC)
        found = versions_between(session, caller.merchant, _place(session, caller.merchant), before, BATCH)
        if not found:
            return None
        touched = 0
        for version in found:
            values = _forgotten(desk, version, knowledge)
            if values is not None and version.person_key is not None:
                seal_again(session, version, desk.seal.closed(version.person_key, values))
                touched += 1
        put_setting(session, caller.merchant, PLACE, list(place_of(found[-1])), now, caller.name)
        if touched:
            data = {"versions": touched, "before": before.date().isoformat()}
            enqueue(session, desk.ids, [audit_job(caller, "customs_numbers.forgotten", PLACE, data, now)], now)
    return touched


def _place(session: ReadSession, merchant: str) -> Place:
    match settings_of(session, merchant).get(PLACE):
        case [int(made), str(order), int(version)]:
            return made, order, version
    return _AT_THE_START


def _forgotten(desk: Desk, version: OrderVersion, knowledge: CustomsKnowledge) -> Part | None:
    """The sealed values without numbers; None when there were none."""
    document, is_whole = desk.seal.joined(version.document, version.sealed, version.person_key)
    values = desk.seal.opened(version.person_key, version.sealed)
    if not is_whole or values is None:
        return None
    consignees = _consignees(document)
    changed = {
        pointer: made
        for pointer, value in values.items()
        if (made := _without(pointer, value, consignees, version.country, knowledge)) != value
    }
    return values | changed if changed else None


def _consignees(document: Part) -> frozenset[str]:
    """Pointers of the numbers that are the consignee's; a seller's are nobody's personal value."""
    numbers = document.get("tax_identifiers")
    listed = numbers if isinstance(numbers, list) else []
    usual = TaxHolder.CONSIGNEE.value
    return frozenset(
        f"/tax_identifiers/{at}/value"
        for at, one in enumerate(listed)
        if isinstance(one, dict) and one.get("holder", usual) == usual
    )


def _without(
    pointer: str, value: object, consignees: frozenset[str], country: str | None, knowledge: CustomsKnowledge
) -> object:
    if pointer in consignees:
        return FORGOTTEN
    if country is None or not pointer.startswith((*_TEXTS, *_ADDRESSES)):
        return value
    if isinstance(value, list):
        return [_without(pointer, one, consignees, country, knowledge) for one in value]
    return _masked(value, country, knowledge) if isinstance(value, str) else value


def _masked(text: str, country: str, knowledge: CustomsKnowledge) -> str:
    """The text with every number overwritten that could be one of the country's."""
    ids = knowledge.consignee_ids
    kinds = frozenset(ids.kinds(country))
    while found := written_numbers((text,), country, kinds, ids):
        for one in found:
            text = text.replace(one.value, FORGOTTEN)
    return text
