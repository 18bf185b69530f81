"""The answer to a row of `clearway goods classify`: what the goods are, why, and what law says of them.

The names and forms of the fields are an interface that others build on: docs/how-to-screen-goods.md lists them.
"""

from collections.abc import Callable, Mapping
from datetime import date

from api.cli.goods_law import GoodsLaw, Ruling, Spoken
from api.cli.goods_rows import Asked, read_row
from engine.address.customs import customs_territory
from engine.goods.classification import Classification
from engine.goods.hs import HsStatus
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Journey

Answer = dict[str, object]
ToEuro = Callable[[int, str], int | None]


class Answerer:
    """Answers rows, one after the other. `today` is the day of rows that name none."""

    def __init__(self, knowledge: GoodsKnowledge, to_eur_minor: ToEuro, today: date) -> None:
        self._knowledge = knowledge
        self._law = GoodsLaw(knowledge)
        self._to_eur_minor = to_eur_minor
        self._today = today

    def answer(self, values: Mapping[str, object]) -> Answer:
        """The answer to one row. Raises RowRejected when the row cannot be read."""
        asked = read_row(values)
        found = self._knowledge.classifier.classify(asked.line)
        return {**self._goods(asked, found), **_said(self._ruling(asked, found))}

    def _goods(self, asked: Asked, found: Classification) -> Answer:
        top = self._knowledge.classifier.categories.top_level
        return {
            "text": asked.row.text if asked.row.text is not None else asked.row.title,
            "categories": sorted(found.categories & top),
            "kinds": sorted(found.categories - top),
            "evidence": [
                {"category": item.category, "basis": item.basis.value, "term": item.term} for item in found.evidence
            ],
            "confidence": found.status.value,
            "vague": found.undeclarable,
            "hs_status": self._status(asked.code).value,
            "hs_conflict": found.hs_contradicts_text,
        }

    def _status(self, code: str | None) -> HsStatus:
        if code is not None and not code.isdigit():
            return HsStatus.UNKNOWN_HEADING
        return self._knowledge.headings.status(code)

    def _ruling(self, asked: Asked, found: Classification) -> Ruling:
        """Of a row without a destination nothing is said."""
        row = asked.row
        if row.destination is None:
            return Ruling()
        on = row.date or self._today
        journey = Journey(
            destination=row.destination.upper(),
            movement=_movement(row.ship_from, row.destination),
            mode=row.mode,
            decided_on=on,
            placed_on=on,
        )
        return self._law.rule(asked.line, found, journey, self._value(asked))

    def _value(self, asked: Asked) -> int | None:
        row = asked.row
        if row.unit_price is None or row.currency is None:
            return None
        return self._to_eur_minor(row.unit_price * row.quantity, row.currency.upper())


def _movement(ship_from: str | None, destination: str) -> str:
    """Without a place of departure the goods are taken to come from abroad, where most law speaks."""
    if ship_from is None:
        return "import"
    if ship_from.upper() == destination.upper():
        return "domestic"
    same = customs_territory(ship_from.upper()) == customs_territory(destination.upper())
    return "intra_union" if same else "import"


def _said(ruling: Ruling) -> Answer:
    return {
        "restrictions": [_plain(spoken) for spoken in ruling.spoken],
        "documents": list(ruling.documents),
        "needs_information": [
            {"restriction": spoken.restriction.id, "value": value}
            for spoken in ruling.spoken
            for value in spoken.unstated
        ],
    }


def _plain(spoken: Spoken) -> Answer:
    restriction = spoken.restriction
    return {
        "id": restriction.id,
        "kind": restriction.kind.value,
        "category": restriction.category,
        "item": restriction.item,
        "movement": sorted(movement.value for movement in restriction.movements),
        "scope": sorted(reach.value for reach in restriction.reaches),
        "confidence": restriction.trust.value,
        "limit": spoken.standing.value,
    }
