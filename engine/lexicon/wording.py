"""Values of facts as people read them: amounts with their currency, sets as lists, yes and no in their language."""

from datetime import date

from engine.lexicon.code_words import code_word
from engine.lexicon.spec import Fact, Value
from engine.order.money import Money

# A value that a text quotes and that nobody has stated.
NOT_STATED = {
    "en": "not stated",
    "zh": "未提供",
    "de": "nicht angegeben",
    "fr": "non indiqué",
    "es": "no indicado",
    "ja": "未記入",
}
_NOTHING = {"en": "none", "zh": "无", "de": "keine", "fr": "aucun", "es": "ninguno", "ja": "なし"}
_YES_NO = {
    "en": ("yes", "no"),
    "zh": ("是", "否"),
    "de": ("ja", "nein"),
    "fr": ("oui", "non"),
    "es": ("sí", "no"),
    "ja": ("はい", "いいえ"),
}
_JOINER = {"zh": "、", "ja": "、"}
# Units of facts that are money: the currency they are in, or None for the order's own.
_MONEY = {"EUR cents": "EUR", "minor units": None}


def language_of(locale: str) -> str:
    """The language of a locale such as `de-DE` or `zh_CN`, as messages are filed under."""
    return locale.replace("_", "-").split("-")[0].lower()


def worded(value: Value, fact: Fact | None, language: str, currency: str | None = None) -> str:
    """The value in words. `currency` is the order's, for amounts in its minor units."""
    match value:
        case bool():
            yes, no = _YES_NO.get(language, _YES_NO["en"])
            return yes if value else no
        case frozenset():
            named = value if fact is None else [code_word(fact.name, each, language) for each in value]
            return _JOINER.get(language, ", ").join(sorted(named)) or _NOTHING.get(language, _NOTHING["en"])
        case date():
            return value.isoformat()
        case int() if fact is not None and fact.unit in _MONEY:
            paid_in = _MONEY[fact.unit] or currency
            return str(value) if paid_in is None else str(Money(value, paid_in))
        case str() if fact is not None:
            return code_word(fact.name, value, language)
    return str(value)
