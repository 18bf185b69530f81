"""What law says of a classified line, for the answers of `clearway goods classify`: the one place that asks it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.goods.classification import Classification
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Journey
from engine.goods.limits import Against, against
from engine.goods.restriction import Restriction
from engine.order.line import Line


@dataclass(frozen=True, slots=True)
class Spoken:
    """A restriction that speaks of the line, and how the line stands against its limits."""

    restriction: Restriction
    standing: Against
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """All of them in order of ids, and the documents that are asked for."""

    spoken: tuple[Spoken, ...] = ()
    documents: tuple[str, ...] = ()


class GoodsLaw:
    """Asks the law book and looks up what it names."""

    def __init__(self, knowledge: GoodsKnowledge) -> None:
        self._law = knowledge.law
        self._by_id = {item.id: item for item in knowledge.restrictions}

    def rule(self, line: Line, classification: Classification, journey: Journey, value_eur_minor: int | None) -> Ruling:
        """What the law of the destination, and of the world, says of the line on the day of the journey."""
        found = self._law.screen(line, classification, journey, value_eur_minor=value_eur_minor)
        spoken = tuple(_spoken(self._by_id[name], line, value_eur_minor) for name in sorted(found.restrictions))
        return Ruling(spoken, tuple(sorted(found.documents_missing)))


def _spoken(restriction: Restriction, line: Line, value_eur_minor: int | None) -> Spoken:
    unstated = tuple(_unstated(restriction, line, value_eur_minor))
    return Spoken(restriction, against(restriction.limits, line, value_eur_minor), unstated)


def _unstated(restriction: Restriction, line: Line, value_eur_minor: int | None) -> Iterator[str]:
    for limit in restriction.limits:
        if against((limit,), line, value_eur_minor) is Against.UNKNOWN:
            yield limit[0]
    if restriction.origins and line.origin is None:
        yield "origin"
