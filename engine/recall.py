"""A kept decision -> the decision as it was, so that it can be put into words, traced and decided again."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import orjson

from engine.admission import Admission
from engine.decision import Decision, Finding, NotChecked, Quote, Receipt
from engine.facts.context import Context, Said
from engine.lexicon.scored import ABSENT, Scored
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import FactType, Lexicon, Value
from engine.lexicon.velocity_grid import with_zeroes
from engine.mark import Mark
from engine.paper import Paper, PaperState
from engine.products.catalogue import recalled_catalogue
from engine.record import COUNTED, ORDER_DIGEST, PARTIES, QUOTES, SIGNS, Part, Record, Recorded
from engine.registration import Registration
from engine.runtime.evaluation import Evaluation
from engine.takedown import Takedown
from engine.time_over import TimeOver
from engine.waiver import Waiver

_TRUTHS = {sign: truth for truth, sign in SIGNS.items()}


@dataclass(frozen=True, slots=True)
class Recalled:
    """A decision, and the context that leads to it again. `is_whole`: no personal value is missing."""

    decision: Decision
    context: Context
    is_whole: bool = True


def recall(kept: Record, admission: Admission) -> Recalled:
    """Reads a record back. `admission` is of the edition that decided."""
    reading = _Reading(kept.personal, admission.book.domain.lexicon)
    content = orjson.loads(kept.content)
    receipt = _receipt(content["receipt"], kept.personal)
    decision = Decision(
        outcome=content["outcome"],
        findings=reading.findings(content["findings"], "findings"),
        score=content["score"],
        not_checked=tuple(
            NotChecked(rule=rule, state=state, wanting=tuple(wanting))
            for rule, state, wanting in content["not_checked"]
        ),
        shadow=reading.findings(content["shadow"], "shadow"),
        receipt=receipt,
        evaluation=reading.evaluation(orjson.loads(kept.trace), _dict(content["model"]), receipt, admission),
        let_through_percent=content.get("let_through_percent"),
        marks=_marks(content) or (),
    )
    return Recalled(decision, reading.context(content, receipt))


def recall_context(content: bytes, personal: Mapping[str, object], lexicon: Lexicon) -> Context:
    """The context alone: what else went into a decision, as it was then, without its findings and trace."""
    values = orjson.loads(content)
    return _Reading(personal, lexicon).context(values, _receipt(values["receipt"], personal))


def recall_sheet(
    trace: bytes,
    content: Mapping[str, object],
    personal: Mapping[str, object],
    lexicon: Lexicon,
    only: Collection[str] | None = None,
) -> Sheet | None:
    """The facts of a decision; None where the engine failed before it had them. `content` is as JSON has it; `only`
    names the facts that are wanted, where not all are."""
    values = orjson.loads(trace)
    if values is None:
        return None
    if only is not None:
        values["whole"] = _some(values["whole"], only)
        values["parts"] = [_some(part, only) for part in values["parts"]]
    sheet = _Reading(personal, lexicon).sheet(values, _dict(content["model"]))
    return sheet if only is None else replace(sheet, whole=_some(sheet.whole, only))


def _some(values: Mapping[str, Value], names: Collection[str]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name in names}


class _Reading:
    def __init__(self, personal: Mapping[str, object], lexicon: Lexicon) -> None:
        self._personal = personal
        self._lexicon = lexicon

    def findings(self, rows: list[Part], group: str) -> tuple[Finding, ...]:
        return tuple(self._finding(row, f"{group}/{number}") for number, row in enumerate(rows))

    def _finding(self, row: Part, place: str) -> Finding:
        values = row["values"]
        known = self._values(values if isinstance(values, dict) else {}, place)
        lists = {name: tuple(_list(row[name])) for name in ("ask", "wanting")}
        quotes = tuple(Quote(*_list(each)) for each in _list(self._personal.get(f"{place}{QUOTES}")))  # type: ignore[arg-type]
        return Finding(**(row | lists | {"values": known, "quotes": quotes}))  # type: ignore[arg-type]

    def evaluation(self, trace: Part | None, model: Part, receipt: Receipt, admission: Admission) -> Evaluation | None:
        if trace is None:
            return None
        return Evaluation(
            self.sheet(trace, model),
            admission.program(receipt.decided_at, receipt.placed_at, receipt.overrides),
            (),
            [_TRUTHS[sign] for sign in str(trace["whole_truths"])],
            [[_TRUTHS[sign] for sign in str(signs)] for signs in _list(trace["part_truths"])],
        )

    def sheet(self, trace: Part, model: Part) -> Sheet:
        return Sheet(
            self._counted(trace, "whole", "whole"),
            tuple(self._values(_dict(part), f"parts/{number}") for number, part in enumerate(_list(trace["parts"]))),
            frozenset(str(each) for each in _list(trace["never"])),
            features=tuple(float(str(each)) if each is not None else math.nan for each in _list(model.get("features"))),
            scored=self.scored(model),
        )

    def context(self, content: Part, receipt: Receipt) -> Context:
        return Context(
            decided_at=receipt.decided_at,
            velocity=Recorded(self._counted(content, "remembered", "")),
            products=recalled_catalogue(_dict(content["products"])) if "products" in content else None,
            waivers=tuple(_waiver(_dict(each)) for each in _list(content["waivers"])),
            parties=self._values(_dict(content.get("parties")), PARTIES),
            papers=tuple(_paper(_dict(each)) for each in _list(content.get("papers"))),
            registrations=tuple(_registration(_dict(each)) for each in _list(content.get("registrations"))),
            takedowns=tuple(_takedown(_dict(each)) for each in _list(content.get("takedowns"))),
            marks=_marks(content),
            over=_over(_dict(content.get("over"))),
            model=Said(self.scored(_dict(content["model"]))),
            typical_quantities={sku: int(str(count)) for sku, count in _dict(content["typical_quantities"]).items()},
        )

    def scored(self, content: Part) -> Scored:
        """What models said then."""
        if not content:
            return ABSENT
        return Scored(self._values(_dict(content["facts"]), ""), _dict(content["detail"]))

    def _counted(self, part: Part, name: str, place: str) -> dict[str, Value]:
        return dict(with_zeroes(map(str, _list(part.get(COUNTED))), self._values(_dict(part[name]), place)))

    def _values(self, values: Part, place: str) -> dict[str, Value]:
        start = f"{place}/"
        own = {name.removeprefix(start): value for name, value in self._personal.items() if name.startswith(start)}
        return {name: typed(name, value, self._lexicon) for name, value in (values | own).items()}


def typed(name: str, value: object, lexicon: Lexicon) -> Value:
    """A fact's value as JSON holds it -> as rules read it: the inverse of `engine.findings.plain`."""
    fact = lexicon.get(name)
    if isinstance(value, list):
        return frozenset(str(each) for each in value)
    if isinstance(value, str) and fact is not None and fact.type is FactType.DATE:
        return date.fromisoformat(value)
    if isinstance(value, bool | int | float | str):
        return value
    raise TypeError(name)


