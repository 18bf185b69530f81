"""Many threads on one program, with the lock that the test gives it."""

import sys
from contextlib import AbstractContextManager
from threading import Thread

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.rulebook.condition import Operator, Resolved
from engine.runtime.program import Program
from tests.toy import AIRPORT, a_rule


class NoLock(AbstractContextManager[None]):
    """A lock that lets everybody in: shows that the real one is needed."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def wrong_answers(lock: AbstractContextManager[object], threads: int, rounds: int) -> int:
    """How many of threads x rounds evaluations were not what one thread alone finds, faults counted."""
    rules = [a_rule(Resolved("flight.seats", Operator.GT, n), id_=f"TOY-{n:03}") for n in range(20)]
    program = Program(rules, AIRPORT, lock)
    sheets = [Sheet({"flight.seats": n}) for n in range(20)]
    wrong = [0] * threads

    def work(number: int) -> None:
        for turn in range(rounds):
            seats = (number + turn) % 20
            try:
                wrong[number] += len(program.durable(sheets[seats])) != seats
            except (EngineFault, ValueError):
                wrong[number] += 1

    workers = [Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(wrong)


def main() -> None:
    """Ends with 1 when an evaluation without a lock was wrong."""
    sys.setswitchinterval(1e-5)
    sys.exit(wrong_answers(NoLock(), threads=16, rounds=1000) > 0)
