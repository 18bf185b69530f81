"""What every engine of the comparison has to do: say which rules fire on an order, for which lines."""

from typing import Protocol

from tests.benchmarks.corpus import CorpusOrder

WHOLE = -1
Fired = set[tuple[int, int]]  # rule's number, line's place; WHOLE for rules about the order


class Peer(Protocol):
    """An engine with compiled rules. What it needs an order as is made before the clock runs."""

    name: str

    def prepared(self, order: CorpusOrder) -> object:
        """The order in the form that this engine takes."""
        ...

    def fired(self, prepared: object) -> Fired:
        """What fires."""
        ...
