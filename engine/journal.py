"""What is said in the log: past-tense names of events, with identifiers and numbers. Never what people sent.

Whoever composes the process says how lines look (`api.composition.log_lines`).
"""

import logging
from types import TracebackType

Told = str | int | float | bool | None
TOLD = "clearway_told"  # where a record carries its fields


def journal(name: str) -> logging.Logger:
    """The log of one part, such as `http`."""
    return logging.getLogger(f"clearway.{name}")


def tell(log: logging.Logger, level: int, event: str, **fields: Told) -> None:
    """Says that something happened."""
    if log.isEnabledFor(level):
        log.log(level, event, extra={TOLD: fields})


def where(error: BaseException) -> str:
    """Where an exception came from, innermost last: modules, lines and functions.

    What it says is left out: the words of an exception may hold what an order says.
    """
    return " ".join(_places(error.__traceback__))


def innermost(error: BaseException) -> str:
    """The place at which an exception came up."""
    places = _places(error.__traceback__)
    return places[-1] if places else "nowhere"


def _places(step: TracebackType | None) -> list[str]:
    found = []
    while step is not None:
        module = step.tb_frame.f_globals.get("__name__", "?")
        found.append(f"{module}:{step.tb_lineno}:{step.tb_frame.f_code.co_name}")
        step = step.tb_next
    return found
