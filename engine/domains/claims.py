"""What a house does about a parcel that something happened to: against the carrier, and for the buyer meanwhile."""

from engine.lexicon.claim_facts import CLAIM_LEXICON
from engine.rulebook.domain import Domain

CLAIMS = Domain(
    name="claims",
    lexicon=CLAIM_LEXICON,
    sets=("carriers", "buyers"),
    precedence=("review", "wait", "file", "appeal", "refund_customer", "reship", "write_off", "note"),
    whole="claim",
    part="proof",
    missing_verdict="review",
    missing_reason="CLAIM_DATA_MISSING",
    fault_reason="CLAIM_ENGINE_FAULT",
    score_verdict="review",
    actors=("service", "warehouse", "shipping", "finance"),
    prefixes={"carriers": "CLC", "buyers": "CLB"},
    meanings={
        "carriers": "what becomes of the claim against the carrier",
        "buyers": "what the buyer gets without waiting for the carrier",
        "review": "a person of ours looks first; nothing happens by itself on that side",
        "wait": "not yet: something may still turn up, or is still to be handed in",
        "file": "the claim is filed: its file is written and marked for sending",
        "appeal": "the carrier is asked once more after it denied",
        "refund_customer": "the buyer gets their money at once",
        "reship": "the buyer is to get the goods again",
        "write_off": "the claim is not worth the work, and ends",
        "note": "only a remark",
        "claim": "tested once a claim",
        "proof": "tested for every proof that its kind and carrier ask for; the finding names those that fired",
        "service": "those who speak with buyers and carriers",
        "warehouse": "those who pack",
        "shipping": "those who choose carriers",
        "finance": "those who see the payments",
    },
)
