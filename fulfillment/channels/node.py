"""A cursor in a channel's answer: what must be there is asked for by name, and missing it is `AnswerRefused`.

For what an adapter itself needs of an answer. Orders are read by `engine.order.formats`.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from fulfillment.channels.errors import AnswerRefused


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an answer, and where it lies in it."""

    value: object
    path: str = ""

    def at(self, *names: str) -> "Node":
        """The part under these names; a cursor on nothing where one of them is absent."""
        here = self
        for name in names:
            inner = here.value.get(name) if isinstance(here.value, dict) else None
            here = Node(inner, f"{here.path}/{name}")
        return here

    def each(self, *names: str) -> list["Node"]:
        """The entries of a list; none where it is absent. Raises AnswerRefused for anything else."""
        here = self.at(*names)
        if here.value is None:
            return []
        if not isinstance(here.value, list):
            raise AnswerRefused(here.path)
        return [Node(entry, f"{here.path}/{index}") for index, entry in enumerate(here.value)]

    def has(self, *names: str) -> bool:
        """Whether something stands there."""
        return self.at(*names).value not in (None, "", [], {})

    def text(self, *names: str) -> str:
        """A text, or a number as its digits. Raises AnswerRefused where there is none."""
        found = self.maybe(*names)
        if not found:
            raise AnswerRefused(self.at(*names).path)
        return found

    def maybe(self, *names: str) -> str:
        """The same; empty where there is none."""
        here = self.at(*names).value
        return str(here) if isinstance(here, str | int | float) and not isinstance(here, bool) else ""

    def whole(self, *names: str) -> int:
        """A whole number, that may be written as text. Raises AnswerRefused."""
        try:
            return int(self.text(*names))
        except ValueError as wrong:
            raise AnswerRefused(self.at(*names).path) from wrong

    def flag(self, *names: str) -> bool:
        """Whether true stands there."""
        return self.at(*names).value is True

    def moment(self, *names: str, zone: tzinfo | None = None) -> datetime:
        """A moment; one without a zone is of `zone`. Raises AnswerRefused."""
        try:
            found = datetime.fromisoformat(self.text(*names))
        except ValueError as wrong:
            raise AnswerRefused(self.at(*names).path) from wrong
        if found.tzinfo is None and zone is None:
            raise AnswerRefused(self.at(*names).path)
        return found if found.tzinfo is not None else found.replace(tzinfo=zone)

    def object(self, *names: str) -> dict[str, object]:
        """An object. Raises AnswerRefused."""
        here = self.at(*names)
        if not isinstance(here.value, dict):
            raise AnswerRefused(here.path)
        return here.value
