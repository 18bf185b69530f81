"""A domain that has nothing to do with orders: flights and their bags. Shows that rule book and runtime know none."""

from datetime import date

from engine.lexicon.entry import country, day, flag, number, one_of, text, whole_number, words
from engine.lexicon.spec import Fact, Lexicon, Scope
from engine.rulebook.condition import Condition
from engine.rulebook.domain import Domain
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Consequence, OnMissing, Rule
from engine.rulebook.source import Span
from engine.runtime.program import Program


def _of_bag(fact: Fact) -> Fact:
    return Fact(
        name=fact.name,
        type=fact.type,
        scope=Scope.PART,
        meaning=fact.meaning,
        example=fact.example,
        unit=fact.unit,
        values=fact.values,
    )


CABINS = ("economy", "business", "first")

TOY_LEXICON = Lexicon(
    (
        whole_number("flight.seats", "seats", "seats of the aircraft", 180),
        whole_number("flight.delay_min", "minutes", "delay", 10),
        flag("flight.night", "leaves at night"),
        flag("flight.full", "every seat is sold"),
        one_of("flight.cabin", CABINS, "cabin class"),
        country("flight.country", "destination", "NO"),
        text("flight.number", "flight number", "CW0101"),
        number("flight.fuel_t", "t", "fuel", 12.5),
        day("flight.day", "day of departure", "2026-11-22"),
        words("flight.meals", "meals on board", ["vegan"], ("vegan", "halal", "kosher")),
        _of_bag(whole_number("bag.weight_g", "g", "weight", 20_000)),
        _of_bag(flag("bag.fragile", "marked as fragile")),
        _of_bag(one_of("bag.kind", ("case", "pram", "ski"), "kind of bag")),
        _of_bag(text("bag.tag", "tag", "AB12")),
        _of_bag(number("bag.length_cm", "cm", "longest side", 70.5)),
        _of_bag(words("bag.contents", "what is in it", ["battery"])),
    )
)

AIRPORT = Domain(
    name="airport",
    lexicon=TOY_LEXICON,
    sets=("safety", "comfort"),
    precedence=("offload", "inspect", "ask", "load"),
    whole="flight",
    part="bag",
    missing_verdict="inspect",
    missing_reason="NOT_KNOWN",
    fault_reason="BELT_FAULT",
    score_verdict="inspect",
    actors=("crew", "ground"),
    protected_sets=frozenset({"safety"}),
    final_verdicts=frozenset({"offload"}),
    askable=frozenset({"flight.number"}),
    asking_verdict="ask",
    prefixes={"safety": "SAF", "comfort": "CMF"},
)

NOWHERE = Span("toy.yaml", 1, 1)
ANY_DAY = date(2026, 6, 30)


def a_rule(
    when: Condition,
    *,
    id_: str = "TOY-001",
    scope: Scope = Scope.WHOLE,
    verdict: str = "inspect",
    set_: str = "comfort",
    on_missing: OnMissing = OnMissing.SKIP,
) -> LiveRule:
    """A live rule of the toy domain with this condition."""
    rule = Rule(
        id=id_,
        set=set_,
        title="a rule of the toy domain",
        scope=scope,
        when=when,
        then=Consequence(verdict=verdict, reason="TOY", actor="crew", severity="low"),
        span=NOWHERE,
        on_missing=on_missing,
    )
    return LiveRule(rule, when)


def a_program(*rules: LiveRule) -> Program:
    """The rules, compiled."""
    return Program(rules, AIRPORT)
