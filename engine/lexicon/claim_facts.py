"""What rules of claims may ask: of what happened to a parcel, and of each proof that its claim asks for."""

from engine.lexicon.entry import country, flag, of_part, one_of, text, whole_number, words
from engine.lexicon.spec import Fact, Lexicon

KINDS = ("loss", "damage", "late", "silent", "wrong_delivery", "returned_to_sender", "customs_refusal")
STATES = (
    "opened",
    "evidence_pending",
    "filed",
    "acknowledged",
    "approved",
    "denied",
    "appealed",
    "paid",
    "time_barred",
    "withdrawn",
    "closed",
)
PROOFS = (
    "label",
    "hand_over",
    "declaration",
    "invoice",
    "tracking",
    "packing",
    "photos",
    "statement",
    "cost",
    "non_delivery",
)
PEOPLE = ("buyer", "warehouse", "shipping", "finance")
EUR = "EUR cents"

_OF_CLAIM: tuple[Fact, ...] = (
    one_of("claim.kind", KINDS, "what happened to the parcel"),
    one_of("claim.state", STATES, "where the claim stands"),
    text("claim.carrier", "who carried it", "dhl"),
    text("claim.service", "by which service", "intl-express"),
    country("claim.origin", "where it left from", "CN"),
    country("claim.country", "where it goes", "DE"),
    text("claim.channel", "where the order was placed", "shopify"),
    text("claim.shop", "the shop that sold it", "cyclery-de"),
    flag("claim.delivered", "the carrier says that it is delivered"),
    whole_number("claim.days_since_hand_over", "days", "days since the carrier got it", 21),
    whole_number("claim.days_since_last_scan", "days", "days since the carrier told something last", 15),
    whole_number("claim.days_since_delivery", "days", "days since it was delivered", 2),
    whole_number("claim.days_over_expected", "days", "days since it should have arrived; negative: it is not due", 6),
    whole_number("claim.days_open", "days", "days since the case was opened", 3),
    whole_number("claim.days_left", "days", "whole days left to file; negative: the last day is over", 9),
    flag("claim.deadline_sure", "somebody published that last day; else it is assumed"),
    flag("claim.too_early", "the carrier does not listen yet"),
    whole_number("claim.days_since_filed", "days", "days since it was filed", 30),
    whole_number("claim.days_since_denied", "days", "days since the carrier denied it", 4),
    whole_number("claim.days_since_paid", "days", "days since something was paid for it last", 12),
    flag("claim.appealed", "the carrier was asked once more before"),
    whole_number("claim.value_eur_minor", EUR, "what the buyer paid for the pieces that are claimed", 4990),
    whole_number("claim.cost_eur_minor", EUR, "what these pieces cost", 2100),
    whole_number("claim.claimable_eur_minor", EUR, "what can be claimed, within the carrier's liability", 3120),
    whole_number("claim.limit_eur_minor", EUR, "how far the carrier is liable", 3120),
    whole_number("claim.weight_g", "g", "weight of the parcel as it was packed", 640),
    words("claim.proofs_missing", "proofs that are needed and not there", ["photos"], PROOFS),
    whole_number("claim.past_claims", "claims", "claims about other orders of the same buyer", 1),
    flag("claim.buyer_overdue", "the claim is over, and the day until which its buyer waits has passed"),
    flag("claim.made_good", "the buyer has their money or the goods again, or sends goods back"),
)

_OF_PROOF: tuple[Fact, ...] = (
    one_of("proof.kind", PROOFS, "what proves it"),
    flag("proof.needed", "the claim is not filed by itself without it"),
    flag("proof.there", "it is in the house or was handed in"),
    one_of("proof.of", PEOPLE, "who is asked for it"),
)

CLAIM_LEXICON = Lexicon((*_OF_CLAIM, *(of_part(each) for each in _OF_PROOF)))
