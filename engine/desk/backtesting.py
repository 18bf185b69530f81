"""Decides stored history twice, with two editions, and keeps what differs; nothing of the orders themselves changes.

Facts are as they were: the order version that was decided, and the recorded context of that decision (memory, papers,
registrations, hits on lists, products, notices, releases). Law and rules are those of the day of the decision, or of
one day for all. So what differs is due to the rules.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from pathlib import Path

from engine.admission import Admission
from engine.decision import Decision
from engine.desk.desk import Caller, Desk
from engine.desk.edition_files import DATA, data_files, part_of, rule_files
from engine.desk.editions import Loaded
from engine.desk.errors import NotFound
from engine.desk.forgetting import has_forgotten
from engine.lexicon.sheet import Sheet
from engine.order.reading import order_again
from engine.recall import recall_context
from engine.store.backtests import (
    COMPARED,
    KIND,
    BacktestRow,
    ComparedRow,
    HistoryRow,
    Place,
    Wanted,
    add_compared,
    backtest_of,
    compared,
    decisions_that_count,
    history,
)
from engine.store.chunks import NewRun, plan_run
from engine.store.sessions import ReadSession, WriteSession
from engine.workbench.comparing.order import SHADOW, Compared

THEN = "then"
MAIN = "main"
CHANGED, ERASED, FORGOTTEN = "changed", "erased", "numbers forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which editions decide which orders. `law_on` is the day for which rules, lists and parameters are resolved, and
    None for that of each decision; `sample` is how many orders at most."""

    candidate: str
    against: str
    law_on: date | None = None
    wanted: Wanted = field(default_factory=Wanted)
    sample: int | None = None

    def params(self) -> Mapping[str, object]:
        """What every chunk is handed."""
        wanted = self.wanted
        filters = {
            "since": None if wanted.since is None else wanted.since.isoformat(),
            "until": None if wanted.until is None else wanted.until.isoformat(),
            "shop": wanted.shop,
            "channel": wanted.channel,
            "country": wanted.country,
            "sample": self.sample,
        }
        return {
            "candidate": self.candidate,
            "against": self.against,
            "as_of": THEN if self.law_on is None else self.law_on.isoformat(),
            "filters": {name: value for name, value in filters.items() if value is not None},
        }


@dataclass(frozen=True, slots=True)
class Look:
    """What two editions say of some orders; `left_out` counts those that cannot be decided as they were."""

    rows: tuple[ComparedRow, ...]
    left_out: Mapping[str, int]


def keep_folder(desk: Desk, caller: Caller, rules: Path, data: Path | None, base: str) -> str:
    """Stores a rules folder as an edition that is not in force, with a folder of data, or with the data of another
    edition; answers its digest. Raises RuleBookRejected when the rules cannot be read, DataRejected and NotFound."""
    of_data = part_of(desk.editions.files(base, caller.merchant)[1], DATA) if data is None else data_files(data)
    return desk.editions.keep(rule_files(rules), of_data, caller.name, caller.merchant).edition.digest


def plan(desk: Desk, session: WriteSession, caller: Caller, asked: Plan, chunk: int = 200) -> str:
    """Writes a run and its chunks, which hold ids of decisions, so that it stays the same while orders change."""
    places = decisions_that_count(session, caller.merchant, asked.wanted)
    chosen = places if asked.sample is None else _sample(places, asked.sample)
    new = NewRun(kind=KIND, merchant=caller.merchant, created_by=caller.name, params=asked.params(), chunk=chunk)
    return plan_run(session, desk.ids, new, (each.decision for each in chosen), desk.clock.now())


def _sample(places: Iterable[Place], size: int) -> Sequence[Place]:
    """The orders whose hashed ids are smallest: as good as chance, the same each time, and a larger sample holds the
    smaller one."""
    chosen = heapq.nsmallest(size, places, key=lambda place: blake2b(place.order_id.encode(), digest_size=8).digest())
    return sorted(chosen, key=lambda place: place.decision)


