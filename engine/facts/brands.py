"""Facts of the brands that a line names, and of notices against it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from engine.brands.authority import AuthorityState, BrandStatement, names_of, spelling, state_for, statement, worst
from engine.brands.brand import Confidence, Mention, MentionKind
from engine.brands.screening import BrandScreen
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.products.effective import EffectiveLine
from engine.takedown import Takedown

Facts = dict[str, Value]
NOTHING = BrandStatement()
# Of a line that was cancelled nothing is sold.
UNSOLD: Facts = {
    **dict.fromkeys(("line.brands", "line.brands_compatible", "line.brand_confusable"), frozenset[str]()),
    **dict.fromkeys(("line.brand_replica", "line.takedowns"), frozenset[str]()),
    **dict.fromkeys(("line.brand_claimed", "line.brand_disguised", "line.brand_misspelt"), False),
    **dict.fromkeys(("line.brand_imitated", "line.taken_down"), False),
}


def brand_facts(
    order: Order,
    effective: Sequence[EffectiveLine],
    takedowns: Iterable[Takedown],
    destination: str | None,
    decided_on: date,
    screen: BrandScreen,
) -> tuple[Facts, ...]:
    """Facts of each line as the product file completes it; `order` has them as they were sold."""
    notices = tuple(takedowns)
    sold = [order.lines[each.number - 1] for each in effective]
    return tuple(
        _named(_under(whole, each.line), stated_brand(each), destination, decided_on, screen)
        | _taken_down((each.line, whole), notices)
        if each.line.quantity
        else UNSOLD
        for each, whole in zip(effective, sold, strict=True)
    )


def _under(sold: Line, part: Line) -> Line:
    """What lies in a kit, under the title that buyers read: that may imitate a brand, or write it in disguise."""
    if sold.title is None or sold.title == part.title:
        return part
    return replace(part, description=" · ".join(each for each in (sold.title, part.description) if each))


def stated_brand(effective: EffectiveLine) -> BrandStatement:
    """What the product file says of an article's brand. A seller who names a licence for it keeps licences of it."""
    product = effective.product
    if product is None:
        return NOTHING
    return statement(product.brand, product.brand_licence, kept=product.brand_licence is not None)


def _named(
    line: Line, statement: BrandStatement, destination: str | None, decided_on: date, screen: BrandScreen
) -> Facts:
    found = screen.screen(line.title, line.description, statement.brand)
    claimed = found.brands(MentionKind.OWN_NAME)
    authorities = statement.authorities or ()
    brands = screen.vocabulary.brands

    def leave(brand: str) -> AuthorityState:
        return state_for(names_of(brands[brand]), authorities, destination, decided_on)

    def odd(mention: Mention) -> bool:
        """The seller's own mark may look like another's; whoever sells a brand with leave may misspell it."""
        own = state_for(frozenset({spelling(mention.written)}), authorities, destination, decided_on)
        slip = mention.confidence is Confidence.MEDIUM and leave(mention.brand) is AuthorityState.VALID
        return not slip and own is not AuthorityState.VALID

    confusable = [each for each in found.mentions if each.kind is MentionKind.CONFUSABLE and odd(each)]
    replica = found.brands(MentionKind.REPLICA)
    facts: Facts = {
        "line.brands": claimed,
        "line.brands_compatible": found.brands(MentionKind.COMPATIBLE) - claimed,
        "line.brand_confusable": frozenset(each.brand for each in confusable),
        "line.brand_replica": replica,
        "line.brand_claimed": bool(claimed),
        "line.brand_disguised": any(each.confidence is Confidence.HIGH for each in confusable),
        "line.brand_misspelt": any(each.confidence is Confidence.MEDIUM for each in confusable),
        "line.brand_imitated": bool(replica),
    }
    if statement.authorities is not None:
        state = worst(leave(each) for each in claimed)
        facts |= {"line.brand_authority": state.value, "line.brand_authorised": state is AuthorityState.VALID}
    return facts


def _taken_down(lines: Iterable[Line], notices: Iterable[Takedown]) -> Facts:
    """A notice names an article as the channel sells it, or as the seller keeps it."""
    named = [(line.sku, line.title) for line in lines]
    found = frozenset(each.id for each in notices if any(each.concerns(sku, title) for sku, title in named))
    return {"line.taken_down": bool(found), "line.takedowns": found}
