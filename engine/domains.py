"""The kinds of rule book there are. Admission is the first; shipping, returns and claims follow."""

from engine.lexicon.admission import LEXICON
from engine.rulebook.domain import Domain

# A customer may correct where the parcel goes and who receives it, and hand in papers; never lines, values or HS codes.
ASKABLE = frozenset(
    name
    for name in LEXICON
    if name.startswith(("ship_to.", "bill_to.", "phone.", "tax.consignee_ids"))
    and name not in {"ship_to.customs_territory", "ship_to.stated_country"}
) | {"line.documents_claimed"}

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
    score_verdict="hold",
    actors=("buyer", "product_data", "finance", "risk", "warehouse"),
    protected_sets=frozenset({"imports"}),
    final_verdicts=frozenset({"cancel"}),
    askable=ASKABLE,
)
