"""One dispute under two names: a settlement report names a chargeback by its own line, the gateway by its dispute.

Where the report came first, what the gateway tells of the same payment and amount is about the dispute that is open
already. Otherwise two would be open, and the one that nobody tells the end of would keep the payment frozen.
"""

from collections.abc import Collection

from fulfillment.casefile import CaseFile
from fulfillment.payments.position import CASE
from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import SettledLine
from fulfillment.states import Event
from fulfillment.store.money import movements
from fulfillment.store.settlement import lines_of_orders

JOINED = "dispute_joined"


def name_in_report(line: SettledLine) -> str:
    """What a chargeback's dispute is called that only a report has told of."""
    return line.modification_reference or f"{line.provider}:{line.identity}"


def reference_in_report(line: SettledLine, event: Event) -> str:
    """The name of the ledger's entry that a report's line makes."""
    return f"{event}:{line.provider}:{line.identity}"


def dispute_name(file: CaseFile, name: str, amount: int, currency: str, payments: Collection[str] = ()) -> str:
    """The name under which the ledger has a dispute that is told of as `name`; `name` itself when it has none.

    `amount` in minor units; `payments` are the gateway's names of the payment, empty where nobody told them.
    """
    notes = file.history()
    joined = {each.data["name"]: each.data["dispute"] for each in notes if each.event == JOINED}
    if name in joined:
        return str(joined[name])
    entries = [each for each in movements(file.session, file.merchant, file.order_id) if each.kind in CASE]
    if any(each.subject == name for each in entries):
        return name
    lines = lines_of_orders(file.session, file.merchant, [file.order_id]).get(file.order_id, ())
    by_reports = {reference_in_report(each, event) for each in lines for event in (Event.DISPUTE, Event.WIN)}
    told = {each.subject for each in entries if each.reference not in by_reports}
    for line in lines:
        known = name_in_report(line)
        is_there = known not in told and any(each.subject == known for each in entries)
        if is_there and _is_same(line, amount, currency, payments):
            file.note(JOINED, dedup=f"{JOINED}:{name}", data={"name": name, "dispute": known})
            return known
    return name


def _is_same(line: SettledLine, amount: int, currency: str, payments: Collection[str]) -> bool:
    is_payment = not payments or line.payment_reference in ("", *payments)
    return line.kind == LineKind.CHARGEBACK and is_payment and (abs(line.gross), line.currency) == (amount, currency)
