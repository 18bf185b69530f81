"""What applies to a line, as a document that people and programs can read."""

from collections.abc import Sequence

from engine.goods.limits import UNITS, VALUE, Measured
from engine.goods.screening import Applied


def law_report(applied: Sequence[Applied]) -> list[dict[str, object]]:
    """One entry a restriction: what it says, by what it was found, how its limits are kept, what rests on what.

    Values of money are minor units: of the limit's currency, or euro cents where the order is in another one.
    """
    return [_one(each) for each in applied]


def _one(applied: Applied) -> dict[str, object]:
    restriction = applied.restriction
    return {
        "restriction": restriction.id,
        "kind": restriction.kind.value,
        "category": restriction.category,
        "item": restriction.item,
        "law_of": applied.side.value,
        "movement": applied.movement.value,
        "scope": sorted(restriction.reaches),
        "standing": applied.standing.value,
        "limits": [_measured(each) for each in applied.measured],
        "origin_unknown": applied.origin_unknown,
        "evidence": {"basis": applied.evidence.basis.value, "term": applied.evidence.term},
        "certain": applied.certain,
        "documents": sorted(restriction.documents),
        "confidence": restriction.trust.value,
        "sources": [{"id": source.id, "locator": source.locator} for source in restriction.sources],
    }


def _measured(measured: Measured) -> dict[str, object]:
    limit = measured.limit
    return {
        "measure": limit.measure,
        "per": limit.per.value,
        "unit": limit.currency if limit.measure == VALUE else UNITS[limit.measure],
        "most": measured.most,
        "stated": measured.stated,
        "known": measured.least,
        "standing": measured.standing.value,
    }


def law_lines(applied: Sequence[Applied]) -> list[str]:
    """The same, a line of text for each restriction."""
    return [_told(each) for each in applied]


def _told(applied: Applied) -> str:
    restriction = applied.restriction
    limits = "; ".join(
        f"{item.limit.measure} {'unknown' if item.stated is None else f'{item.stated:g}'} of {item.most:g}"
        f" per {item.limit.per}"
        for item in applied.measured
    )
    parts = [
        f"{restriction.id} {restriction.kind} ({restriction.category})",
        f"on {applied.movement}",
        f"by {applied.evidence.basis} `{applied.evidence.term}`",
        f"{restriction.trust} confidence",
        f"{applied.standing}: {limits}" if limits else "",
        "origin unknown" if applied.origin_unknown else "",
        f"asks for {', '.join(sorted(restriction.documents))}" if restriction.documents else "",
        f"source {'; '.join(f'{source.id}: {source.locator}' for source in restriction.sources)}",
    ]
    return ", ".join(part for part in parts if part)
