"""Facts of denied parties: whom the order's parties may be on which list. All absent where no list is in force."""

from engine.lexicon.entry import whole_number, words

PARTY_FACTS = (
    words("party.lists", "lists in force that were screened against, each with its date", ["ofac-sdn of 2026-11-20"]),
    words("party.stale_lists", "lists older than the day allows, or without a date", ["un of 2026-02-27"]),
    words("party.confirmed", "entries that a person confirmed to be a party of the order", ["ofac-sdn:7157"]),
    words("party.strong_hits", "entries that a party probably is, and that nobody has cleared", ["ofac-sdn:7157"]),
    words("party.weak_hits", "entries that a party may be, on weak evidence, not cleared", ["un:QDi.1"]),
    words("party.cleared", "entries that a person has cleared a party of", []),
    # The listed name is the party's own, but for a letter.
    words(
        "party.evidence",
        "each hit in words: role, listed name, list, score",
        ["consignee: 0.97 like X"],
        personal=True,
    ),
    whole_number("party.confirmed_count", "entries", "how many entries a person confirmed", 1),
    whole_number("party.strong_count", "entries", "how many entries a party probably is", 1),
    whole_number("party.weak_count", "entries", "how many entries a party may be, on weak evidence", 1),
    whole_number("party.stale_count", "lists", "how many lists are older than the day allows", 1),
    whole_number("party.best_score", "percent", "highest likeness of a party and an entry nobody has cleared", 97),
)
