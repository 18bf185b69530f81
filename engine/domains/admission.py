"""Admission: may an order proceed."""

from engine.lexicon.admission import LEXICON
from engine.rulebook.domain import Domain

# A customer may correct where the parcel goes and who receives it, and hand in papers; never lines, values or HS codes.
ASKABLE = frozenset(
    name
    for name in LEXICON
    if name.startswith(("ship_to.", "bill_to.", "phone.", "tax.consignee_ids"))
    and name not in {"ship_to.customs_territory", "ship_to.stated_country"}
) | {"line.documents_claimed"}

_MEANINGS = {
    "address": "can the parcel be delivered",
    "payment": "is the order paid, or safely authorised",
    "imports": "may the goods enter the destination; embargoes and denied parties",
    "fraud": "does the order look like fraud; scores are summed here",
    "cancel": "the order cannot be; for certain import bans, embargoes, and buyers whom people have blocked",
    "hold": "a person of ours looks first",
    "ask_customer": "the buyer can put it right",
    "admit": "only a remark, or a score",
    "order": "tested once an order",
    "line": "tested for every line; the finding names those that fired",
    "buyer": "the buyer answers",
    "product_data": "those who keep the product file",
    "finance": "those who see the payments",
    "risk": "those who judge fraud and parties",
    "warehouse": "those who pack",
}

ADMISSION = Domain(
    name="admission",
    lexicon=LEXICON,
    sets=("address", "payment", "imports", "fraud"),
    precedence=("cancel", "hold", "ask_customer", "admit"),
    whole="order",
    part="line",
    missing_verdict="hold",
    missing_reason="DATA_MISSING",
    fault_reason="ENGINE_FAULT",
    expired_reason="HOLD_EXPIRED",
    score_verdict="hold",
    actors=("buyer", "product_data", "finance", "risk", "warehouse"),
    protected_sets=frozenset({"imports"}),
    final_verdicts=frozenset({"cancel"}),
    softenable_sets=frozenset({"fraud"}),
    askable=ASKABLE,
    trusting_fact="mark.trusted",
    blocking_fact="mark.blocked",
    decided_facts=frozenset(name for name in LEXICON if name.startswith("mark.blocked")),
    asking_verdict="ask_customer",
    beside=("shipping", "returns", "claims"),
    prefixes={"address": "ADR", "payment": "PAY", "imports": "IMP", "fraud": "FRD"},
    meanings=_MEANINGS,
)
