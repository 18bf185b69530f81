"""What a house answers to a customer who wants to give goods back: a book of its own, since no decision about an order
rests on it.

The law stands first: what a statute grants is the worst verdict, so that no rule can take it away again.
"""

from engine.lexicon.return_facts import RETURNS_LEXICON
from engine.rulebook.domain import Domain

RETURNS = Domain(
    name="returns",
    lexicon=RETURNS_LEXICON,
    sets=("law", "terms", "inspection", "ways"),
    precedence=("grant", "review", "ask_evidence", "decline", "deduct", "bar", "avoid", "accept"),
    whole="return",
    part="way",
    missing_verdict="review",
    missing_reason="RETURN_DATA_MISSING",
    fault_reason="RETURN_ENGINE_FAULT",
    score_verdict="review",
    actors=("service", "finance", "warehouse", "risk"),
    protected_sets=frozenset({"law"}),
    prefixes={"law": "RLW", "terms": "RTM", "inspection": "RIN", "ways": "RWY"},
    meanings={
        "law": "what the law of the destination gives the customer, whatever the shop would like",
        "terms": "may these goods come back on the shop's own terms, and what is still to be known",
        "inspection": "what follows from how the goods came back",
        "ways": "may the matter be settled in this way, and would we rather have another",
        "grant": "the law gives it: it is done, and nothing may refuse it",
        "review": "a person of ours looks first",
        "ask_evidence": "the customer is asked for photos first",
        "decline": "the goods stay with the customer, and so does their price with the shop",
        "deduct": "less than was paid goes back",
        "bar": "the matter is not settled in this way",
        "avoid": "in this way only where no other is left",
        "accept": "only a remark; without any finding the goods may come back",
        "return": "tested once a return",
        "way": "tested for every way in which it can be settled; the finding names those that fired",
        "service": "those who talk with customers",
        "finance": "those who see payments",
        "warehouse": "those who look at what comes back",
        "risk": "those who judge fraud",
    },
)
