"""One whole decision by part: microseconds of CPU for a three-line order against 100 live rules of the own rule book.

The process is warm, as a server is. Every round takes orders not seen before, `decide` first, so that nothing
remembered of them helps it; the parts then come to
the same orders a second time, and are a little faster alone. The median round counts. The parts of the facts are what
`build_sheet` calls. Both executors state the sheet's leaves for themselves when timed alone; together, in `rules`,
they share them. Compiling is left out: a program serves all orders of a stretch of days.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from statistics import median

from engine.admission import Admission
from engine.bundled import data_folder, rules_folder
from engine.decision import Decision
from engine.domains import ADMISSION
from engine.facts.address import address_facts
from engine.facts.build import build_sheet
from engine.facts.context import Context
from engine.facts.customer import customer_facts
from engine.facts.goods import goods_facts
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.facts.memory_velocity import MemoryVelocity
from engine.facts.order import order_facts
from engine.facts.payment import payment_facts
from engine.facts.shipment import shipment_facts
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.policy import OutcomeStage, total_score
from engine.programs import Programs
from engine.record import record
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import load_rulebook
from engine.rulebook.rule import Rule, Status
from engine.runtime.evaluation import Evaluation
from engine.runtime.program import Program
from engine.runtime.trace import trace
from engine.store.packing import pack
from tests.synthetic.honest import honest_orders

RULES = 100
LINES = 3
ORDERS = 40
ROUNDS = 5
WARMING = 800  # other orders, so that every country's number plan and address forms are loaded
SEED = 20261122
DECIDED_AFTER = timedelta(minutes=10)
Work = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Parts:
    """Microseconds an order by part; `facts`, `rules` and `decide` hold the parts that are listed before them."""

    rules: int
    lines: int
    microseconds: dict[str, float]

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        rounded = {name: round(value, 1) for name, value in self.microseconds.items()}
        return {"rules": self.rules, "lines": self.lines, "microseconds": rounded}


@dataclass(frozen=True, slots=True)
class Bench:
    """Orders with everything that a later part needs of an earlier one, made before the clock runs."""

    admission: Admission
    orders: Sequence[Order]
    contexts: Sequence[Context]
    sheets: Sequence[Sheet]
    programs: Sequence[Program]
    evaluations: Sequence[Evaluation]
    outcome: OutcomeStage

    @property
    def knowledge(self) -> Knowledge:
        """What facts are made with."""
        return self.admission.knowledge


def measure(rounds: int = ROUNDS, orders: int = ORDERS) -> Parts:
    """Times every part, on other orders in every round: the whole decision first, while they are new to it."""
    admission = Admission(hundred_rules(load_rulebook(rules_folder(), ADMISSION)), load_knowledge(data_folder()))
    memory, stream = three_line_orders(admission.knowledge, rounds * orders)
    outcome = OutcomeStage(admission.book.domain, admission.book.policy)
    for order in honest_orders(WARMING, SEED + 1):
        admission.decide(order, Context(decided_at=order.placed_at + DECIDED_AFTER, velocity=memory))
    times: dict[str, list[float]] = {}
    for number in range(rounds):
        timed = _round(admission, memory, stream[number * orders : (number + 1) * orders], outcome)
        for name, microseconds in timed.items():
            times.setdefault(name, []).append(microseconds)
    return Parts(len(admission.book.rules), LINES, {name: median(rows) for name, rows in times.items()})


def _round(
    admission: Admission, memory: MemoryVelocity, orders: Sequence[Order], outcome: OutcomeStage
) -> dict[str, float]:
    gc.collect()
    gc.freeze()  # else the collector walks the bench's own thousands of orders while a part is timed
    contexts = [Context(decided_at=order.placed_at + DECIDED_AFTER, velocity=memory) for order in orders]
    for order, context in zip(orders, contexts, strict=True):
        admission._programs.on(context.decided_at.date(), order.placed_at.date())
    decide = _cpu(lambda place: admission.decide(orders[place], contexts[place]), len(orders))
    decided = [admission.decide(order, context) for order, context in zip(orders, contexts, strict=True)]
    kept = _cpu(lambda place: _kept(admission, decided[place], contexts[place]), len(orders))
    bench = prepared(admission, orders, contexts, outcome)
    parts = {name: _cpu(part, len(orders)) for name, part in works(bench).items()}
    return parts | {"trace, as kept": kept, "decide": decide, "decide, trace kept": decide + kept}


def _kept(admission: Admission, decision: Decision, context: Context) -> int:
    """Content and trace as the desk stores them, compressed."""
    made = record(decision, context, {}, admission.book.domain.lexicon)
    return len(pack(made.content)) + len(pack(made.trace))


def table(parts: Parts) -> str:
    """The figures as people read them."""
    rows = [f"{name:>22} {value:>9,.1f}" for name, value in parts.microseconds.items()]
    return "\n".join(
        (
            f"one decision: {parts.rules} rules, {parts.lines} lines; microseconds of CPU, each part by itself",
            *rows,
        )
    )


def three_line_orders(knowledge: Knowledge, count: int) -> tuple[MemoryVelocity, list[Order]]:
    """Own-shop orders of three lines, and a memory of all orders of those days."""
    stream = list(honest_orders(count * 25, SEED))
    memory = MemoryVelocity(knowledge.rates)
    for order in stream:
        memory.remember(order)
    wanted = [order for order in stream if order.channel == "own_shop" and len(order.lines) == LINES]
    return memory, wanted[:count]


def prepared(
    admission: Admission, orders: Sequence[Order], contexts: Sequence[Context], outcome: OutcomeStage
) -> Bench:
    """What the later parts need of the earlier ones."""
    sheets = [build_sheet(*pair, admission.knowledge) for pair in zip(orders, contexts, strict=True)]
    kept = Programs(admission.book)
    programs = [kept.on(c.decided_at.date(), o.placed_at.date()) for o, c in zip(orders, contexts, strict=True)]
    evaluations = [program.match(sheet) for program, sheet in zip(programs, sheets, strict=True)]
    return Bench(admission, orders, contexts, sheets, programs, evaluations, outcome)


def hundred_rules(book: RuleBook) -> RuleBook:
    """A hundred live rules, the same share of every set; all, if there are fewer."""
    live = [rule for rule in book.rules if rule.status is Status.LIVE]
    return replace(book, rules=tuple(_spread(live, RULES)))


def _spread(rules: Sequence[Rule], count: int) -> list[Rule]:
    if len(rules) <= count:
        return list(rules)
    return [rules[place * len(rules) // count] for place in range(count)]


def works(bench: Bench) -> dict[str, Work]:
    """Each part as a function of an order's place."""
    return {
        **_fact_works(bench),
        **_rule_works(bench),
        "receipt": lambda n: _receipt(bench, n),
    }


