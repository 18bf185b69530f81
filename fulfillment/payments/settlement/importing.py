"""A settlement report taken in: some lines a transaction, so that a large file that is broken off goes on where it was.

A file is known by its digest: the same again changes nothing. Several who take in the same or overlapping files at once
wait for each other line by line, and each line is taken once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.ids import Prefix
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.payments.settlement.cases import Moved
from fulfillment.payments.settlement.expected import BOUNDS, Bounds, Terms
from fulfillment.payments.settlement.identity import identified
from fulfillment.payments.settlement.judging import judge_batches, judge_payouts, terms_of
from fulfillment.payments.settlement.keeping import MOST, stated_sums
from fulfillment.payments.settlement.paying_out import pair_payouts
from fulfillment.payments.settlement.penalties import Penalties
from fulfillment.payments.settlement.report import SettlementReport
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.sweeping import judge_silent, match_again
from fulfillment.payments.settlement.taking_in import Identified, Taken, take_lines
from fulfillment.records import SettlementFile
from fulfillment.repeating import repeated
from fulfillment.site import Site
from fulfillment.store.settlement import (
    add_file,
    advance_file,
    file_of,
    find_file,
    finish_file,
    lock_books,
    state_totals,
)

AT_ONCE = 500
NEWEST = 2_000  # waiting lines that are asked again with each file; the daily look asks all
Step = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a file. `is_known`: it was taken in before, and nothing changed."""

    file: SettlementFile
    is_known: bool
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """Where reports are taken in, for whom, and by what they are weighed."""

    database: Database
    site: Site
    merchant: str
    now: datetime
    actor: str
    penalties: Penalties
    bounds: Bounds = BOUNDS

    def take(self, report: SettlementReport, step: Step = lambda _: None, at_once: int = AT_ONCE) -> Imported:
        """Takes a report in. `step` is told how many of its lines are done. Raises StoreBusy, StoreUnreachable."""
        file = repeated(self.database, lambda session: self._begun(session, report))
        if file.finished_at is not None:
            return Imported(file=file, is_known=True, moved=Moved())
        lines, moved = list(identified(report.lines)), Moved()
        while file.done < file.size:
            upto = min(file.done + at_once, file.size)
            moved += self._chunk(report, file, lines[file.done : upto], upto).moved
            file = self._read(file)
            step(file.done)
        moved += repeated(self.database, lambda session: self._finished(session, report, file))
        return Imported(file=self._read(file), is_known=False, moved=moved)

    def _begun(self, session: WriteSession, report: SettlementReport) -> SettlementFile:
        lock_books(session, self.merchant)
        known = find_file(session, self.merchant, report.provider, report.digest)
        if known is not None:
            return known
        file = SettlementFile(
            id=self.site.ids.new(Prefix.SETTLEMENT),
            merchant_id=self.merchant,
            provider=report.provider,
            digest=report.digest,
            name=report.name[:MOST],
            size=len(report.lines),
            received_at=self.now,
            received_by=self.actor,
        )
        add_file(session, file)
        return file

    def _chunk(self, report: SettlementReport, file: SettlementFile, lines: Sequence[Identified], upto: int) -> Taken:
        def work(session: WriteSession) -> Taken:
            sitting = self._sitting(session)
            lock_books(session, self.merchant)
            now = file_of(session, self.merchant, file.id)
            if now is None or now.done != file.done:  # somebody else takes the same file in
                return Taken(0, Moved())
            taken = take_lines(sitting, report, file, lines, self._terms(sitting), self.penalties)
            advance_file(session, file, upto, taken.fresh)
            return taken

        return repeated(self.database, work)

    def _finished(self, session: WriteSession, report: SettlementReport, file: SettlementFile) -> Moved:
        sitting = self._sitting(session)
        lock_books(session, self.merchant)
        now = file_of(session, self.merchant, file.id)
        if now is None or now.finished_at is not None:
            return Moved()
        batches = {each.batch[:MOST] for each in report.lines} | {each.batch[:MOST] for each in report.totals}
        state_totals(session, stated_sums(self.merchant, report))
        moved = pair_payouts(sitting, self.bounds)
        moved += judge_batches(sitting, report.provider, sorted(batches))
        moved += judge_payouts(sitting, self.bounds)
        terms = self._terms(sitting)
        moved += match_again(sitting, terms, NEWEST)
        moved += judge_silent(sitting, terms)
        finish_file(session, file, self.now)
        return moved

    def _sitting(self, session: WriteSession) -> Sitting:
        return Sitting(session=session, site=self.site, merchant=self.merchant, now=self.now, actor=self.actor)

    def _terms(self, sitting: Sitting) -> Terms:
        return terms_of(sitting, self.bounds)

    def _read(self, file: SettlementFile) -> SettlementFile:
        with self.database.read() as session:
            found = file_of(session, self.merchant, file.id)
        return file if found is None else found
