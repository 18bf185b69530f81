"""Whether anything that a decision rests on has moved since it was made, so that it could come out otherwise.

A decision is a function of the order, the edition, what is known beside it, and the moment. For each of these it is
asked whether it is the same, or speaks of this order in the same way. What cannot be told counts as moved: an order too
many is decided once more and comes out as it was; one too few would wait for ever.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

import engine
from engine.anomaly.features import FEATURES
from engine.desk.bulk.calendar import Calendar, calendar_of
from engine.desk.bulk.edition_shift import EditionShift, differing_paths
from engine.desk.bulk.law_shift import reads_rates
from engine.desk.bulk.opened import Opened
from engine.desk.bulk.rule_shift import RuleShift, program_reading, rule_shift, rules_reading
from engine.desk.bulk.variants import Variant, Variants
from engine.desk.desk import Desk
from engine.desk.edition_files import DATA
from engine.desk.editions import Loaded
from engine.desk.errors import NotFound
from engine.facts.context import Products
from engine.facts.order import time_facts
from engine.facts.payment import payment_facts
from engine.lexicon.scored import Scored
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.products.catalogue import Catalogue, kept_catalogue
from engine.products.effective import effective_lines
from engine.recall import recall_sheet
from engine.runtime.program import Program
from engine.store.sessions import ReadSession

# Kinds of things that move; the report counts orders by them.
RULE, POLICY, CHANNEL, RESTRICTION, DATA_FILE, RATES = "rule", "policy", "channel", "restriction", "data", "rates"
PAPERS, REGISTRATIONS, TAKEDOWNS, MARKS, HOLDS = "papers", "registrations", "takedowns", "marks", "holds"
PRODUCTS, RELEASES, PARTIES, MODEL, CLOCK, CALENDAR, ENGINE = (
    "products", "releases", "parties", "model", "clock", "calendar", "engine",
)  # fmt: skip
PLACES = frozenset({"ship_to.country", "ship_from.country"})
FAULT = "engine"  # the rule that a failure of the engine is told by
Moved = tuple[str, str]  # kind, and which of them


class Moves:
    """Asks it of many orders of one merchant, for one edition and moment. `desk` is that of the run's moment."""

    def __init__(self, desk: Desk, loaded: Loaded, merchant: str) -> None:
        self._desk = desk
        self._loaded = loaded
        self._merchant = merchant
        self._at = desk.clock.now()
        self._day = _day(self._at)
        self._shifts: dict[str, EditionShift | None] = {}
        self._calendar: Calendar = calendar_of(loaded.admission.knowledge)
        self._domain = loaded.admission.book.domain
        self._variants = Variants(loaded.admission.book)
        self._before: dict[str, Variants] = {}
        self._shifted: dict[tuple[object, ...], RuleShift] = {}
        self._programs: dict[tuple[object, ...], tuple[frozenset[str], Program | None]] = {}

    def shift(self, session: ReadSession, edition: str) -> EditionShift | None:
        """What the run's edition says otherwise than another; None where that one is not to be had."""
        if edition not in self._shifts:
            found: EditionShift | None = None
            with suppress(NotFound):
                before = self._desk.editions.load(edition, self._merchant).admission
                found = EditionShift(before, self._loaded.admission, self._paths(session, edition))
            self._shifts[edition] = found
        return self._shifts[edition]

    def _paths(self, session: ReadSession, edition: str) -> frozenset[str] | None:
        if edition == self._loaded.digest:
            return frozenset()
        with suppress(NotFound):
            old, new = (
                self._desk.editions.edition(session, each, self._merchant).manifest
                for each in (edition, self._loaded.digest)
            )
            return differing_paths(old, new, DATA)
        return None

    def of(self, session: ReadSession, opened: Opened) -> tuple[Moved, ...]:
        """What moved, and could touch the order; empty where nothing did. The cheapest questions come first, and
        those that remain are not asked once one was answered."""
        shift = self.shift(session, opened.known.edition)
        if shift is None:
            return ((ENGINE, "the edition that decided is gone"),)
        for ask in (self._beside, self._edition, self._law, self._model, self._said):
            found = tuple(ask(opened, shift))
            if found:
                return found
        return ()

    def _beside(self, opened: Opened, shift: EditionShift) -> Iterator[Moved]:
        """What merchants and people have said, and what runs out."""
        del shift
        then, now = opened.then, opened.now
        receipt = opened.content["receipt"]
        if isinstance(receipt, dict) and receipt["engine"] != engine.__version__:
            yield ENGINE, str(receipt["engine"])
        lists = (
            (PAPERS, then.papers, now.papers),
            (REGISTRATIONS, then.registrations, now.registrations),
            (TAKEDOWNS, then.takedowns, now.takedowns),
            (MARKS, then.marks, now.marks),
            (RELEASES, then.waivers, now.waivers),
            (HOLDS, then.over, now.over),
            (PRODUCTS, _kept(then.products), _kept(now.products)),
        )
        for kind, old, new in lists:
            if old != new:
                yield kind, ""
        yield from _ended(opened, self._day, self._at)
        moved = _different(then.parties, now.parties) & self._variants.of(opened.order).reads(
            self._day, _day(opened.order.placed_at)
        )
        yield from ((PARTIES, name) for name in sorted(moved))

    def _edition(self, opened: Opened, shift: EditionShift) -> Iterator[Moved]:
        yield from ((POLICY, name) for name in shift.policy)
        if opened.known.key.channel in shift.channels:
            yield CHANNEL, opened.known.key.channel
        yield from ((DATA_FILE, path) for path in sorted(shift.knowledge))
        edge = self._calendar.between(_day(opened.then.decided_at), self._day)
        if edge is not None:
            yield CALENDAR, edge.isoformat()

    def _law(self, opened: Opened, shift: EditionShift) -> Iterator[Moved]:
        rates = shift.rates or _rates_of(opened) != self._loaded.admission.knowledge.editions.get(RATES)
        if shift.law is None and not rates:
            return
        sheet = _sheet(opened, self._loaded, PLACES)
        if sheet is None:
            yield ENGINE, FAULT
            return
        destination, origin = _text(sheet, "ship_to.country"), _text(sheet, "ship_from.country")
        law = self._loaded.admission.knowledge.goods.law
        if rates and reads_rates(opened.order.currency, destination, origin, law):
            yield RATES, opened.order.currency
        if shift.law is not None:
            catalogue = opened.now.products
            held = catalogue if isinstance(catalogue, Catalogue) else None
            lines = [each.line for each in effective_lines(opened.order, held, destination)]
            yield from ((RESTRICTION, id_) for id_ in sorted(shift.law.touches(destination, origin, lines)))

    def _model(self, opened: Opened, shift: EditionShift) -> Iterator[Moved]:
        del shift
        if opened.chosen.digest != opened.known.current.model:
            yield MODEL, opened.chosen.digest or "none"
        elif opened.chosen.digest is not None:
            sheet = _sheet(opened, self._loaded, frozenset())
            before = None if sheet is None else sheet.scored
            after: Scored | None = None if sheet is None else opened.chosen.scorer.score(sheet.features)
            if before is None or after is None or dict(before.facts) != dict(after.facts):
                yield MODEL, opened.chosen.digest

    def _said(self, opened: Opened, shift: EditionShift) -> Iterator[Moved]:
        """Rules that differ, and rules that read what time changes: asked of the facts as they were."""
        then, placed = _day(opened.then.decided_at), _day(opened.order.placed_at)
        variant = self._variants.of(opened.order)
        rules = self._rules_between(shift, opened, variant, (then, placed))
        timed = _changed_by_time(opened.order, opened.then.decided_at, self._at)
        if not rules.how and not timed:
            return
        ids, program = self._reading(variant, frozenset(timed), placed)
        reads = frozenset[str]().union(*(each.reads for each in (rules.now, program) if each is not None))
        sheet, spoke = _sheet(opened, self._loaded, reads), _spoke(opened)
        if sheet is None or FAULT in spoke:
            yield ENGINE, FAULT
            return
        now = _sheets_with(sheet, timed)
        yield from ((RULE, id_) for id_ in sorted(rules.ids & (spoke | _speaking(rules.now, now))))
        if not timed.keys().isdisjoint(FEATURES):
            yield MODEL, "features"
        yield from ((CLOCK, id_) for id_ in sorted(ids & (spoke | _speaking(program, now))))

    def _rules_between(
        self, shift: EditionShift, opened: Opened, after: Variant, then_placed: tuple[date, date]
    ) -> RuleShift:
        edition, placed = opened.known.edition, then_placed[1]
        if edition not in self._before:
            self._before[edition] = Variants(shift.before.book)
        before = self._before[edition].of(opened.order)
        stretches = *before.stretch(*then_placed), *after.stretch(self._day, placed)
        key = (edition, before.keys, after.keys, *stretches)
        found = self._shifted.get(key)
        if found is None:
            live = after.live(self._day, placed)
            found = self._shifted[key] = rule_shift(before.live(*then_placed), live, self._domain)
        return found

    def _reading(self, variant: Variant, facts: frozenset[str], placed: date) -> tuple[frozenset[str], Program | None]:
        """The rules that read one of these facts, or are suppressed by one."""
        key = (facts, variant.keys, *variant.stretch(self._day, placed))
        found = self._programs.get(key)
        if found is None:
            live = variant.live(self._day, placed)
            found = rules_reading(live, facts), program_reading(live, self._domain, facts)
            self._programs[key] = found
        return found


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _speaking(program: Program | None, sheets: Iterable[Sheet]) -> frozenset[str]:
    found = frozenset[str]()
    for sheet in sheets if program is not None else ():
        found |= program.speaking(sheet) if program is not None else frozenset()
    return found


