"""A chunk of orders decided anew: looked at first, in a session that only reads, then settled in one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from engine.admission import NO_MODEL
from engine.desk.bulk.frozen import Frozen, frozen_desk, frozen_of
from engine.desk.bulk.moved import Moved, Moves
from engine.desk.bulk.opened import Opened, open_all, recorded
from engine.desk.deciding import Case, Judged, order_key, sighting_token, write
from engine.desk.desk import Caller, Desk
from engine.desk.editions import Loaded
from engine.facts.entities import entities
from engine.facts.sighting import sight
from engine.record import in_short, record
from engine.store.gathered import Gathered
from engine.store.known_orders import KnownOrder, holds_by_order, known_orders
from engine.store.rescreens import FoundRow, add_found
from engine.store.sessions import ReadSession, WriteSession

BY = "rescreen"
LOOKED, DECIDED, UNTOUCHED, UNCHANGED = "looked at", "decided anew", "not touched", "unchanged"
ERASED, LATER, CHANGED = "erased", "decided since", "changed"
BECAUSE, COME, GONE = "because: ", "come: ", "gone: "
CHANGES: Mapping[str, str] = {"admit": "released", "cancel": "cancelled", "ask_customer": "asked", "hold": "held"}
REASONS = "reasons"
SHORT = ("outcome", "score", "findings")
NEUTRAL = "admit"


@dataclass(frozen=True, slots=True)
class Flip:
    """An order whose decision is another one now."""

    case: Case
    judged: Judged
    row: FoundRow


@dataclass(frozen=True, slots=True)
class ChunkLook:
    """What deciding a chunk anew would change, with what was counted on the way."""

    flips: tuple[Flip, ...]
    erased: tuple[FoundRow, ...]
    counted: Mapping[str, int]


class Deciding:
    """Decides chunks of one run. What the run holds still is read once in a process."""

    def __init__(self, desk: Desk, merchant: str, params: Mapping[str, object]) -> None:
        self.frozen: Frozen = frozen_of(params)
        self._merchant = merchant
        self.desk = desk
        self._loaded: Loaded = desk.editions.load(self.frozen.edition, merchant)
        self._moves = Moves(frozen_desk(desk, self.frozen.at), self._loaded, merchant)
        self._lexicon = self._loaded.admission.book.domain.lexicon

    def look(self, session: ReadSession, order_ids: Sequence[str]) -> ChunkLook:
        """Decides and writes nothing."""
        desk = frozen_desk(self.desk, self.frozen.at)
        rows = known_orders(session, self._merchant, order_ids)
        # Who was decided since has met a later moment than the run's, and mostly a person.
        standing = [row for row in rows if row.decided_at <= self.frozen.at]
        counted = Counter({LOOKED: len(order_ids), LATER: len(rows) - len(standing)})
        chunk = open_all(desk, session, self._merchant, standing, self._lexicon)
        flips = [flip for each in chunk.opened if (flip := self._flipped(desk, session, each, counted)) is not None]
        counted[ERASED] += len(chunk.erased)
        return ChunkLook(tuple(flips), tuple(map(_erased, chunk.erased)), counted)

    def _flipped(self, desk: Desk, session: ReadSession, opened: Opened, counted: Counter[str]) -> Flip | None:
        if self.frozen.asked.touched_only:
            moved = self._moves.of(session, opened)
            counted.update(_because(moved))
            if not moved:
                counted[UNTOUCHED] += 1
                return None
        counted[DECIDED] += 1
        decision = self._loaded.admission.decide(opened.order, opened.now)
        before, after = {name: opened.content[name] for name in SHORT}, in_short(decision, self._lexicon)
        if before == after:
            counted[UNCHANGED] += 1
            return None
        row = _flip(opened.known, decision.outcome, before["findings"], after["findings"])
        counted.update((CHANGED, row.change, f"{row.before} -> {row.after}"))
        counted.update([f"{COME}{rule}" for rule in row.come] + [f"{GONE}{rule}" for rule in row.gone])
        keys = entities(opened.order) if opened.keys is None else opened.keys
        seen = sight(opened.order, self._loaded.admission.knowledge.rates, desk.seal.token, keys)
        judged = Judged(
            decision=decision,
            kept=record(decision, opened.now, recorded(opened), self._lexicon),
            seen=seen._replace(order=sighting_token(desk, order_key(opened.order))),
            loaded=self._loaded,
            at=self.frozen.at,
            model=None if decision.receipt.model == NO_MODEL else opened.chosen.digest,
        )
        case = Case(
            caller=Caller(merchant=self._merchant, name=BY),
            order=opened.order,
            keys=keys,
            digest=opened.known.current.digest,
            standing=opened.known.standing,
            cause="rescreened",
            adds_version=False,
        )
        return Flip(case, judged, row)

    def settle(self, session: WriteSession, run: str, seen: ChunkLook) -> Mapping[str, int]:
        """Writes what the look found, in few statements. Raises StoreConflict when one of the orders was decided
        meanwhile: the whole chunk is then looked at again."""
        rows = [each.row for each in seen.flips]
        if rows and not self.frozen.asked.dry_run:
            rows = list(self._written(session, seen.flips))
        add_found(session, self._merchant, run, [*rows, *seen.erased])
        return {name: count for name, count in seen.counted.items() if count}

    def _written(self, session: WriteSession, flips: Sequence[Flip]) -> Iterable[FoundRow]:
        holds = holds_by_order(session, self._merchant, [each.row.order_id for each in flips])
        together = Gathered(session)
        for each in flips:
            case = replace(each.case, open_holds=holds[each.row.order_id])
            made = write(self.desk, together, case, each.judged)
            yield replace(each.row, new_decision=made.row.id)
        together.flush()


def _because(moved: Sequence[Moved]) -> set[str]:
    return {f"{BECAUSE}{kind}" for kind, _ in moved} | {f"{BECAUSE}{kind} {which}" for kind, which in moved if which}


def _erased(row: KnownOrder) -> FoundRow:
    return FoundRow(
        order_id=row.current.order_id,
        change=ERASED,
        ref=row.key.ref,
        shop=row.key.shop,
        country=row.country,
        before=row.current.outcome,
        after=None,
        decision=row.current.decision,
    )


def _flip(row: KnownOrder, outcome: str, before: object, after: object) -> FoundRow:
    old, new = _by_rule(before), _by_rule(after)
    return FoundRow(
        order_id=row.current.order_id,
        change=REASONS if outcome == row.current.outcome else CHANGES[outcome],
        ref=row.key.ref,
        shop=row.key.shop,
        country=row.country,
        before=row.current.outcome,
        after=outcome,
        decision=row.current.decision,
        come=tuple(sorted(rule for rule in new if new[rule] != old.get(rule))),
        gone=tuple(sorted(rule for rule in old if old[rule] != new.get(rule))),
    )


def _by_rule(findings: object) -> Mapping[str, bytes]:
    """What each rule says that somebody has to act on; a finding that was released says nothing any more."""
    found: dict[str, list[object]] = {}
    for each in findings if isinstance(findings, list) else ():
        if each["waived_by"] is None and each["verdict"] != NEUTRAL:
            found.setdefault(str(each["rule"]), []).append([each["part"], each["verdict"], each["fingerprint"]])
    return {rule: orjson.dumps(rows) for rule, rows in found.items()}
