"""What a row of a machine's table is: from a state, by an event, to a state, under guards, with effects."""

from collections.abc import Iterable

from fulfillment.states import Effect, Event, Guard

Guards = tuple[Guard, ...]
Effects = tuple[Effect, ...]
Row = tuple[str, Event, str, Guards, Effects]

CLEAR = (Guard.CLEAR,)
READY = (Guard.CLEAR, Guard.SECURED)
REVIEWED = (Guard.CLEAR, Guard.SECURED, Guard.REVIEWED)
SENDABLE = (Guard.CLEAR, Guard.PAID, Guard.CURRENT)
SENDABLE_PART = (*SENDABLE, Guard.TOGETHER)


def rows_from(
    sources: Iterable[str], event: Event, target: str, guards: Guards = (), effects: Effects = ()
) -> list[Row]:
    """The same row from each of several states."""
    return [(source, event, target, guards, effects) for source in sources]