def _receipt(row: Part, personal: Mapping[str, object]) -> Receipt:
    digest = {"order_digest": str(personal.get(ORDER_DIGEST, ""))}  # empty after an erasure
    times = {name: datetime.fromisoformat(str(row[name])) for name in ("placed_at", "decided_at")}
    named = {name: tuple(_list(row.get(name))) for name in ("waivers", "overrides")}
    return Receipt(**(row | digest | times | named))  # type: ignore[arg-type]


def _waiver(row: Part) -> Waiver:
    until = None if row["until"] is None else datetime.fromisoformat(str(row["until"]))
    return Waiver(
        rule=str(row["rule"]), fingerprint=str(row["fingerprint"]), by=str(row["by"]), why=str(row["why"]), until=until
    )


def _paper(row: Part) -> Paper:
    start, end = (None if day is None else date.fromisoformat(str(day)) for day in _list(row["valid"]))
    line = row["line"]
    return Paper(
        id=str(row["id"]),
        kind=str(row["kind"]),
        line=line if isinstance(line, int) else None,
        about=str(row["about"]),
        state=PaperState(str(row["state"])),
        valid_from=start,
        valid_until=end,
    )


def _registration(row: Part) -> Registration:
    start, end, warned = (None if day is None else date.fromisoformat(str(day)) for day in _list(row["days"]))
    entity, shop = (None if row[name] is None else str(row[name]) for name in ("entity", "shop"))
    return Registration(
        id=str(row["id"]),
        kind=str(row["kind"]),
        country=str(row["country"]),
        number=str(row["number"]),
        entity=entity,
        shop=shop,
        valid_from=start,
        valid_to=end,
        warned_from=warned,
    )


def _takedown(row: Part) -> Takedown:
    sku, title = (None if each is None else str(each) for each in (row["sku"], row["title"]))
    return Takedown(id=str(row["id"]), sku=sku, title=title, reference=str(row["reference"]))


def _over(row: Part) -> TimeOver | None:
    if not row:
        return None
    texts = {name: str(row[name]) for name in ("hold", "rule", "reason", "clock")}
    return TimeOver(**texts, at=datetime.fromisoformat(str(row["at"])))


def _marks(content: Part) -> tuple[Mark, ...] | None:
    return tuple(_mark(_dict(each)) for each in _list(content["marks"])) if "marks" in content else None


def _mark(row: Part) -> Mark:
    until = None if row["until"] is None else datetime.fromisoformat(str(row["until"]))
    texts = {name: str(row[name]) for name in ("id", "kind", "verdict", "scope", "reason", "source", "source_id")}
    return Mark(**texts, since=datetime.fromisoformat(str(row["since"])), until=until)


def _dict(value: object) -> Part:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
