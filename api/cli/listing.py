"""Decisions as rows on a terminal, as they come: one row an order, and the reasons below unless it is admitted.

Nothing is gathered, so a file of any length prints in constant memory; a long one prints what needs a person.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from math import floor

from api.cli.columns import padded, wrapped
from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened
from engine.decision import Decision
from engine.explanation import Reason, model_answer, reasons
from engine.mark import EVERYWHERE, Mark
from engine.rulebook.book import RuleBook

ALL_ROWS = 2_000  # orders up to here are all shown, then only those that are not admitted
MOST_DETAILED = 5_000
WIDTH = 118
ID_WIDTH, OUTCOME_WIDTH, SCORE_WIDTH = 24, 14, 6
INDENT = "    "
VERSION_SHOWN = 12  # characters of a model's digest, as other digests are shown

Paint = Callable[[str, str], str]


def unpainted(text: str, _outcome: str) -> str:
    """The text without colour: for files and pipes."""
    return text


class Listing:
    """Makes the rows. `left_out` counts those that were not shown."""

    def __init__(self, book: RuleBook, language: Language, paint: Paint = unpainted, all_rows: int = ALL_ROWS) -> None:
        self.left_out = 0
        self._all_rows = all_rows
        self._book = book
        self._language = language
        self._phrases = PHRASES[language]
        self._paint = paint
        self._seen = 0
        self._shown = 0

    def heading(self) -> str:
        """Names of the columns."""
        says = self._phrases
        return self._row(says.order, padded(says.outcome, OUTCOME_WIDTH), says.score, says.reasons)

    def rows(self, screened: Screened) -> Iterator[str]:
        """The lines of one order; none when it is left out."""
        decision = screened.decision
        if decision is None:
            return
        self._seen += 1
        passes = decision.outcome == self._book.domain.neutral
        if (passes and self._seen > self._all_rows) or self._shown >= MOST_DETAILED:
            self.left_out += 1
            return
        self._shown += 1
        yield from self.order(decision, screened.buyer, detailed=not passes)

    def order(self, decision: Decision, buyer: str | None, *, detailed: bool) -> Iterator[str]:
        """The row of one order and, if wanted, its reasons."""
        found = reasons(decision, self._book, self._language, buyer)
        outcome = padded(self._phrases.outcomes.get(decision.outcome, decision.outcome), OUTCOME_WIDTH)
        codes = self._phrases.joiner.join(dict.fromkeys(each.reason for each in found))
        painted = self._paint(outcome, decision.outcome)
        yield self._row(decision.receipt.order_id, painted, str(decision.score or ""), codes)
        if detailed:
            yield from (wrapped(self._mark(each), WIDTH, INDENT) for each in decision.marks)
            yield from chain.from_iterable(self.reason(each, decision) for each in found)
            # Several reasons may tell the buyer the same; remarks tell the buyer nothing.
            told = (each.customer for each in found if each.customer and each.verdict != self._book.domain.neutral)
            for text in dict.fromkeys(told):
                yield wrapped(self._phrases.buyer_reads.format(text), WIDTH, INDENT)
            yield from self._model(decision)

    def reason(self, reason: Reason, decision: Decision) -> Iterator[str]:
        """One reason: what is wrong, where, who acts, and what to do."""
        says = self._phrases
        is_remark = reason.verdict == self._book.domain.neutral
        head = self._remark_head(reason) if is_remark else self._finding_head(reason)
        place = self._place(reason, decision)
        yield wrapped(f"· {head}{place}{reason.text} [{reason.reason}, {reason.rule}]", WIDTH, INDENT)
        for text in says.quoted(reason.quotes):
            yield wrapped(text, WIDTH, INDENT + "  ")
        if is_remark:
            return
        below = (
            says.missing.format(says.joiner.join(reason.wanting)) if reason.wanting else "",
            says.fix.format(reason.fix) if reason.fix else "",
            says.waived.format(reason.waived_by) if reason.waived_by is not None else "",
        )
        yield from (wrapped(text, WIDTH, INDENT + "  ") for text in below if text)

    def _model(self, decision: Decision) -> Iterator[str]:
        """What the model said, and why; nothing where there was none."""
        says, answer = self._phrases, model_answer(decision, self._book, self._language)
        if answer is None:
            return
        told = [says.model.format(answer.version[:VERSION_SHOWN], floor((answer.percentile or 0.0) * 10) / 10)]
        if answer.probability is not None:
            told.append(says.model_fraud.format(answer.probability))
        yield wrapped(says.separator.join(told), WIDTH, INDENT)
        for text in dict.fromkeys(each.text for each in answer.reasons):
            yield wrapped(f"· {text}", WIDTH, INDENT + "  ")

    def _mark(self, mark: Mark) -> str:
        """Whose mark matched: what, why, from where, since when and until when."""
        says = self._phrases
        until = says.mark_until.format(mark.until.date().isoformat()) if mark.until is not None else says.mark_endless
        source = says.joiner.join(each for each in (says.mark_sources[mark.source], mark.source_id) if each)
        scope = "" if mark.scope == EVERYWHERE else f"{says.separator}{mark.scope}"
        told = says.marks[mark.verdict].format(says.mark_kinds[mark.kind], says.mark_reasons[mark.reason])
        since = says.mark_since.format(mark.since.date().isoformat())
        return f"· {told}{says.separator}{source}{scope}{says.separator}{since}{says.joiner}{until} [{mark.id}]"

    def _finding_head(self, reason: Reason) -> str:
        says = self._phrases
        actor = says.acts.format(says.actors.get(reason.actor, reason.actor))
        return f"{says.outcomes.get(reason.verdict, reason.verdict)}{says.separator}{actor}{says.separator}"

    def _remark_head(self, reason: Reason) -> str:
        says = self._phrases
        score = f" +{reason.score}" if reason.score else ""
        return f"{says.remark}{score}{says.separator}"

    def _place(self, reason: Reason, decision: Decision) -> str:
        if not reason.lines:
            return ""
        numbers = self._phrases.joiner.join(_named(number, decision) for number in reason.lines)
        phrase = self._phrases.line if len(reason.lines) == 1 else self._phrases.lines
        return phrase.format(numbers) + self._phrases.colon

    def _row(self, order_id: str, outcome: str, score: str, codes: str) -> str:
        return f"{padded(order_id, ID_WIDTH)} {outcome} {padded(score, SCORE_WIDTH)} {codes}".rstrip()


def _named(number: int, decision: Decision) -> str:
    """A line by its number and, where it has one, its SKU."""
    parts = () if decision.evaluation is None else decision.evaluation.sheet.parts
    sku = parts[number - 1].get("line.sku") if 0 < number <= len(parts) else None
    return str(number) if sku is None else f"{number} ({sku})"
