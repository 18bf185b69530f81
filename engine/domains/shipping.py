"""What a house asks of the service that takes a dispatch: a book of its own, since no decision about an order rests on
it."""

from engine.lexicon.shipping_facts import SHIPPING_LEXICON
from engine.rulebook.domain import Domain

SHIPPING = Domain(
    name="shipping",
    lexicon=SHIPPING_LEXICON,
    sets=("services", "departures"),
    precedence=("review", "bar", "avoid", "allow"),
    whole="dispatch",
    part="service",
    missing_verdict="review",
    missing_reason="SHIPPING_DATA_MISSING",
    fault_reason="SHIPPING_ENGINE_FAULT",
    score_verdict="avoid",
    actors=("shipping", "finance", "product_data"),
    prefixes={"services": "SVC", "departures": "DEP"},
    meanings={
        "services": "may this service take these goods, and would we rather have another",
        "departures": "may these goods go out as they stand",
        "review": "a person of ours looks before a label is made",
        "bar": "this service is not used",
        "avoid": "this service is used only where no other is left",
        "allow": "only a remark",
        "dispatch": "tested once a dispatch",
        "service": "tested for every service that can take it; the finding names those that fired",
        "shipping": "those who choose carriers",
        "finance": "those who see costs",
        "product_data": "those who keep the product file",
    },
)
