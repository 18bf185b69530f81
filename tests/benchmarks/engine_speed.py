"""Engines on the same rules and orders: microseconds of CPU an order, at 100, 500 and 1,000 rules.

All engines run in turn within each round, so that a busy machine slows them alike; the median round counts. Every
answer of every engine is compared with generated Python's. `python -m tests.benchmarks.engine_speed` prints the table.
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.corpus import CorpusRule, random_orders, random_rules
from tests.benchmarks.peer import Fired, Peer
from tests.benchmarks.peer_cel import CelList, CelPrograms
from tests.benchmarks.peer_clearway import Clearway, ClearwayChecked
from tests.benchmarks.peer_python import GeneratedPython
from tests.benchmarks.peer_rule_engine import RuleEngine
from tests.benchmarks.peer_zen import ZenExpressions, ZenList, ZenTables

SIZES = {100: 200, 500: 80, 1000: 40}  # rules -> orders
ROUNDS = 5
SEED = 20261122
PEERS: tuple[Callable[[list[CorpusRule]], Peer], ...] = (
    Clearway,
    ClearwayChecked,
    ZenExpressions,
    ZenTables,
    ZenList,
    CelPrograms,
    CelList,
    RuleEngine,
    GeneratedPython,
)
# An engine with several forms is judged by its fastest.
FASTEST_OF = {
    "zen": ("zen_expressions", "zen_tables"),
    "cel": ("cel_programs", "cel_list"),
}
SHOWN = ("clearway", "zen", "cel", "rule_engine", "generated_python", "clearway_checked", "zen_list")
# What the others were spared here, since they cannot say it or say it another way.
NOT_EXPRESSED = (
    "unknown facts, which Clearway answers with `not_evaluable` and the fact's name: every fact here is known",
    "a second executor that checks the first on every order: `clearway_checked` is Clearway with it, as decisions run",
    "which values each reason read: Clearway keeps them, the others answer true or false",
    "dated lists and thresholds by name: written out as literals for the others",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: microseconds an order by engine, and whether all agreed on every order."""

    rules: int
    orders: int
    microseconds: dict[str, float]
    build_ms: dict[str, float]
    firings: float
    agree: bool

    def plain(self) -> dict[str, object]:
        """As JSON holds it."""
        rounded = {name: round(value, 1) for name, value in self.microseconds.items()}
        built = {name: round(value, 1) for name, value in self.build_ms.items()}
        return {
            "rules": self.rules,
            "orders": self.orders,
            "firings_per_order": self.firings,
            **rounded,
            "build_ms": built,
            "agree": self.agree,
        }


def measure(rules: int, orders: int, rounds: int = ROUNDS) -> Measured:
    """Builds all engines for one size and times them in turn, on other orders in every round.

    New orders each time, since an engine may remember answers: the first round only warms up, and in it Clearway
    learns which tests are rare, as in its first cases in service.
    """
    book = random_rules(rules, SEED)
    built, build_ms = _built(book)
    gc.collect()
    gc.freeze()  # else the collector walks seven engines' rules while one of them is timed
    times: dict[str, list[float]] = {peer.name: [] for peer in built}
    agree, fired = True, 0
    for number in range(rounds + 1):
        cases = random_orders(orders, SEED + number)
        answers = []
        for peer in built:
            seconds, answer = _timed(peer, [peer.prepared(case) for case in cases])
            answers.append(answer)
            if number > 0:
                times[peer.name].append(seconds / orders * 1e6)
        agree = agree and all(each == answers[0] for each in answers)
        fired += sum(map(len, answers[0]))
    microseconds = _with_fastest({name: median(rows) for name, rows in times.items()})
    return Measured(rules, orders, microseconds, build_ms, fired / orders / (rounds + 1), agree)


def table(rows: list[Measured]) -> str:
    """The figures as people read them."""
    lines = [f"{'rules':>6} " + " ".join(f"{name:>17}" for name in SHOWN) + "  all agree"]
    for row in rows:
        figures = " ".join(f"{row.microseconds[name]:>17,.0f}" for name in SHOWN)
        lines.append(f"{row.rules:>6} {figures}  {'yes' if row.agree else 'NO'}")
    lines.append("microseconds of CPU an order of 120 facts and 3 lines of 12; zen and cel by their fastest form")
    lines.append(
        "zen_list: one bare expression that lists all answers, outside of zen's decisions, rules without names"
    )
    lines.extend(f"not compared: {each}" for each in NOT_EXPRESSED)
    return "\n".join(lines)


def _built(book: list[CorpusRule]) -> tuple[list[Peer], dict[str, float]]:
    built, build_ms = [], {}
    for make in PEERS:
        start = time.process_time()
        peer = make(book)
        build_ms[peer.name] = (time.process_time() - start) * 1e3
        built.append(peer)
    return built, build_ms


def _timed(peer: Peer, cases: list[object]) -> tuple[float, list[Fired]]:
    start = time.process_time()
    answers = [peer.fired(case) for case in cases]
    return time.process_time() - start, answers


def _with_fastest(microseconds: dict[str, float]) -> dict[str, float]:
    return microseconds | {name: min(microseconds[form] for form in forms) for name, forms in FASTEST_OF.items()}


def all_sizes() -> list[Measured]:
    """Every size, saying on stderr where it is."""
    rows = []
    for rules, orders in SIZES.items():
        print(f"engines at {rules} rules, {orders} orders, {ROUNDS} rounds", file=sys.stderr)
        rows.append(measure(rules, orders))
    return rows


if __name__ == "__main__":
    print(table(all_sizes()))
