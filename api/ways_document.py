"""Ways to another outcome, as JSON can hold them. For staff: nothing of it goes to a buyer."""

from engine.findings import plain
from engine.workbench.ways_out import Alternatives, NextBand, Way


def ways_document(found: Alternatives) -> dict[str, object]:
    """Ways to a milder outcome, the rules that nearly fired, and those that nobody's change would quiet."""
    return {
        "milder": [_document(each) for each in found.milder],
        "worse": [_document(each) for each in found.worse],
        "blocked": [
            {"rule": each.rule, "line": None if each.part is None else each.part + 1, "facts": list(each.facts)}
            for each in found.blocked
        ],
        "next_band": None if found.next_band is None else _next_band(found.next_band),
        "complete": found.is_complete,
    }


def _next_band(band: NextBand) -> dict[str, object]:
    return {
        "score": band.score,
        "at_least": band.at_least,
        "missing": band.at_least - band.score,
        "outcome": band.verdict,
        "ways": [_document(each) for each in band.ways],
    }


def _document(way: Way) -> dict[str, object]:
    return {
        "outcome": way.outcome,
        "proof": way.proof.value,
        "rule": way.rule,
        "line": way.part,
        "points": way.points,
        "changes": [
            {
                "fact": each.fact,
                "line": each.part,
                "now": None if each.now is None else plain(each.now),
                "then": plain(each.then),
                "hand": each.hand.value,
            }
            for each in way.changes
        ],
    }