def _receipt(bench: Bench, place: int) -> object:
    return bench.admission._receipt(bench.orders[place], bench.contexts[place])


def _fact_works(bench: Bench) -> dict[str, Work]:
    orders, contexts, sheets, known = bench.orders, bench.contexts, bench.sheets, bench.knowledge
    territory = [_text(sheet, "ship_to.customs_territory") for sheet in sheets]
    country = [_text(sheet, "ship_to.country") for sheet in sheets]
    return {
        "facts: address, phone": lambda n: address_facts(orders[n]),
        "facts: goods, law": lambda n: _goods(bench, n),
        "facts: order, shipment": lambda n: (
            order_facts(orders[n], contexts[n].decided_at, known.rates, known.notes),
            shipment_facts(orders[n], country[n], territory[n]),
        ),
        "facts: payment": lambda n: payment_facts(orders[n], contexts[n].decided_at, country[n]),
        "facts: customer": lambda n: customer_facts(orders[n], country[n], None, known.relays, known.zones),
        "facts: velocity, links": lambda n: _velocity(bench, n),
        "facts": lambda n: build_sheet(orders[n], contexts[n], known),
    }


def _goods(bench: Bench, place: int) -> object:
    order = bench.orders[place]
    return goods_facts(
        order,
        destination=_text(bench.sheets[place], "ship_to.country"),
        movement=_text(bench.sheets[place], "shipment.movement"),
        decided_on=bench.contexts[place].decided_at.astimezone(UTC).date(),
        placed_on=order.placed_at.astimezone(UTC).date(),
        knowledge=bench.knowledge.goods,
    )


def _velocity(bench: Bench, place: int) -> object:
    velocity = bench.contexts[place].velocity
    return velocity.facts(bench.orders[place]) if velocity is not None else None


def _rule_works(bench: Bench) -> dict[str, Work]:
    sheets, programs = bench.sheets, bench.programs
    return {
        "rules: durable_rules": lambda n: programs[n].durable(sheets[n]),
        "rules: plain reading": lambda n: programs[n].reference(sheets[n]),
        "rules": lambda n: programs[n].match(sheets[n]),
        "policy": lambda n: _settle(bench, n),
        "trace, in words": lambda n: list(trace(bench.evaluations[n])),
    }


def _settle(bench: Bench, place: int) -> object:
    findings = gather(bench.evaluations[place], bench.admission.book.domain).live
    return bench.outcome.settle(findings, total_score(findings, bench.admission.book.policy))


def _text(sheet: Sheet, name: str) -> str | None:
    value = sheet.whole.get(name)
    return value if isinstance(value, str) else None


def _cpu(work: Work, count: int) -> float:
    start = time.process_time()
    for place in range(count):
        work(place)
    return (time.process_time() - start) / count * 1e6


if __name__ == "__main__":
    print(table(measure()))
