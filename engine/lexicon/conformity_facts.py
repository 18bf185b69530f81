"""Facts of conformity: what goods must carry at their destination, and how their seller's registrations stand."""

from engine.lexicon.entry import words

CONFORMITY_FACTS = (
    words(
        "line.conformity_required",
        "what the destination asks of such goods: ids of data/customs/conformity.yaml",
        ["EU-CE-001"],
    ),
    words(
        "line.conformity_missing",
        "of these, what the seller's data surely lack; unknown where the seller keeps no such data",
        ["EU-CE-001"],
    ),
    words("line.conformity_unknown", "of these, what can neither be shown nor be called missing", []),
    words(
        "merchant.registrations_missing",
        "registrations as `kind:territory` that the order needs and the merchant, who keeps others like them, lacks",
        ["lucid:DE"],
    ),
    words("merchant.registrations_unknown", "registrations that the order may need, of which nothing is known", []),
    words("merchant.registrations_expired", "registrations that the order needs and that have run out", ["ioss:EU"]),
    words("merchant.registrations_expiring", "registrations that the order needs and that soon run out", ["weee:DE"]),
)
