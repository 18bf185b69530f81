"""Facts of each line about brands: whose names it claims, fits or imitates, and whether somebody allows it."""

from engine.lexicon.entry import flag, one_of, words

AUTHORITY = ("valid", "expired", "elsewhere", "missing")

BRAND_FACTS = (
    words("line.brands", "brands that the goods are offered under", ["nike"]),
    words("line.brands_compatible", "brands whose products the goods are said to fit", ["apple"]),
    words("line.brand_confusable", "brands whose name is written in disguise or one letter off", ["adidas"]),
    words("line.brand_replica", "brands of which the goods are said to be an imitation", ["rolex"]),
    flag("line.brand_claimed", "the goods are offered under at least one known brand"),
    flag("line.brand_disguised", "a brand's name is written with look-alike letters, digits or letters set apart"),
    flag("line.brand_misspelt", "a word is one letter away from a brand's name"),
    flag("line.brand_imitated", "a known brand is named beside words of imitation"),
    flag("line.brand_authorised", "all brands it is offered under may be sold there now; unknown if nobody keeps that"),
    one_of(
        "line.brand_authority", AUTHORITY, "how it stands with the leave to sell them; unknown if nobody keeps that"
    ),
    flag("line.taken_down", "a notice against the article is in force"),
    words("line.takedowns", "ids of the notices against it", ["tkd_019abf00c0de7000800000000000c0de"]),
)
