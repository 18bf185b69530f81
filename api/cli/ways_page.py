"""Ways to another outcome, as people and machines read them. For staff: nothing of it goes to a buyer."""

from collections.abc import Iterator

from api.cli.phrases import PHRASES, Language
from api.cli.trace_tree import Reading, told_value
from api.cli.trace_words import TRACE_WORDS
from engine.counted import filled
from engine.workbench.counterfactual import Blocked
from engine.workbench.levers import Hand
from engine.workbench.ways_out import Alternatives, Change, NextBand, Proof, Way

INDENT = "  "


def ways_lines(found: Alternatives, reading: Reading, outcome: str) -> Iterator[str]:
    """The smallest ways to a milder outcome, and the rules that nearly fired. `outcome` is as it is now."""
    says = TRACE_WORDS[reading.language]
    passes = outcome == reading.book.domain.neutral
    if not passes:
        yield says.milder
        yield from (f"{INDENT}{_way(each, reading)}" for each in found.milder)
        yield from (f"{INDENT}{_blocked(each, reading.language)}" for each in found.blocked)
        if not found.milder and not found.blocked:
            yield f"{INDENT}{says.no_way}"
    if found.worse:
        yield says.worse
        for each in found.worse:
            yield f"{INDENT}{says.fires.format(each.rule, _line(each.part, reading.language), _way(each, reading))}"
    if found.next_band is not None:
        yield from _next_band(found.next_band, reading)
    if not found.is_complete:
        yield f"{INDENT}{says.broken_off}"


def _next_band(band: NextBand, reading: Reading) -> Iterator[str]:
    says, outcome = TRACE_WORDS[reading.language], PHRASES[reading.language].outcomes.get(band.verdict, band.verdict)
    yield filled(says.next_band, band.score, band.at_least - band.score, band.at_least, outcome)
    for each in band.ways:
        told = says.adds.format(each.rule, _line(each.part, reading.language), each.points, _way(each, reading))
        yield f"{INDENT}{told}"
    if not band.ways:
        yield f"{INDENT}{says.nothing_adds}"


def _way(way: Way, reading: Reading) -> str:
    says, phrases = TRACE_WORDS[reading.language], PHRASES[reading.language]
    changes = says.joined.join(_change(each, reading) for each in way.changes)
    form = says.verified if way.proof is Proof.VERIFIED else says.by_rules
    return form.format(phrases.outcomes.get(way.outcome, way.outcome), changes)


def _change(change: Change, reading: Reading) -> str:
    says, fact = TRACE_WORDS[reading.language], reading.fact(change.fact)
    name = f"{change.fact}{_line(change.part, reading.language)}"
    now = says.unknown if change.now is None else told_value(change.now, fact, reading.language, reading.currency)
    form = {Hand.DECLARED: says.declared, Hand.NOBODY: says.nobodys}.get(change.hand, says.change)
    return form.format(name, told_value(change.then, fact, reading.language, reading.currency), now)


def _blocked(blocked: Blocked, language: Language) -> str:
    part = None if blocked.part is None else blocked.part + 1
    facts = PHRASES[language].joiner.join(blocked.facts)
    return TRACE_WORDS[language].blocked.format(blocked.rule, _line(part, language), facts)


def _line(part: int | None, language: Language) -> str:
    return "" if part is None else TRACE_WORDS[language].line.format(part)
