"""Which values a fact may have, so that both executors read them alike."""

from engine.errors import EngineFault
from engine.lexicon.spec import Fact, Value
from engine.runtime.atoms import EXACT, LARGEST_INTEGER, LONGEST_TEXT
from engine.runtime.leaf import PYTHON_TYPES


def check(fact: Fact, value: Value) -> None:
    """Raises EngineFault for a value that is not of the fact's type, or that the engine would misread."""
    if type(value) not in PYTHON_TYPES[fact.type]:
        raise EngineFault(
            f"fact `{fact.name}` is {type(value).__name__} and should be {fact.type}; mend the code that states it"
        )
    if fact.type not in EXACT:
        return
    if isinstance(value, str) and len(value.encode()) > LONGEST_TEXT:
        raise EngineFault(f"fact `{fact.name}` is longer than {LONGEST_TEXT} bytes")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise EngineFault(f"fact `{fact.name}` is too large a number to compare exactly")


def is_blank(value: Value) -> bool:
    """Whether a text says nothing, which is to be unknown."""
    return isinstance(value, str) and (not value or value.isspace())