def _spoke(opened: Opened) -> frozenset[str]:
    """The rules that had something to say then, quieted or not."""
    rows = [*_rows(opened.content["findings"]), *_rows(opened.content["shadow"])]
    return frozenset(str(row["rule"]) for row in rows)


def _changed_by_time(order: Order, before: datetime, after: datetime) -> Mapping[str, Value | None]:
    """Facts of order and payment that differ between two moments; None where a fact is no longer known."""
    place = order.shipping_address.country
    old, new = ({**time_facts(order, at), **payment_facts(order, at, place)} for at in (before, after))
    return {name: new.get(name) for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _sheets_with(sheet: Sheet, timed: Mapping[str, Value | None]) -> tuple[Sheet, ...]:
    """The facts as they were, but for those that time has changed. Whether what a channel never tells is left out
    depends on more than its name, so both are asked."""
    told = {name: value for name, value in {**sheet.whole, **timed}.items() if value is not None}
    sheets = [Sheet(told, sheet.parts, sheet.never_supplied)]
    if not sheet.never_supplied.isdisjoint(timed):
        rest = {name: value for name, value in told.items() if not (name in timed and name in sheet.never_supplied)}
        sheets.append(Sheet(rest, sheet.parts, sheet.never_supplied))
    return tuple(sheets)


def _ended(opened: Opened, day: date, at: datetime) -> Iterator[Moved]:
    """What has begun or run out since: papers, registrations, releases."""
    since, then = opened.then.decided_at, _day(opened.then.decided_at)
    for paper in opened.now.papers:
        if paper.in_force(then) != paper.in_force(day):
            yield PAPERS, paper.kind
    for each in opened.now.registrations:
        was, is_ = ((each.in_force(on), each.expired(on), each.expiring(on)) for on in (then, day))
        if was != is_:
            yield REGISTRATIONS, each.kind
    for waiver in opened.now.waivers:
        if waiver.until is not None and since < waiver.until <= at:
            yield RELEASES, waiver.rule


def _kept(products: Products | None) -> object:
    return kept_catalogue(products) if isinstance(products, Catalogue) else None


def _different(old: Mapping[str, Value], new: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _rates_of(opened: Opened) -> object:
    """The edition of the rates that counted then."""
    receipt = opened.content["receipt"]
    editions = receipt["data_editions"] if isinstance(receipt, dict) else {}
    return editions.get(RATES) if isinstance(editions, dict) else None


def _sheet(opened: Opened, loaded: Loaded, only: frozenset[str]) -> Sheet | None:
    lexicon = loaded.admission.book.domain.lexicon
    return recall_sheet(opened.known.trace, opened.content, opened.personal, lexicon, only)


def _text(sheet: Sheet, name: str) -> str | None:
    value = sheet.whole.get(name)
    return value if isinstance(value, str) else None


def _rows(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
