"""Facts of marks: what people know of the order's e-mail address, phone, address, card and account."""

from engine.lexicon.entry import whole_number, words
from engine.mark import KINDS

MARK_FACTS = (
    words("mark.blocked", "what of the order people have blocked", ["email"], KINDS),
    words("mark.trusted", "what of the order people trust", ["customer"], KINDS),
    whole_number("mark.blocked_count", "kinds", "how many kinds of keys are blocked", 1),
    whole_number(
        "mark.blocked_identities", "kinds", "the same without the address, behind which others may live as well", 1
    ),
    whole_number("mark.trusted_count", "kinds", "how many kinds of keys are trusted", 1),
)
