"""What a run came to: how many orders went which way, by which rules, why they were looked at, and each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.bulk.anew import (
    BECAUSE,
    CHANGES,
    COME,
    DECIDED,
    ERASED,
    GONE,
    LATER,
    LOOKED,
    REASONS,
    UNCHANGED,
    UNTOUCHED,
)
from engine.desk.bulk.frozen import Asked, asked_of
from engine.desk.bulk.runs import found_run
from engine.store.chunks import run_report
from engine.store.rescreens import FoundRow, RescreenRow, all_found
from engine.store.sessions import ReadSession

# Ways in which an order may have gone, in the order in which a report tells of them.
WAYS = (*CHANGES.values(), REASONS, UNCHANGED, UNTOUCHED, LATER, ERASED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. `ways` has an entry for each of `WAYS`; `moved` counts orders by kind of what moved, and `moved_by` by
    the very thing; `flipped` counts by rule how often it newly spoke, and no longer did. `dead` are chunks that were
    given up, with their errors."""

    run: RescreenRow
    asked: Asked
    looked_at: int
    decided: int
    ways: Mapping[str, int]
    outcomes: Mapping[str, int]
    moved: Mapping[str, int]
    moved_by: Mapping[str, int]
    flipped: Mapping[str, tuple[int, int]]
    why: Sequence[Mapping[str, object]]
    done: int
    dead: Mapping[int, str]

    @property
    def edition(self) -> str | None:
        """Which edition decides; None before the run is planned."""
        found = self.run.params.get("edition")
        return found if isinstance(found, str) else None

    @property
    def at(self) -> datetime | None:
        """The moment by which all orders are decided."""
        found = self.run.params.get("at")
        return datetime.fromisoformat(found) if isinstance(found, str) else None


def report_of(session: ReadSession, merchant: str, run: str) -> Report:
    """What a run has come to so far. Raises NotFound."""
    row = found_run(session, merchant, run)
    found = run_report(session, run, merchant)
    totals, why = found.totals, row.params.get("why", [])
    kinds = _under(totals, BECAUSE)
    come, gone = _under(totals, COME), _under(totals, GONE)
    return Report(
        run=row,
        asked=asked_of(row.params),
        looked_at=totals.get(LOOKED, 0),
        decided=totals.get(DECIDED, 0),
        ways={way: totals.get(way, 0) for way in WAYS},
        outcomes={name: count for name, count in totals.items() if " -> " in name},
        moved={name: count for name, count in kinds.items() if " " not in name},
        moved_by={name: count for name, count in kinds.items() if " " in name},
        flipped={rule: (come.get(rule, 0), gone.get(rule, 0)) for rule in sorted(come.keys() | gone.keys())},
        why=why if isinstance(why, list) else (),
        done=found.by_state.get("done", 0),
        dead=found.dead,
    )


def _under(totals: Mapping[str, int], prefix: str) -> Mapping[str, int]:
    return {name.removeprefix(prefix): count for name, count in totals.items() if name.startswith(prefix)}


def rows_of(session: ReadSession, merchant: str, run: str) -> Iterator[FoundRow]:
    """Every order that came out otherwise, or was erased, by id. Raises NotFound."""
    found_run(session, merchant, run)
    yield from all_found(session, merchant, run)
