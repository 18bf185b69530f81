"""The one safe way to drive durable_rules; the only importer of its C module.

The ordinary API loses rules between threads and crashes when states are deleted, so: no Host, no timers, one fixed
state a rule set, flat typed facts, assert, drain to the end, retract, and a sentinel fact that must fire last. A
missing sentinel means that facts were dropped on the way (an unreadable number ends the batch without an error):
that raises, and the order is held. Sequences of calls are not atomic, so one lock a shard set spans them.
"""

import itertools
import json
import weakref
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from threading import Lock

import durable_rules_engine as native

from engine.errors import EngineFault
from engine.runtime.shards import EngineRule

TAG = "t"  # every fact says what it is; every conjunction asks for it first
WARM_UP = "__warm"
SENTINEL = '{"id":"__e","sid":"0","__w":1}'
SENTINEL_GONE = '{"id":"__e","sid":"0"}'
_names = itertools.count()

OnFire = Callable[[str], Iterable[str]]
Firing = tuple[str, str]  # name of the engine rule, id of the fact it fired for


class Facts:
    """Facts in the engine's own JSON, ready to be asserted and retracted; each begins with its id."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.asserted = f"[{','.join((*facts, SENTINEL))}]"
        gone = [f'{{"id":"{_fact_id(fact)}","sid":"0"}}' for fact in facts]
        self.retracted = f"[{','.join((*gone, SENTINEL_GONE))}]"


class NativeShard:
    """One rule set inside the engine, with its one state. Not for several threads without a lock."""

    def __init__(self, rules: Sequence[EngineRule]) -> None:
        definition: dict[str, object] = {
            rule.name: {
                "all": [{"m": {"$and": [atom.expression() for atom in rule.atoms]}}],
                "pri": rule.priority,
            }
            for rule in rules
        }
        # Last of all priorities: whatever else fires has fired by then.
        definition[WARM_UP] = {"all": [{"m": {"__w": 1}}], "pri": 65_000}
        try:
            self._handle = native.create_ruleset(f"s{next(_names)}", json.dumps(definition, ensure_ascii=False))
            # The first assertion makes the state and tells where it lies; the warm-up firing initialises it,
            # without which closing would free memory that was never set.
            _, self._state = native.assert_fact(self._handle, '{"id":"w0","sid":"0","__w":0}')
        except Exception as error:
            raise EngineFault(f"the engine refused a shard of {len(rules)} rules: {error}") from error
        self.run(Facts(()))
        # Only now may it be freed: a state on which nothing ever fired crashes when it is deleted. A program that
        # nobody uses any more frees itself; at exit the process does.
        self._free = weakref.finalize(self, _free, self._handle)
        self._free.atexit = False

    def run(self, facts: Facts, on_fire: OnFire | None = None) -> list[Firing]:
        """All firings for these facts, by priority. `on_fire` may give further facts, asserted at once.

        Raises EngineFault when the sentinel does not fire or the engine errs.
        """
        fired: list[Firing] = []
        derived: list[str] = []
        try:
            ended = self._drain(facts, fired, derived, on_fire)
        except EngineFault:
            raise
        except Exception as error:
            raise EngineFault(f"the engine failed: {error}") from error
        finally:
            self._retract(facts, derived)
        if not ended:
            raise EngineFault("the engine dropped facts: its sentinel did not fire")
        return fired

    def _drain(self, facts: Facts, fired: list[Firing], derived: list[str], on_fire: OnFire | None) -> bool:
        ended = False
        failure: Exception | None = None
        native.assert_facts(self._handle, facts.asserted)  # its return value tells nothing
        answer = native.start_action_for_state(self._handle, self._state)
        message = answer[1] if answer is not None else None
        while message is not None:  # always to the end: an abandoned state crashes at the next retraction
            name = message[2 : message.index('"', 2)]
            if name == WARM_UP:
                ended = True
            else:
                fired.append((name, _fact_id(message)))
                if on_fire is not None and failure is None:
                    try:
                        self._assert_derived(on_fire(name), derived)
                    except Exception as error:  # noqa: BLE001 - drain first, raise after
                        failure = error
            message = native.complete_and_start_action(self._handle, self._state)
        if failure is not None:
            raise failure
        return ended

    def _assert_derived(self, facts: Iterable[str], derived: list[str]) -> None:
        for fact in facts:
            native.assert_fact(self._handle, fact)
            derived.append(_fact_id(fact))

    def _retract(self, facts: Facts, derived: list[str]) -> None:
        with suppress(Exception):  # the caller rebuilds the shard if this left anything behind
            native.retract_facts(self._handle, facts.retracted)
        for each in derived:
            with suppress(Exception):
                native.retract_fact(self._handle, f'{{"id":"{each}","sid":"0"}}')

    def close(self) -> None:
        """Frees the rule set."""
        self._free()

    def abandon(self) -> None:
        """Leaves the rule set to the process: freeing a state of unknown condition can crash it."""
        self._free.detach()


def _free(handle: int) -> None:
    """State first: the other order leaks megabytes at every reload."""
    native.delete_state(handle, "0")
    native.delete_ruleset(handle)


def _fact_id(message: str) -> str:
    start = message.index('"id":"') + 6
    return str(message[start : message.index('"', start)])


class ShardSet:
    """Some shards behind one lock, rebuilt when the engine failed."""

    def __init__(
        self, shards: Sequence[Sequence[EngineRule]], lock: AbstractContextManager[object] | None = None
    ) -> None:
        self._rules = tuple(tuple(rules) for rules in shards)
        self._lock = Lock() if lock is None else lock
        self._shards = [NativeShard(rules) for rules in self._rules]

    def run(self, facts: Sequence[Sequence[str]], on_fire: OnFire | None = None) -> list[Firing]:
        """Firings of all shards, each given its own facts. Raises EngineFault, and starts anew at the next run."""
        ready = [Facts(each) for each in facts]
        with self._lock:
            if not self._shards:
                self._shards = [NativeShard(rules) for rules in self._rules]
            try:
                return [
                    firing for shard, its in zip(self._shards, ready, strict=True) for firing in shard.run(its, on_fire)
                ]
            except EngineFault:
                self._discard()
                raise

    def _discard(self) -> None:
        """The next run starts with new shards: what a failed one still holds nobody knows."""
        for shard in self._shards:
            shard.abandon()
        self._shards = []

    def close(self) -> None:
        """Frees all shards; none may be used again."""
        with self._lock:
            for shard in self._shards:
                shard.close()
            self._shards = []
