"""Every fault that a body can have is told in our own words, with what to do about it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated

import pytest
from pydantic import AwareDatetime, Field, ValidationError

import api.app  # noqa: F401  so that all bodies are known
from api.schemas.body import Strict
from api.schemas.fault_sentences import SENTENCES
from api.schemas.faults import faults_of, parameter_sentence_of
from api.schemas.form_words import FORMS

ALWAYS = frozenset({"missing", "extra_forbidden", "value_error"})
# What pydantic can say to a part of a schema, by the part's kind and by the bounds that it has.
OF_PARTS: Mapping[str, frozenset[str]] = {
    "model": frozenset({"model_type"}),
    "str": frozenset({"string_type", "string_unicode"}),
    "int": frozenset({"int_type", "int_from_float", "int_parsing_size"}),
    "float": frozenset({"float_type", "finite_number"}),
    "bool": frozenset({"bool_type"}),
    "list": frozenset({"list_type"}),
    "tuple": frozenset({"tuple_type"}),
    "dict": frozenset({"dict_type"}),
    "literal": frozenset({"literal_error"}),
    "enum": frozenset({"enum"}),
    "date": frozenset(
        {"date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"}
    ),
    "datetime": frozenset(
        {"datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"}
    ),
}  # fmt: skip
SILENT = frozenset(
    {"model-fields", "model-field", "default", "function-after", "function-before", "no-info", "nullable", "any",
     "definitions", "definition-ref"}
)  # fmt: skip
OF_BOUNDS: Mapping[tuple[bool, str], str] = {
    (True, "min_length"): "string_too_short",
    (True, "max_length"): "string_too_long",
    (True, "pattern"): "string_pattern_mismatch",
    (False, "min_length"): "too_short",
    (False, "max_length"): "too_long",
    (False, "ge"): "greater_than_equal",
    (False, "gt"): "greater_than",
    (False, "le"): "less_than_equal",
    (False, "lt"): "less_than",
    (False, "tz_constraint"): "timezone_aware",
}


def bodies(of: type[Strict] = Strict) -> Iterator[type[Strict]]:
    """The models of all bodies of the service."""
    for each in of.__subclasses__():
        if each.__module__.startswith("api."):
            yield each
        yield from bodies(each)


def parts(schema: object) -> Iterator[Mapping[str, object]]:
    """What a schema of pydantic's is made of, with itself."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("type"), str):
            yield schema
        for each in [held for name, held in schema.items() if name != "metadata"]:
            yield from parts(each)
    elif isinstance(schema, list | tuple):
        for each in schema:
            yield from parts(each)


def kinds_of(part: Mapping[str, object]) -> set[str]:
    """The kinds of errors that a part can have."""
    kind = str(part["type"])
    bounds = {error for (of_text, name), error in OF_BOUNDS.items() if name in part and of_text == (kind == "str")}
    return bounds if kind in SILENT else bounds | OF_PARTS[kind]


MET = [part for body in bodies() for part in parts(body.__pydantic_core_schema__)]


def test_faults_of_bodies_when_walked_then_each_kind_has_a_sentence_of_ours() -> None:
    met = ALWAYS.union(*map(kinds_of, MET))
    assert len(met) > 20
    assert sorted(met - SENTENCES.keys()) == []


def test_patterns_of_bodies_when_walked_then_each_is_told_in_words() -> None:
    patterns = {str(part["pattern"]) for part in MET if part["type"] == "str" and "pattern" in part}
    assert sorted(patterns ^ FORMS.keys()) == []


class Odd(Strict):
    """A body with one of each."""

    few: Annotated[list[int] | None, Field(min_length=1, strict=False)] = None
    many: Annotated[list[int] | None, Field(max_length=1)] = None
    name: Annotated[str, Field(min_length=1, max_length=3)] = "x"
    land: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "DE"
    amount: Annotated[int, Field(ge=0, lt=10)] = 1
    at: AwareDatetime | None = None
    then: datetime | None = None
    day: date | None = None
    sure: bool = True
    by_name: dict[str, int] | None = None


@pytest.mark.parametrize(
    ("body", "pointer", "code", "told"),
    [
        ("[]", "", "wrong_type", "write an object, in braces"),
        ('{"few": []}', "/few", "too_few", "there are too few; add at least 1 entry"),
        ('{"many": [1, 2]}', "/many", "too_many", "there are too many; use at most 1"),
        ('{"many": {}}', "/many", "wrong_type", "write a list, in square brackets"),
        ('{"name": ""}', "/name", "too_short", "the text is empty; write at least one character"),
        ('{"name": "four"}', "/name", "too_long", "use at most 3 characters"),
        ('{"name": 5}', "/name", "wrong_type", "write the value as text, in quotes"),
        ('{"land": "de"}', "/land", "wrong_form", "write two capital letters of ISO 3166-1, such as DE"),
        ('{"amount": -1}', "/amount", "out_of_range", "the number is too small; use at least 0"),
        ('{"amount": 10}', "/amount", "out_of_range", "the number is too large; use less than 10"),
        ('{"amount": "1"}', "/amount", "wrong_type", "write the value as a whole number, without quotes"),
        (
            '{"at": "2026-11-22T09:30:00"}',
            "/at",
            "no_timezone",
            "the moment has no zone; end it with Z or an offset such as +08:00",
        ),
        (
            '{"then": "tomorrow"}',
            "/then",
            "wrong_form",
            "this is no moment; write a moment as 2026-11-22T09:30:00+01:00",
        ),
        ('{"day": "2026-02-30"}', "/day", "wrong_form", "write a day that the calendar has, as 2026-11-22"),
        ('{"sure": "yes"}', "/sure", "wrong_type", "write true or false, without quotes"),
        ('{"by_name": []}', "/by_name", "wrong_type", "write an object, in braces"),
        ('{"nmae": 1}', "/nmae", "unknown_field", "the field is not known here; remove it"),
    ],
)
def test_fault_when_a_body_is_wrong_then_has_pointer_code_and_our_sentence(
    body: str, pointer: str, code: str, told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate_json(body)
    (fault,) = faults_of(caught.value.errors())
    assert (fault.pointer, fault.code, fault.detail) == (pointer, code, told)


def test_faults_when_the_only_entry_is_wrong_then_its_list_is_not_called_too_short() -> None:
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate_json('{"few": ["one"]}')
    assert [fault.pointer for fault in faults_of(caught.value.errors())] == ["/few/0"]


def test_sentence_when_a_parameter_is_missing_then_does_not_speak_of_a_field() -> None:
    told = parameter_sentence_of({"type": "missing", "loc": ("query", "day"), "msg": "Field required", "input": None})
    assert told == "it is required; give it"
