"""`clearway demo`: sample orders of a shop, decided at a fixed moment, and one decision with all that it rests on."""

import sys
from collections.abc import Iterator

from api.cli.columns import padded, wrapped
from api.cli.failing import Exit
from api.cli.listing import INDENT, WIDTH, Listing
from api.cli.opening import Options, admission_of, context_of, file_of, memory_of
from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened, screen
from api.cli.summary import Summary
from api.decision_document import decision_document
from engine.admission import Admission
from engine.bundled import data_folder
from engine.decision import Decision
from engine.findings import plain
from engine.rulebook.book import RuleBook

DECIDED_AT = "2026-11-22T08:00:00+00:00"
SHOWN_IN_FULL = "D-26"
NAME_WIDTH = 34


def run(language: Language) -> Exit:
    """Screens the samples as `clearway screen` would, and shows one of them in full."""
    options = Options(file=data_folder() / "demo" / "orders.jsonl", at=DECIDED_AT)
    admission = admission_of(options)
    listing, summary = Listing(admission.book, language), Summary(admission.book.domain)
    shown: Screened | None = None
    _print(listing.heading())
    for each in screen(file_of(options), memory_of(admission), admission, context_of(options)):
        summary.count(each)
        _print(*listing.rows(each))
        if each.decision is not None and each.decision.receipt.order_id == SHOWN_IN_FULL:
            shown = each
    _print("", *summary.lines(language), "")
    if shown is not None and shown.decision is not None:
        _print(*in_full(shown, shown.decision, admission, language))
    return Exit.DONE


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
