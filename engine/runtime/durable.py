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
from contextlib import AbstractContextManager
from threading import Lock

import durable_rules_engine as native

from engine.errors import EngineFault
from engine.runtime.shards import EngineRule

TAG = "t"  # every fact says what it is; every conjunction asks for it first
WARM_UP = '{"__warm"'
SENTINEL = '{"id":"__e","sid":"0","__w":1}'
SENTINEL_GONE = '{"id":"__e","sid":"0"}'
_names = itertools.count()

# A fact in the engine's own JSON, `id` and state first and properties behind, and what retracts it.
Fact = tuple[str, str]
OnFire = Callable[[str], Iterable[Fact]]


def fact(identity: str, tag: int, properties: str = "") -> Fact:
    """A fact of the one state. `properties` is JSON that begins with a comma, or nothing."""
    return (
        f'{{"id":"{identity}","sid":"0","{TAG}":{tag}{properties}}}',
        f'{{"id":"{identity}","sid":"0"}}',
    )


def name_and_id(firing: str) -> tuple[str, str]:
    """The engine rule that fired, and the id of the fact it fired for."""
    name, _, rest = firing.partition('":{"m":{"id":"')
    return name.removeprefix('{"'), rest


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
        definition["__warm"] = {"all": [{"m": {"__w": 1}}], "pri": 65_000}
        try:
            self._handle = native.create_ruleset(f"s{next(_names)}", json.dumps(definition, ensure_ascii=False))
            # The first assertion makes the state and tells where it lies; the warm-up firing initialises it,
            # without which closing would free memory that was never set.
            _, self._state = native.assert_fact(self._handle, '{"id":"w0","sid":"0","__w":0}')
        except Exception as error:
            raise EngineFault(f"the engine refused a shard of {len(rules)} rules: {error}") from error
        self.run(())
        # Only now may it be freed: a state on which nothing ever fired crashes when it is deleted. A program that
        # nobody uses any more frees itself; at exit the process does.
        self._free = weakref.finalize(self, _free, self._handle)
        self._free.atexit = False

    def run(self, facts: Sequence[Fact], on_fire: OnFire | None = None) -> list[str]:
        """All firings for these facts, by priority. `on_fire` may give further facts, asserted at once.

        Raises EngineFault when the sentinel does not fire or the engine errs.
        """
        fired: list[str] = []
        gone = [retracted for _, retracted in facts]
        try:
            native.assert_facts(self._handle, f"[{','.join([*[asserted for asserted, _ in facts], SENTINEL])}]")
            ended = self._drain(fired, gone, on_fire)
        except Exception as error:
            raise EngineFault(f"the engine failed: {error}") from error
        finally:
            # After an error too: a shard that is given up should at least not keep an order's facts.
            retracted = self._retract(gone)
        if not ended:
            raise EngineFault("the engine dropped facts: its sentinel did not fire")
        if not retracted:
            raise EngineFault("the engine kept facts of a case that is over")
        return fired

    def _drain(self, fired: list[str], gone: list[str], on_fire: OnFire | None) -> bool:
        """Whether the sentinel fired. Always to the end: an abandoned state crashes at the next retraction."""
        ended = False
        failure: Exception | None = None
        answer = native.start_action_for_state(self._handle, self._state)
        message = answer[1] if answer is not None else None
        while message is not None:
            # Each message holds the whole fact; what comes before its state is rule and fact.
            firing = message[: message.index('","sid"')]
            if firing.startswith(WARM_UP):
                ended = True
            else:
                fired.append(firing)
                if on_fire is not None and failure is None:
                    failure = self._derive(on_fire, firing, gone)
            message = native.complete_and_start_action(self._handle, self._state)
        if failure is not None:
            raise failure
        return ended

    def _derive(self, on_fire: OnFire, firing: str, gone: list[str]) -> Exception | None:
        """Asserts what follows from a firing; an error waits until the state is drained."""
        try:
            for asserted, retracted in on_fire(name_and_id(firing)[0]):
                native.assert_fact(self._handle, asserted)
                gone.append(retracted)
        except Exception as error:  # noqa: BLE001 - raised by the caller, after the drain
            return error
        return None

    def _retract(self, gone: Sequence[str]) -> bool:
        try:
            native.retract_facts(self._handle, f"[{','.join([*gone, SENTINEL_GONE])}]")
        except Exception:  # noqa: BLE001 - the C module raises plain exceptions
            return False
        return True

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


class ShardSet:
    """Some shards behind one lock. Built at the first run, so that a program can be tried elsewhere before, and anew
    after the engine failed."""

    def __init__(
        self, shards: Sequence[Sequence[EngineRule]], lock: AbstractContextManager[object] | None = None
    ) -> None:
        self._rules = tuple(tuple(rules) for rules in shards)
        self._lock = Lock() if lock is None else lock
        self._shards: list[NativeShard] = []

    def run(self, facts: Sequence[Sequence[Fact]], on_fire: OnFire | None = None) -> list[str]:
        """Firings of all shards, each given its own facts. Raises EngineFault, and starts anew at the next run."""
        with self._lock:
            if not self._shards:
                self._shards = [NativeShard(rules) for rules in self._rules]
            fired: list[str] = []
            try:
                for shard, its in zip(self._shards, facts, strict=True):
                    fired += shard.run(its, on_fire)
            except EngineFault:
                self._discard()
                raise
            return fired

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
