"""Compiles a rule book in a process of its own first: a rule set that the engine chokes on may crash it or hang.

Done at check and at publish; a digest that has passed once need not pass again.
"""

import json
import subprocess
import sys
from collections.abc import Sequence

from engine.errors import EngineFault
from engine.runtime.atoms import Atom
from engine.runtime.durable import NativeShard
from engine.runtime.program import Program
from engine.runtime.shards import EngineRule

LONGEST_S = 60


class RulesNotHeld(EngineFault):
    """the engine cannot hold these rules; `rule` is the id of the one to blame, blank when none alone is"""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        blamed = f"rule `{rule}`" if rule else "these rules together"
        super().__init__(f"the engine cannot hold {blamed}; simplify the condition or split the rule")


def trial(program: Program) -> None:
    """Raises RulesNotHeld, naming a rule where one alone is to blame, when the engine cannot hold the program."""
    if _holds(*program.shards):  # one process for all of them, as it takes longer to start than to compile
        return
    for shard in program.shards:
        if not _holds(shard):
            culprit = _culprit(shard)
            raise RulesNotHeld(program.rule_named(culprit[0].name).id if len(culprit) == 1 else "")


def _holds(*shards: Sequence[EngineRule]) -> bool:
    try:
        result = subprocess.run(
            [sys.executable, "-m", "engine.runtime.trial"],
            input=json.dumps([_written(shard) for shard in shards]),
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        return False
    return result.returncode == 0


def _culprit(rules: Sequence[EngineRule]) -> Sequence[EngineRule]:
    """The smallest half of halves that still fails."""
    middle = len(rules) // 2
    for half in (rules[:middle], rules[middle:]):
        if half and len(half) < len(rules) and not _holds(half):
            return _culprit(half)
    return rules


def _written(rules: Sequence[EngineRule]) -> list[object]:
    return [
        [rule.name, rule.priority, [[each.field, each.operator, each.operand] for each in rule.atoms]] for rule in rules
    ]


def main() -> None:
    """Reads shards of rules from standard input and compiles them; the process ends well if the engine does."""
    for shard in json.load(sys.stdin):
        rules = [EngineRule(name, tuple(Atom(*atom) for atom in atoms), priority) for name, priority, atoms in shard]
        NativeShard(rules).close()


if __name__ == "__main__":
    main()
