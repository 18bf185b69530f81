"""What a shop or legal entity has of its own, laid over the rule book: shop before legal entity before the book.

The result is a plain rule book in which the values are substituted, so that nothing behind it knows of overrides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from engine.lexicon.spec import Value
from engine.rulebook.book import Message, Override, OwnValue, Param, ParamEntry, RuleBook

SHOP, ENTITY = "shop", "legal_entity"
KINDS = (ENTITY, SHOP)  # the later one counts before the earlier

Keys = tuple[str, ...]  # of the overrides that count for an order, the weakest first


def keys_for(known: Iterable[str], legal_entity: str | None, shop: str | None) -> Keys:
    """Which of the known overrides count for a sale of this legal entity and shop."""
    asked = (f"{ENTITY}:{legal_entity}", f"{SHOP}:{shop}")
    return tuple(key for key in asked if key in known)


def overrides_of(book: RuleBook, keys: Keys) -> tuple[Override, ...]:
    """The overrides of these keys, the weakest first; a key that the book does not have says nothing."""
    by_key = {each.key: each for each in book.overrides} if keys else {}
    return tuple(by_key[key] for key in keys if key in by_key)


def effective(book: RuleBook, keys: Keys) -> RuleBook:
    """The book as it counts where these overrides do: a plain one, with their values in the place of its own."""
    own = overrides_of(book, keys)
    params = {name: laid_over(param, own) for name, param in book.params.items()}
    return replace(book, params=params, overrides=())


def laid_over(param: Param, own: Sequence[Override]) -> Param:
    """One parameter with the values of these overrides in the place of its own, on the days that they name."""
    layers = [values for each in own if (values := each.params.get(param.name))]
    if not layers:
        return param
    days = sorted({each.from_ for each in param.entries} | {day for values in layers for day in _edges(values)})
    entries: list[ParamEntry] = []
    for day in days:
        value = _on(param, layers, day)
        if value is not None and (not entries or entries[-1].value != value):
            entries.append(ParamEntry(day, value))
    return replace(param, entries=tuple(entries))


def _edges(values: Iterable[OwnValue]) -> Iterator[date]:
    for each in values:
        yield each.from_
        if each.until is not None and each.until < date.max:
            yield each.until + timedelta(days=1)


def _on(param: Param, layers: Sequence[tuple[OwnValue, ...]], day: date) -> Value | None:
    for values in reversed(layers):
        found = next((each.value for each in values if each.counts_on(day)), None)
        if found is not None:
            return found
    return param.value(day, day)


def messages_of(book: RuleBook, keys: Keys, language: str, reason: str) -> Iterator[Message]:
    """The texts of a reason in a language, the one that counts first; a later one serves where a part is not given."""
    for each in reversed(overrides_of(book, keys)):
        own = each.messages.get(language, {}).get(reason)
        if own is not None:
            yield own
    whole = book.messages.get(language, {}).get(reason)
    if whole is not None:
        yield whole
