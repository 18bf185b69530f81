"""One rule on one sheet, whatever its status and whether or not it is in force: how it ended, and since when it counts.

The rule is compiled alone and read by both executors, so what is shown is what would decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.rulebook.book import Param, RuleBook
from engine.rulebook.resolve import resolve
from engine.rulebook.rule import Rule, Status
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.program import Program, compile_program

LIST, PARAM = "@", "$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where a test's expected value comes from: the list or parameter, and since and until when it reads so.

    For a list, `since` and `until` are those of the entry that the value met; `entries` says how many are in force.
    """

    source: str
    since: date | None = None
    until: date | None = None
    reference: str = ""
    entries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`evaluation` is absent when a parameter of the rule has no value yet on that day: nothing can be tested then.

    `in_force`: the rule counts on that day by its own dates. `decides`: it would have decided as well.
    """

    rule: Rule
    decided_on: date
    placed_on: date
    in_force: bool
    decides: bool
    evaluation: Evaluation | None = None

    @property
    def state(self) -> RuleState | None:
        """How the rule ended: `fires` when it does for some part."""
        if self.evaluation is None:
            return None
        states = {each.state for each in self.evaluation.results}
        return next((each for each in RuleState if each in states), RuleState.QUIET)

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts for which it fired, from 1."""
        results = () if self.evaluation is None else self.evaluation.results
        return tuple(part + 1 for each in results if each.state is RuleState.FIRES for part in each.parts)

    def close(self) -> None:
        """Frees what the rule was compiled into; the results stay."""
        if self.evaluation is not None:
            self.evaluation.program.close()


def try_rule(book: RuleBook, rule: Rule, sheet: Sheet, decided_at: datetime, placed_at: datetime) -> Tried:
    """Tests the rule as of these moments. Raises EngineFault like a decision does, when the executors differ."""
    decided_on, placed_on = (each.astimezone(UTC).date() for each in (decided_at, placed_at))
    program = rule_program(book, rule, decided_on, placed_on)
    in_force = rule.counts_on(decided_on)
    return Tried(
        rule=rule,
        decided_on=decided_on,
        placed_on=placed_on,
        in_force=in_force,
        decides=in_force and rule.status is Status.LIVE and program is not None,
        evaluation=None if program is None else program.match(sheet),
    )


def rule_program(book: RuleBook, rule: Rule, decided_on: date, placed_on: date) -> Program | None:
    """The rule alone, as if it were live and without end; None when a parameter has no value on these days."""
    as_if_live = replace(rule, status=Status.LIVE, from_=None, until=None)
    live = resolve(replace(book, rules=(as_if_live,)), decided_on, placed_on)
    return compile_program([replace(each, rule=rule) for each in live], book.domain) if live else None


def bases(book: RuleBook, source: str, actual: Value | None, decided_on: date, placed_on: date) -> Iterator[Basis]:
    """What stands behind a test's expected value, for each list and parameter that it names."""
    for name in (each.strip() for each in source.split(",") if each.strip()):
        if name.startswith(PARAM) and name[1:] in book.params:
            yield _of_param(book.params[name[1:]], name, decided_on, placed_on)
        elif name.startswith(LIST) and name[1:] in book.lists:
            yield _of_list(book, name, actual, decided_on, placed_on)


def _of_param(param: Param, name: str, decided_on: date, placed_on: date) -> Basis:
    day = placed_on if param.by == "placed_at" else decided_on
    current = [each for each in param.entries if each.from_ <= day]
    later = next((each.from_ for each in param.entries if each.from_ > day), None)
    if not current:
        return Basis(source=name, since=later)
    return Basis(source=name, since=current[-1].from_, until=later, reference=current[-1].reference)


def _of_list(book: RuleBook, name: str, actual: Value | None, decided_on: date, placed_on: date) -> Basis:
    entries = [each for each in book.lists[name[1:]] if each.counts(decided_on, placed_on)]
    wanted = actual if isinstance(actual, frozenset) else frozenset({actual})
    met = next((each for each in entries if each.value in wanted), None)
    if met is None:
        return Basis(source=name, entries=len(entries))
    return Basis(source=name, since=met.from_, until=met.until, reference=met.reference, entries=len(entries))
