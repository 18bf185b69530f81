"""Money at stake, shared out to the lines and parcels of an order. Pure; shares add up to what was given."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from fulfillment.documents.spreading import spread
from fulfillment.learning.happening import is_case
from fulfillment.profit.figure import OrderProfit, Part
from fulfillment.profit.sharing import entries
from fulfillment.records import OutcomeFact, OutcomePart

Which = Callable[[OutcomePart], bool]


def touches(fact: OutcomeFact, part: OutcomePart) -> bool:
    """Whether something happened to this line in this parcel."""
    return fact.line in (0, part.line) and fact.shipment_id in ("", part.shipment_id)


def with_stakes(
    parts: Sequence[OutcomePart], facts: Collection[OutcomeFact], profit: OrderProfit, reship: int,
    wasted: Collection[str],
) -> tuple[OutcomePart, ...]:  # fmt: skip
    """The parts with their amounts. `reship`: what sending goods again came to; `wasted`: ids of parcels whose freight
    was for nothing. What was given falls on the parts that something happened to, or else on all."""
    if not parts:
        return ()
    cases = [each for each in facts if is_case(each)]

    def is_hit(part: OutcomePart) -> bool:
        return any(touches(each, part) for each in cases)

    refund = _shared(parts, max(0, -known(profit, Part.REFUND)), is_hit)
    chargeback = _shared(parts, max(0, -known(profit, Part.CHARGEBACK)), is_hit)
    again = _shared(parts, reship, is_hit)

    def is_lost(part: OutcomePart) -> bool:
        return part.shipment_id in wasted or is_hit(part)

    recovered = _shared(parts, max(0, known(profit, Part.CLAIM)), is_lost)
    freight = _freight(parts, profit)
    return tuple(
        replace(part, refund=refund[at], chargeback=chargeback[at], reship=again[at], recovered=recovered[at],
                freight_lost=freight[at] if part.shipment_id in wasted else 0)
        for at, part in enumerate(parts)
    )  # fmt: skip


def known(profit: OrderProfit, part: Part) -> int:
    """What is known of a part of a profit, in minor units."""
    return sum(each.minor for each in profit.figures if each.part is part and each.minor is not None)


def _shared(parts: Sequence[OutcomePart], minor: int, which: Which) -> list[int]:
    chosen = [which(each) for each in parts]
    if not any(chosen):
        chosen = [True] * len(parts)
    return _spread(minor, [each.value if is_in else 0 for each, is_in in zip(parts, chosen, strict=True)], chosen)


def _freight(parts: Sequence[OutcomePart], profit: OrderProfit) -> list[int]:
    """What each line's freight came to, by the pieces of it in each parcel."""
    found = [0] * len(parts)
    for line in {each.line for each in parts}:
        minor = max(0, -sum(each.minor for each in entries(profit) if each.part is Part.FREIGHT and each.line == line))
        own = [at for at, each in enumerate(parts) if each.line == line]
        for at, share in zip(own, _spread(minor, [parts[each].pieces for each in own], [True] * len(own)), strict=True):
            found[at] = share
    return found


def _spread(minor: int, weights: Iterable[int], chosen: Iterable[bool]) -> list[int]:
    """By weights; where none has any, evenly among the chosen."""
    known_weights = list(weights)
    return list(spread(minor, known_weights if any(known_weights) else [int(each) for each in chosen]))