def look(
    desk: Desk, session: ReadSession, merchant: str, decisions: Sequence[str], params: Mapping[str, object]
) -> Look:
    """Decides with both editions and writes nothing. Raises NotFound for an edition that is not stored."""
    against, candidate = (desk.editions.load(str(params[name]), merchant) for name in ("against", "candidate"))
    pair = _Pair(desk, against, candidate, _moment(str(params["as_of"])))
    rows: list[ComparedRow] = []
    left_out: Counter[str] = Counter()
    for row in history(session, merchant, decisions):
        found = pair.compared(row)
        if isinstance(found, str):
            left_out[found] += 1
        else:
            rows.append(found)
    return Look(tuple(rows), left_out)


def settle(session: WriteSession, merchant: str, run: str, seen: Look) -> Mapping[str, int]:
    """Writes what was found, and counts it."""
    add_compared(session, merchant, run, seen.rows)
    counted = Counter({COMPARED: len(seen.rows)})
    for row in seen.rows:
        if row.before != row.after:
            counted[CHANGED] += 1
            counted[f"{row.before} -> {row.after}"] += 1
    return counted + Counter(seen.left_out)


def _moment(as_of: str) -> datetime | None:
    return None if as_of == THEN else datetime.combine(date.fromisoformat(as_of), time(12), UTC)


class _Pair:
    """Two editions that decide the same orders."""

    def __init__(self, desk: Desk, against: Loaded, candidate: Loaded, law_at: datetime | None) -> None:
        self._desk = desk
        self._before = against.admission
        self._after = candidate.admission
        self._law_at = law_at

    def compared(self, row: HistoryRow) -> ComparedRow | str:
        """What both say; or why the order cannot be decided as it was."""
        document, is_whole = self._desk.seal.joined(row.document, row.sealed, row.person_key)
        personal = self._desk.seal.opened(row.person_key, row.personal)
        if not is_whole or personal is None:
            return ERASED
        order = order_again(document)
        if has_forgotten(order):
            return FORGOTTEN
        context = recall_context(row.content, personal, self._before.book.domain.lexicon)
        before = self._before.decide(order, context, law_at=self._law_at)
        sheet = self._shared(before, order.channel)
        after = self._after.decide(order, context, sheet=sheet, law_at=self._law_at)
        return ComparedRow(
            order_id=row.order_id,
            decision=row.decision,
            recorded=row.outcome,
            before=before.outcome,
            after=after.outcome,
            before_rules=rules_that_spoke(before, self._before),
            after_rules=rules_that_spoke(after, self._after),
            before_score=before.score,
            after_score=after.score,
            value=self._before.knowledge.rates.to_eur_minor(order.totals.total, order.currency),
            placed_at=row.placed_at,
            country=row.country,
            channel=row.channel,
            shop=row.shop,
        )

    def _shared(self, before: Decision, channel: str) -> Sheet | None:
        """The facts that the first has stated, where the second would state the same."""
        same = self._before.knowledge is self._after.knowledge
        same = same and self._before.unknown_to(channel) == self._after.unknown_to(channel)
        return before.evaluation.sheet if same and before.evaluation is not None else None


def rules_that_spoke(decision: Decision, admission: Admission) -> Mapping[str, str]:
    """Each rule with a finding that counts, and the worst of its verdicts; `shadow` for those that decide nothing."""
    domain = admission.book.domain
    found: dict[str, str] = {each.rule: SHADOW for each in decision.shadow}
    for each in decision.findings:
        if each.waived_by is None:
            found[each.rule] = domain.worst(each.verdict, found.get(each.rule, domain.neutral))
    return dict(sorted(found.items()))


def the_run(desk: Desk, merchant: str, run: str) -> BacktestRow:
    """A run of the merchant. Raises NotFound."""
    with desk.database.read() as session:
        found = backtest_of(session, merchant, run)
    if found is None:
        raise NotFound("backtest", run)
    return found


def results(session: ReadSession, merchant: str, run: str, known_by: datetime, after: str = "") -> Iterator[Compared]:
    """What a run found, order by order, with the labels known by then; those behind an order's id."""
    for row in compared(session, merchant, run, known_by, after):
        yield Compared(
            order_id=row.order_id,
            ref=row.ref,
            decision=row.decision,
            placed_on=row.placed_at.astimezone(UTC).date(),
            country=row.country or "",
            channel=row.channel,
            shop=row.shop,
            recorded=row.recorded,
            before=row.before,
            after=row.after,
            before_rules=row.before_rules,
            after_rules=row.after_rules,
            before_score=row.before_score,
            after_score=row.after_score,
            value=row.value,
            labels=row.labels,
        )
