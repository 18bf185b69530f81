"""What pydantic says is wrong with a body or a parameter, as faults that quote nothing of what was sent."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import ErrorDetails

from engine.errors import Fault
from engine.order.pointer import pointer

# Pydantic's kind of error, by its beginning: our code, which the order document's faults use too.
_CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "string_pattern_mismatch": "wrong_form",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than": "out_of_range",
    "less_than": "out_of_range",
    "int_parsing_size": "out_of_range",
    "finite_number": "out_of_range",
    "timezone_aware": "no_timezone",
    "value_error": "wrong_form",
}
_SENTENCES: Mapping[str, str] = {
    "missing": "the field is required; add it",
    "unknown_field": "the field is not known here; remove it",
}


def fault_of(detail: ErrorDetails) -> Fault:
    """One fault, at its place in the body."""
    code = code_of(detail["type"])
    return Fault(pointer(detail["loc"]), code, _SENTENCES.get(code, sentence_of(detail)))


def faults_of(details: Iterable[ErrorDetails]) -> Sequence[Fault]:
    """All of them."""
    return [fault_of(each) for each in details]


def code_of(kind: str) -> str:
    """Our word for a kind of pydantic's."""
    found = (code for beginning, code in _CODES.items() if kind.startswith(beginning))
    if (code := next(found, None)) is not None:
        return code
    return "wrong_type" if kind.endswith("_type") else "not_valid"


def sentence_of(detail: ErrorDetails) -> str:
    """Pydantic's own sentence, which says what would be right."""
    text = detail["msg"].removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
