"""A carrier's bill taken in: its lines kept in one transaction, then audited some at a time, so that a large bill that
is broken off goes on where it was.

A file is known by its digest: the same again changes nothing. Lines that another file brought are not taken twice.
Lines that give back come last, so that what they close has been opened.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.store.database import Database
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.freight.auditing import audit
from fulfillment.freight.bill import FreightBill
from fulfillment.freight.cases import Moved, credit, follow
from fulfillment.freight.difference import Audited, Difference, told
from fulfillment.freight.expected import Expectations
from fulfillment.freight.keeping import identified, kept, numbers_of
from fulfillment.freight.kinds import Place
from fulfillment.freight.sources import Sources
from fulfillment.freight.tolerances import Tolerances
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightFile, FreightLine
from fulfillment.repeating import repeated
from fulfillment.site import Site
from fulfillment.store.freight import (
    add_freight_file,
    find_freight_file,
    freight_file_of,
    freight_lines_of,
    freight_lines_of_parcels,
    known_freight_identities,
    numbers_of_ours,
    place_freight_line,
    save_freight_file,
)
from fulfillment.store.freight_cases import freight_cases_of_lines
from fulfillment.store.settlement import lock_books

AT_ONCE = 100
MOST = 128
Step = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a bill. `is_known`: it was taken in before. `unchecked`: why lines, or charges of them, could not be
    looked at -> how many. `spare`: what was given back and no difference had asked for, by currency."""

    file: FreightFile
    is_known: bool
    moved: Moved
    unchecked: Mapping[str, int]
    spare: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What would come of a bill; nothing is kept."""

    fresh: int
    matched: int
    found: tuple[tuple[FreightLine, Difference], ...]
    unchecked: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """Where bills are taken in, for whom, and by what they are judged."""

    database: Database
    site: Site
    sources: Sources
    tolerances: Tolerances
    merchant: str
    now: datetime
    actor: str

    def take(self, bill: FreightBill, step: Step = lambda _: None, at_once: int = AT_ONCE) -> Taken:
        """Takes a bill in. `step` is told how many of its lines are audited. Raises StoreBusy, StoreUnreachable."""
        file, is_known = repeated(self.database, lambda session: self._begun(session, bill))
        if file.finished_at is not None:
            return Taken(file=file, is_known=True, moved=Moved(), unchecked=_reasons(file), spare={})
        return self._audited(file, is_known=is_known, fresh=True, step=step, at_once=at_once)

    def audit(self, file_id: str, step: Step = lambda _: None, at_once: int = AT_ONCE) -> Taken:
        """Looks at a bill again: parcels may have been labelled since, or cards entered. Raises NotFound."""
        with self.database.read() as session:
            file = freight_file_of(session, self.merchant, file_id)
        if file is None:
            raise NotFound("freight bill", file_id)
        fresh = file.finished_at is None
        begun = file if fresh else replace(file, audited=0, finished_at=None, data={**file.data, "unchecked": {}})
        return self._audited(begun, is_known=True, fresh=fresh, step=step, at_once=at_once)

    def look(self, bill: FreightBill) -> Looked:
        """What would come of a bill."""
        with self.database.read() as session:
            lines = self._fresh(session, bill, "")
            expectations = self._expectations(bill.services)
            found: list[tuple[FreightLine, Difference]] = []
            unchecked: Counter[str] = Counter()
            before = freight_lines_of_parcels(session, self.merchant, {line.parcel for line in lines})
            earlier = {parcel: list(billed) for parcel, billed in before.items()}
            for line in lines:
                audited = self._judged(session, expectations, line, earlier.setdefault(line.parcel, []))
                earlier[line.parcel].append(line)
                found += [(line, each) for each in audited.differences]
                unchecked.update(audited.unchecked)
        matched = sum(line.place == Place.PARCEL for line in lines)
        return Looked(fresh=len(lines), matched=matched, found=tuple(found), unchecked=unchecked)

    def _begun(self, session: WriteSession, bill: FreightBill) -> tuple[FreightFile, bool]:
        lock_books(session, self.merchant)
        known = find_freight_file(session, self.merchant, bill.carrier, bill.digest)
        if known is not None:
            return known, True
        id_ = self.site.ids.new(Prefix.FREIGHT_FILE)
        lines = self._fresh(session, bill, id_)
        file = FreightFile(
            id=id_,
            merchant_id=self.merchant,
            carrier=bill.carrier,
            shape=bill.shape,
            digest=bill.digest,
            name=bill.name[:MOST],
            size=len(bill.lines),
            fresh=len(lines),
            received_at=self.now,
            received_by=self.actor,
            data={"services": dict(bill.services)},
        )
        add_freight_file(session, file, lines)
        return file, False

    def _fresh(self, session: ReadSession, bill: FreightBill, file_id: str) -> list[FreightLine]:
        """Those that no file before had, in the order of the file."""
        named = list(identified(bill))
        known = known_freight_identities(session, self.merchant, bill.carrier, [identity for _, identity in named])
        ours = numbers_of_ours(session, self.merchant, numbers_of(line for line, _ in named))
        return [
            kept(bill, line, identity, self.merchant, file_id, self.site.ids, ours)
            for line, identity in named
            if identity not in known
        ]

    def _audited(self, file: FreightFile, *, is_known: bool, fresh: bool, step: Step, at_once: int) -> Taken:
        moved, unchecked, spare = Moved(), Counter[str](), Counter[str]()
        with self.database.read() as session:
            lines = freight_lines_of(session, self.merchant, file.id)
        ordered = sorted(lines, key=lambda line: line.amount < 0)
        while True:
            some = ordered[file.audited : file.audited + at_once]
            done = self._chunk(file, some, len(ordered), fresh=fresh)
            if done is None:  # somebody else audits the same bill
                break
            moved += done.moved
            unchecked.update(done.unchecked)
            spare.update(done.spare)
            file = done.file
            step(file.audited)
            if file.finished_at is not None:
                break
        with self.database.read() as session:
            now = freight_file_of(session, self.merchant, file.id)
        return Taken(file=now or file, is_known=is_known, moved=moved, unchecked=unchecked, spare=spare)

    def _chunk(self, file: FreightFile, lines: Sequence[FreightLine], size: int, *, fresh: bool) -> Taken | None:
        def work(session: WriteSession) -> Taken | None:
            lock_books(session, self.merchant)
            now = freight_file_of(session, self.merchant, file.id)
            if now is None or (fresh and now.audited != file.audited):
                return None
            done = self._some(self._sitting(session), file, lines, fresh=fresh)
            unchecked = Counter(_reasons(file)) + Counter(done.unchecked)
            audited = replace(
                file,
                audited=file.audited + len(lines),
                finished_at=self.now if file.audited + len(lines) >= size else None,
                data={**file.data, "unchecked": dict(unchecked)},
            )
            # One that was audited before stays so while it is looked at again.
            save_freight_file(session, replace(audited, finished_at=audited.finished_at or now.finished_at))
            return replace(done, file=audited)

        return repeated(self.database, work)

    def _some(self, sitting: Sitting, file: FreightFile, lines: Sequence[FreightLine], *, fresh: bool) -> Taken:
        session = sitting.session
        expectations = self._expectations(_services(file))
        moved, unchecked, spare = Moved(), Counter[str](), Counter[str]()
        placed = [self._placed(session, line) for line in lines]
        before = freight_lines_of_parcels(session, self.merchant, {line.parcel for line in placed})
        known = freight_cases_of_lines(session, self.merchant, {line.id for line in placed})
        for line in placed:
            if line.amount < 0:
                if fresh and line.parcel:
                    more, left = credit(sitting, line, self.tolerances)
                    moved += more
                    spare[line.currency] += left
                continue
            earlier = [each for each in before.get(line.parcel, ()) if each.id < line.id]
            audited = self._judged(session, expectations, line, earlier)
            own = {name: case for name, case in known.items() if case.line_id == line.id}
            moved += follow(sitting, line, audited.differences, own)
            unchecked.update(audited.unchecked)
        return Taken(file=file, is_known=True, moved=moved, unchecked=unchecked, spare=+spare)

    def _placed(self, session: WriteSession, line: FreightLine) -> FreightLine:
        """With the parcel that it names, which may have got its label since."""
        if not line.parcel or (line.place == Place.PARCEL and line.order_id is not None):
            return line
        found = self._expectations({}).of(session, line.parcel, "")
        if found is None:
            return line
        shipment = found.shipment
        place_freight_line(session, line.id, Place.PARCEL, line.parcel, shipment.order_id, shipment.id)
        return replace(line, place=Place.PARCEL, order_id=shipment.order_id, shipment_id=shipment.id)

    def _judged(
        self, session: ReadSession, expectations: Expectations, line: FreightLine, earlier: Sequence[FreightLine]
    ) -> Audited:
        expected = expectations.of(session, line.parcel, told(line, "service")) if line.parcel else None
        same = [each for each in earlier if each.carrier == line.carrier]
        return audit(line, expected, same, self.tolerances)

    def _expectations(self, services: Sequence[tuple[str, str]] | Mapping[str, str]) -> Expectations:
        named = {word.casefold(): id_ for word, id_ in dict(services).items()}
        return Expectations(self.sources, self.merchant, named)

    def _sitting(self, session: WriteSession) -> Sitting:
        return Sitting(session=session, site=self.site, merchant=self.merchant, now=self.now, actor=self.actor)


def _services(file: FreightFile) -> Mapping[str, str]:
    found = file.data.get("services")
    return {str(word): str(id_) for word, id_ in found.items()} if isinstance(found, dict) else {}


def _reasons(file: FreightFile) -> Mapping[str, int]:
    found = file.data.get("unchecked")
    return {str(word): int(many) for word, many in found.items()} if isinstance(found, dict) else {}


def reasons_in(found: Mapping[str, int]) -> Iterator[str]:
    """Reasons with how many, the most frequent first."""
    for word, many in sorted(found.items(), key=lambda each: (-each[1], each[0])):
        yield f"{word} {many}"
