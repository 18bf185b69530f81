"""The answer to a row of `clearway goods classify`: what the goods are, why, and what law says of them.

The names and forms of the fields are an interface that others build on: docs/how-to-screen-goods.md lists them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from api.cli.goods_rows import Asked, read_row
from engine.address.customs import customs_territory
from engine.goods.classification import Classification
from engine.goods.hs import HsStatus
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Goods
from engine.goods.law_report import law_report
from engine.goods.limits import Against, Money
from engine.goods.restriction import Trust
from engine.goods.screening import Applied, Journey

Answer = dict[str, object]
ToEuro = Callable[[int, str], int | None]


class Answerer:
    """Answers rows, one after the other. `today` is the day of rows that name none."""

    def __init__(self, knowledge: GoodsKnowledge, to_eur_minor: ToEuro, today: date) -> None:
        self._knowledge = knowledge
        self._law = knowledge.law
        self._to_eur_minor = to_eur_minor
        self._today = today

    def answer(self, values: Mapping[str, object]) -> Answer:
        """The answer to one row. Raises RowRejected when the row cannot be read."""
        asked = read_row(values)
        found = self._knowledge.classifier.classify(asked.line)
        return {**self._goods(asked, found), **_said(self._applied(asked, found))}

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

    def _applied(self, asked: Asked, found: Classification) -> Sequence[Applied]:
        """Of a row without a destination nothing is said."""
        row = asked.row
        if row.destination is None:
            return ()
        on = row.date or self._today
        journey = Journey(
            destination=row.destination.upper(),
            ship_from=None if row.ship_from is None else row.ship_from.upper(),
            movement=_movement(row.ship_from, row.destination),
            mode=row.mode,
            decided_on=on,
            placed_on=on,
        )
        goods = Goods(asked.line, found, None if row.unit_price is None else row.unit_price * row.quantity)
        return self._law.screen_line(goods, journey, self._money(row.currency))

    def _money(self, currency: str | None) -> Money:
        return Money() if currency is None else Money(currency.upper(), self._to_eur_minor)


def _movement(ship_from: str | None, destination: str) -> str:
    """Without a place of departure the goods are taken to come from abroad, where most law speaks."""
    if ship_from is None:
        return "import"
    if ship_from.upper() == destination.upper():
        return "domestic"
    same = customs_territory(ship_from.upper()) == customs_territory(destination.upper())
    return "intra_union" if same else "import"


def _said(applied: Sequence[Applied]) -> Answer:
    spoken = sorted(applied, key=lambda each: each.restriction.id)
    binding = [each for each in spoken if each.restriction.trust is not Trust.LOW]
    asked = {document for each in binding for document in each.restriction.documents if _bites(each)}
    return {
        "restrictions": [_plain(each, report) for each, report in zip(spoken, law_report(spoken), strict=True)],
        "documents": sorted(asked),
        "needs_information": [
            {"restriction": each.restriction.id, "value": value} for each in spoken for value in _unstated(each)
        ],
    }


def _bites(applied: Applied) -> bool:
    return applied.standing in {Against.NO_LIMIT, Against.EXCEEDED}


def _unstated(applied: Applied) -> Iterator[str]:
    for measured in applied.measured:
        if measured.standing is Against.UNKNOWN:
            yield measured.limit.measure
    if applied.origin_unknown:
        yield "origin"


def _plain(applied: Applied, report: Mapping[str, object]) -> Answer:
    shown = ("kind", "category", "item", "law_of", "movement", "scope", "evidence", "limits", "documents", "confidence")
    return {
        "id": applied.restriction.id,
        **{name: report[name] for name in shown},
        "limit": applied.standing.value,
    }
