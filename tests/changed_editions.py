"""Editions that differ from the project's own in one thing, and a desk that knows which files of theirs differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.admission import Admission
from engine.desk.editions import Loaded
from engine.facts.knowledge import Knowledge
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import LawBook
from engine.goods.restriction import Restriction
from engine.rulebook.book import ListEntry, Override, OwnValue, Param, RuleBook
from engine.rulebook.rule import Rule, Status
from engine.store.sessions import ReadSession
from tests.desks import FixedEditions, bundled

Change = Callable[[RuleBook], RuleBook]
COUNTRY = "data/restricted_goods/countries/{0}.yaml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is asked for here."""

    manifest: Mapping[str, str]


class KnownEditions(FixedEditions):
    """Editions whose manifests are known, by digest."""

    def __init__(self, *loaded: Loaded) -> None:
        super().__init__(*loaded)
        self.manifests: dict[str, Mapping[str, str]] = {}

    def edition(self, session: ReadSession, digest: str, merchant: str = "main") -> Manifest:  # type: ignore[override]
        return Manifest(self.manifests.get(digest, {}))


def with_book(change: Change, name: str) -> Loaded:
    """The project's rule book, changed; the same knowledge."""
    whole = bundled().admission
    changed = change(whole.book)
    return Loaded(name, Admission(replace(changed, digest=name), whole.knowledge))


def other_rule(id_: str, change: Callable[[Rule], Rule]) -> Change:
    """One rule changed."""

    def changed(book: RuleBook) -> RuleBook:
        return replace(book, rules=tuple(change(each) if each.id == id_ else each for each in book.rules))

    return changed


def drafted(rule: Rule) -> Rule:
    """No longer in force."""
    return replace(rule, status=Status.DRAFT)


def shadowed(rule: Rule) -> Rule:
    """Only looked at."""
    return replace(rule, status=Status.SHADOW)


def renewed(rule: Rule) -> Rule:
    """Of another version, by which releases end."""
    return replace(rule, version=rule.version + 1)


def ending(rule: Rule) -> Rule:
    """In force until a day of the synthetic stream."""
    return replace(rule, until=date(2026, 11, 10))


def other_param(name: str, factor: float) -> Change:
    """A threshold lower or higher from its first day on."""

    def changed(book: RuleBook) -> RuleBook:
        param = book.params[name]
        entries = tuple(
            replace(each, value=int(each.value * factor)) if isinstance(each.value, int) else each
            for each in param.entries
        )
        return replace(book, params={**book.params, name: Param(name, entries, param.unit, param.by)})

    return changed


def own_param(name: str, factor: float, shop: str) -> Change:
    """A threshold that a shop has lower or higher for itself."""

    def changed(book: RuleBook) -> RuleBook:
        values = [each for each in book.params[name].entries if isinstance(each.value, int)]
        own = tuple(OwnValue(from_=each.from_, value=int(int(str(each.value)) * factor)) for each in values)
        return replace(book, overrides=(Override(kind="shop", name=shop, span=book.rules[0].span, params={name: own}),))

    return changed


def shorter_list(name: str, keep: int) -> Change:
    """The first entries of a list alone."""

    def changed(book: RuleBook) -> RuleBook:
        entries: tuple[ListEntry, ...] = book.lists[name][:keep]
        return replace(book, lists={**book.lists, name: entries})

    return changed


def other_band(at_least: int) -> Change:
    """Another score from which orders wait."""

    def changed(book: RuleBook) -> RuleBook:
        bands = tuple(replace(each, at_least=at_least) for each in book.policy.bands)
        return replace(book, policy=replace(book.policy, bands=bands))

    return changed


def channel_that_knows_less(name: str, fact: str) -> Change:
    """A channel that never supplies one more fact."""

    def changed(book: RuleBook) -> RuleBook:
        channel = book.channels[name]
        less = replace(channel, never_supplies=(*channel.never_supplies, fact))
        return replace(book, channels={**book.channels, name: less})

    return changed


def with_law(
    editions: KnownEditions, code: str, id_: str, change: Callable[[Restriction], Restriction | None]
) -> Loaded:
    """The project's knowledge with one restriction of a country changed, or taken out."""
    whole = bundled().admission
    goods = whole.knowledge.goods
    rows = [each if each.id != id_ else change(each) for each in goods.law.files[code]]
    kept = tuple(each for each in rows if each is not None)
    files = {**goods.law.files, code: kept}
    law = LawBook(
        files, goods.law.members, goods.law._categories, goods.law._embargoes, goods.law._exceptions,
        goods.law.likenesses,
    )  # fmt: skip
    new: GoodsKnowledge = replace(goods, law=law, restrictions=tuple(each for some in files.values() for each in some))
    knowledge: Knowledge = replace(whole.knowledge, goods=new)
    name = f"law {code} {id_}"
    editions.manifests[name] = {COUNTRY.format(code): name}
    return Loaded(name, Admission(whole.book, knowledge))


def moved_end(restriction: Restriction) -> Restriction:
    """Over in the middle of the synthetic stream."""
    return replace(restriction, valid_to=date(2026, 11, 1) + timedelta(days=3))
