"""A decision as it is kept: its content, byte for byte the same when it is decided again, and its trace.

The content has everything that went in beside the order (recorded facts of memory and model, waivers, both times,
editions) and everything that came out. The trace has all facts and the truth of every test; with the edition, which
holds the rules, it explains each of them. Facts that the lexicon calls personal are taken out of both and kept apart,
to be sealed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from engine.anomaly.features import SCHEMA
from engine.decision import Decision, Finding, Receipt
from engine.facts.context import Context
from engine.findings import plain
from engine.lexicon.spec import Lexicon, Value
from engine.lexicon.velocity_grid import without_zeroes
from engine.mark import Mark
from engine.paper import Paper
from engine.products.catalogue import Catalogue, kept_catalogue
from engine.registration import Registration
from engine.runtime.evaluation import Evaluation
from engine.takedown import Takedown
from engine.time_over import TimeOver
from engine.waiver import Waiver

Part = dict[str, object]
QUOTES = "#quotes"
COUNTED = "counted"
PARTIES = "parties"  # the place of their personal values
LET_THROUGH = "let_through_percent"
ORDER_DIGEST = "receipt/order_digest"
SIGNS = {True: "1", False: "0", None: "?"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """Memory of earlier orders as it was asked once; implements the Velocity protocol."""

    values: Mapping[str, Value]

    def facts(self, order: object) -> Mapping[str, Value]:
        """What was answered then."""
        del order
        return self.values


@dataclass(frozen=True, slots=True)
class Record:
    """`content` and `trace` are JSON without personal values; these stand in `personal`, by place and name. `said` is
    what of the content figures of models ask, in the same form: they are of very many decisions."""

    content: bytes
    trace: bytes
    personal: Mapping[str, object]
    said: bytes | None = None


def record(decision: Decision, context: Context, remembered: Mapping[str, Value], lexicon: Lexicon) -> Record:
    """What is kept of a decision. `remembered` is what memory answered."""
    personal: Part = {}
    content: Part = {
        "outcome": decision.outcome,
        "score": decision.score,
        "findings": _findings(decision.findings, "findings", lexicon, personal),
        "not_checked": [[each.rule, each.state, list(each.wanting)] for each in decision.not_checked],
        "shadow": _findings(decision.shadow, "shadow", lexicon, personal),
        "receipt": _receipt(decision.receipt, personal),
        **_sparse("remembered", remembered),
        "model": _scored(decision),
        "typical_quantities": context.typical_quantities,
        "waivers": [_waiver(each) for each in context.waivers],
    }
    if decision.let_through_percent is not None:
        content[LET_THROUGH] = decision.let_through_percent
    # Most orders have few of these, and the record of every order is kept: what there is none of is left out.
    content |= {name: value for name, value in _beside(context, lexicon, personal) if value}
    if isinstance(context.products, Catalogue):  # a file that holds none of the articles is another thing than no file
        content["products"] = kept_catalogue(context.products)
    if context.marks is not None:  # looked for and not found is another thing than not looked for
        content["marks"] = [_mark(each) for each in context.marks]
    trace = _bytes(_trace(decision.evaluation, lexicon, personal))
    return Record(_bytes(content), trace, personal, said_in(content))


def said_in(content: Mapping[str, object]) -> bytes | None:
    """What models said, without features and reasons; None where no model was asked."""
    model = _part(content.get("model"))
    if not model:
        return None
    detail = _part(model.get("detail"))
    said = {**_said(detail), "challenger": _said(_part(detail.get("challenger")))}
    chance = {name: content[name] for name in (LET_THROUGH,) if name in content}
    return _bytes({"model": {"schema": model.get("schema"), "detail": said}, **chance})


def _said(detail: Mapping[str, object]) -> Part:
    if "version" not in detail:
        return {}
    anomaly, fraud = _part(detail.get("anomaly")), _part(detail.get("fraud"))
    return {
        "version": detail["version"],
        "anomaly": {name: anomaly.get(name) for name in ("score", "percentile")},
        "fraud": {"probability": fraud.get("probability")},
    }


def _part(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def in_short(decision: Decision, lexicon: Lexicon) -> Part:
    """What of a decision's content says that another one came out alike: outcome, score and findings, as they are
    kept, without the trace."""
    found = _findings(decision.findings, "findings", lexicon, {})
    part: Part = orjson.loads(_bytes({"outcome": decision.outcome, "score": decision.score, "findings": found}))
    return part


def _beside(context: Context, lexicon: Lexicon, personal: Part) -> Iterator[tuple[str, object]]:
    """What merchants and people have said that went in, and what lists of denied parties said."""
    yield "parties", _without(context.parties, lexicon, PARTIES, personal)
    yield "papers", [_paper(each) for each in context.papers]
    yield "registrations", [_registration(each) for each in context.registrations]
    yield "takedowns", [_takedown(each) for each in context.takedowns]
    yield "over", None if context.over is None else _over(context.over)


def _scored(decision: Decision) -> Part:
    """What models were asked and said; nothing where the engine failed before it had the facts."""
    sheet = None if decision.evaluation is None else decision.evaluation.sheet
    if sheet is None or sheet.scored is None:
        return {}
    return {
        "schema": SCHEMA,
        "features": sheet.features,  # what is not known, NaN, is null in JSON
        "facts": sheet.scored.facts,
        "detail": sheet.scored.detail,
    }


def _bytes(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=_default)


def _default(value: object) -> object:
    if isinstance(value, frozenset | tuple):
        return plain(value)
    raise TypeError


def _findings(findings: Sequence[Finding], group: str, lexicon: Lexicon, personal: Part) -> list[Part]:
    rows = []
    for number, each in enumerate(findings):
        place = f"{group}/{number}"
        if each.quotes:  # what somebody wrote, word for word
            personal[f"{place}{QUOTES}"] = [[quote.fact, quote.word, quote.text] for quote in each.quotes]
        rows.append(_finding(each) | {"values": _without(each.values, lexicon, place, personal)})
    return rows


def _finding(finding: Finding) -> Part:
    bucket: Part = {} if finding.bucket is None else {"bucket": finding.bucket}
    return bucket | {
        "rule": finding.rule,
        "set": finding.set,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "severity": finding.severity,
        "actor": finding.actor,
        "score": finding.score,
        "part": finding.part,
        "ask": finding.ask,
        "wanting": finding.wanting,
        "fingerprint": finding.fingerprint,
        "waived_by": finding.waived_by,
    }


def _receipt(receipt: Receipt, personal: Part) -> Part:
    personal[ORDER_DIGEST] = receipt.order_digest  # of all that the buyer wrote: it could be found out by trying
    own: Part = {"overrides": receipt.overrides} if receipt.overrides else {}  # of most orders there are none
    return own | {
        "order_id": receipt.order_id,
        "edition": receipt.edition,
        "data_editions": dict(receipt.data_editions),
        "engine": receipt.engine,
        "model": receipt.model,
        "placed_at": receipt.placed_at.isoformat(),
        "decided_at": receipt.decided_at.isoformat(),
        "waivers": receipt.waivers,
    }


def _paper(paper: Paper) -> Part:
    days = (paper.valid_from, paper.valid_until)
    return {
        "id": paper.id,
        "kind": paper.kind,
        "line": paper.line,
        "about": paper.about,
        "state": paper.state,
        "valid": [None if day is None else day.isoformat() for day in days],
    }


def _registration(registration: Registration) -> Part:
    days = (registration.valid_from, registration.valid_to, registration.warned_from)
    return {
        "id": registration.id,
        "kind": registration.kind,
        "country": registration.country,
        "number": registration.number,
        "entity": registration.entity,
        "shop": registration.shop,
        "days": [None if day is None else day.isoformat() for day in days],
    }


def _takedown(takedown: Takedown) -> Part:
    return {
        "id": takedown.id,
        "sku": takedown.sku,
        "title": takedown.title,
        "reference": takedown.reference,
    }


def _over(over: TimeOver) -> Part:
    return {
        "hold": over.hold,
        "rule": over.rule,
        "reason": over.reason,
        "clock": over.clock,
        "at": over.at.isoformat(),
    }


def _mark(mark: Mark) -> Part:
    return {
        "id": mark.id,
        "kind": mark.kind,
        "verdict": mark.verdict,
        "scope": mark.scope,
        "reason": mark.reason,
        "source": mark.source,
        "source_id": mark.source_id,
        "since": mark.since.isoformat(),
        "until": None if mark.until is None else mark.until.isoformat(),
    }


def _waiver(waiver: Waiver) -> Part:
    until = None if waiver.until is None else waiver.until.isoformat()
    return {
        "rule": waiver.rule,
        "fingerprint": waiver.fingerprint,
        "by": waiver.by,
        "why": waiver.why,
        "until": until,
    }


def _trace(evaluation: Evaluation | None, lexicon: Lexicon, personal: Part) -> Part | None:
    if evaluation is None:
        return None
    sheet = evaluation.sheet
    return {
        **_sparse("whole", _without(sheet.whole, lexicon, "whole", personal)),
        "parts": [_without(part, lexicon, f"parts/{number}", personal) for number, part in enumerate(sheet.parts)],
        "never": sorted(sheet.never_supplied),
        "whole_truths": "".join([SIGNS[truth] for truth in evaluation.whole_truths]),
        "part_truths": ["".join([SIGNS[truth] for truth in truths]) for truths in evaluation.part_truths],
    }


def _sparse(name: str, values: Mapping[str, Value]) -> Part:
    """Values under a name, and beside them the kinds of keys whose zeroes are left out: of most orders, nearly all."""
    kinds, rest = without_zeroes(values)
    return {name: rest, COUNTED: kinds}


def _without(values: Mapping[str, Value], lexicon: Lexicon, place: str, personal: Part) -> Mapping[str, Value]:
    # A text that the lexicon does not know may quote anything, so it counts as personal.
    strange = {name for name in values.keys() - lexicon.names if isinstance(values[name], str)}
    own = (values.keys() & lexicon.personal) | strange
    if not own:
        return values
    personal |= {f"{place}/{name}": plain(values[name]) for name in values if name in own}
    return {name: value for name, value in values.items() if name not in own}
