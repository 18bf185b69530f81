"""`clearway demo`: sample orders of a shop at a fixed moment, from their decision to the end of the return window."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from api.cli.columns import padded, wrapped
from api.cli.demo_house import Kept, carried_on, demo_house, life_of, taken_in
from api.cli.demo_papers import paper_rows
from api.cli.demo_stock import make_ready_to_print
from api.cli.failing import Exit
from api.cli.life_page import timeline_rows
from api.cli.life_phrases import saying
from api.cli.listing import INDENT, WIDTH, Listing
from api.cli.opening import Options, file_of
from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened
from api.cli.summary import Summary
from api.composition.house import House
from api.composition.parts import MERCHANT
from api.decision_document import decision_document
from engine.admission import Admission
from engine.bundled import data_folder
from engine.decision import Decision
from engine.explanation import reasons
from engine.findings import plain
from engine.rulebook.book import RuleBook
from fulfillment.overview import Overview
from fulfillment.states import Stage
from fulfillment.walkthrough import PlayedClock

DECIDED_AT = "2026-11-22T08:00:00+00:00"
SHOWN_IN_FULL = "D-26"
FOLLOWED = "D-01"
NAME_WIDTH = 34


def run(language: Language, folder: Path | None) -> Exit:
    """Takes the samples through the desk, shows one decision in full, carries on what was admitted, names its papers.

    With a folder, papers are printed into it.
    """
    records = list(file_of(Options(file=data_folder() / "demo" / "orders.jsonl"))())
    with demo_house(PlayedClock(datetime.fromisoformat(DECIDED_AT))) as house:
        kept = taken_in(house, records)
        admission = house.desk.editions.current(MERCHANT).admission
        _print(*_table(kept, admission, language), "")
        shown = next(each.screened for each in kept if _called(each) == SHOWN_IN_FULL)
        if shown.decision is not None:
            _print(*in_full(shown, shown.decision, admission, language), "")
        make_ready_to_print(house)
        seen = carried_on(house, kept)
        followed = next(each for each in kept if _called(each) == FOLLOWED)
        _print(saying("timeline", language, FOLLOWED))
        _print(*timeline_rows(life_of(house, followed), seen[followed.order_id].view.case.currency, language))
        _print("", *_papers(house, followed, folder, language))
    _print("", ending(kept, seen, admission.book, language))
    return Exit.DONE


def _table(kept: list[Kept], admission: Admission, language: Language) -> Iterator[str]:
    """A row for each order, and what it came to."""
    listing, summary = Listing(admission.book, language), Summary(admission.book.domain)
    yield listing.heading()
    for each in kept:
        summary.count(each.screened)
        yield from listing.rows(each.screened)
    yield ""
    yield from summary.lines(language)


def ending(kept: list[Kept], seen: Mapping[str, Overview], book: RuleBook, language: Language) -> str:
    """In a line: how many were completed, how many wait and for whom, how many were cancelled."""
    stages = Counter(each.view.case.stage for each in seen.values())
    waiting = [each for each in kept if seen[each.order_id].view.case.stage == Stage.SCREENED]
    actors = Counter(_waits_for(each.screened.decision, book) for each in waiting if each.screened.decision is not None)
    says = PHRASES[language]
    named = (f"{says.actors.get(name, name)} {many}" for name, many in sorted(actors.items(), key=_most_first))
    cancelled = stages[Stage.REJECTED] + stages[Stage.CANCELLED]
    told = saying("ended", language, stages[Stage.COMPLETED], len(waiting), says.joiner.join(named), cancelled)
    others = len(kept) - stages[Stage.COMPLETED] - len(waiting) - cancelled
    return f"{told}{says.separator}{saying('other', language, others)}" if others else told


def _papers(house: House, followed: Kept, folder: Path | None, language: Language) -> Iterator[str]:
    yield saying("papers", language, FOLLOWED)
    yield from (f"  {row}" for row in paper_rows(house, followed.order_id, FOLLOWED, folder, language))
    if folder is None:
        yield f"  {saying('print', language)}"


def _waits_for(decision: Decision, book: RuleBook) -> str:
    """Who acts on the worst reason."""
    return next(each.actor for each in reasons(decision, book, "en") if each.verdict == decision.outcome)


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _called(kept: Kept) -> str:
    order = kept.screened.record.order
    return "" if order is None else order.id


def in_full(screened: Screened, decision: Decision, admission: Admission, language: Language) -> Iterator[str]:
    """A decision with the values that its rules read, what could not be checked, and its receipt."""
    says = PHRASES[language]
    yield from Listing(admission.book, language).order(decision, screened.buyer, detailed=True)
    for finding in decision.findings:
        yield f"\n{INDENT}{finding.rule} {says.read}"
        yield from (f"{INDENT}  {padded(name, NAME_WIDTH)} {plain(value)}" for name, value in finding.values.items())
    yield ""
    yield from _not_checked(decision, language)
    yield ""
    yield from _receipt(screened, decision, admission.book, language)


def _not_checked(decision: Decision, language: Language) -> Iterator[str]:
    """Rules that could not speak, by why."""
    states = dict.fromkeys(each.state for each in decision.not_checked)
    for state in states:
        rules = [each.rule for each in decision.not_checked if each.state == state]
        named = PHRASES[language].joiner.join(dict.fromkeys(rules))
        yield wrapped(f"{PHRASES[language].states[state]} {named}", WIDTH, INDENT)


def _receipt(screened: Screened, decision: Decision, book: RuleBook, language: Language) -> Iterator[str]:
    document = decision_document(decision, book, language, screened.buyer, screened.record.number)
    receipt = document["receipt"]
    yield f"{INDENT}{PHRASES[language].receipt}"
    if isinstance(receipt, dict):
        yield from (f"{INDENT}  {padded(name, NAME_WIDTH)} {_said(value)}" for name, value in receipt.items())


def _said(value: object) -> str:
    if isinstance(value, dict):
        return _said([f"{name} {held}" for name, held in value.items()])
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return str(value)


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
