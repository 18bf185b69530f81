"""What the rules said last of a claim, in words, from what was kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.lexicon.sheet import Sheet
from fulfillment.aftersales.reasons import judgement_of
from fulfillment.casefile import CaseFile
from fulfillment.claims.checklist import Item
from fulfillment.claims.facts import facts_of
from fulfillment.desk_view import PolicyReason
from fulfillment.records import Claim, Shipment


def claim_reasons(
    file: CaseFile, claim: Claim, shipment: Shipment, items: Sequence[Item], language: str
) -> tuple[PolicyReason, ...]:
    """The reasons for what becomes of it, worst first; nothing where no rule has spoken. `part` is the number of a
    proof on its checklist. What a text quotes beside the finding's own values is as it is now."""
    kept = claim.data.get("judgement")
    if not isinstance(kept, Mapping):
        return ()
    said = judgement_of(kept, claim.created_at)
    sheet = facts_of(file, claim, shipment, tuple(items))
    # The list of proofs is data, and may have become shorter since.
    most = max((each.part or 0 for each in said.findings), default=0)
    parts = (*sheet.parts, *({} for _ in range(len(sheet.parts), most)))
    return file.site.desk.policy_words(claim.merchant_id, replace(said, facts=Sheet(sheet.whole, parts)), language)
