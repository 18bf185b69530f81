"""The JSON Schema of a rule file, for editors: made from the same tables that the reader reads by.

It says what one file can say: keys, words, facts, which tests a fact takes. Lists, parameters and messages stand in
other files; the reader alone checks those.
"""

import json

from engine.lexicon.spec import Fact, FactType
from engine.rulebook.condition import Operator
from engine.rulebook.domain import Domain
from engine.rulebook.fitness import AFFIXES, ALWAYS, COUNTRY_FORM, MEMBERSHIP, TAKES
from engine.rulebook.normal import Json
from engine.rulebook.rule_shape import parts_key, rule_shapes
from engine.rulebook.shape import Field, Kind, Shape

Schema = dict[str, Json]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = "[a-z][a-z0-9_.]*"
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_PARAM: Schema = {"type": "string", "pattern": rf"^\${_NAME}$"}
_LIST: Schema = {"type": "string", "pattern": f"^@{_NAME}$"}


def schema_text(domain: Domain) -> str:
    """The schema as it stands in `rules/rule.schema.json`."""
    return json.dumps(rule_schema(domain), indent=1, ensure_ascii=False) + "\n"


def rule_schema(domain: Domain) -> Schema:
    """The schema of a rule file of one domain."""
    shapes = rule_shapes(domain)
    defined: Schema = {
        "rules": {"type": "array", "items": _mapping(shapes.rule)},
        "defaults": _mapping(shapes.defaults),
        "condition": _condition(domain),
        "then": _mapping(shapes.then),
        "effective": _mapping(shapes.effective),
        "rollout": _mapping(shapes.rollout),
        "tests": {"type": "array", "items": _mapping(shapes.test)},
        "given": _given(domain),
        "numbers": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        **{_tests_name(fact): _tests(fact) for fact in domain.lexicon.values()},
    }
    return {
        "$schema": _DIALECT,
        "title": f"Rules of {domain.name}",
        **_mapping(shapes.file),
        "anyOf": _scope_somewhere(),
        "allOf": _nothing_softer(domain),
        "$defs": defined,
    }


def _nothing_softer(domain: Domain) -> list[Json]:
    """Rules of protected sets, with final verdicts, or that hold without their facts, are never rolled out in part."""
    final: Json = {"properties": {"then": {"properties": {"outcome": {"enum": [*sorted(domain.final_verdicts)]}}}}}
    holding: Json = {"properties": {"on_missing": {"const": "hold"}}, "required": ["on_missing"]}
    forbidden: Json = {"properties": {"rollout": False}}
    protected: Json = {"properties": {"set": {"enum": [*sorted(domain.protected_sets)]}}}
    by_rule: list[Json] = [{"if": case, "then": forbidden} for case in (final, holding)]
    return [
        {"if": protected, "then": {"properties": {"rules": {"items": forbidden}}}},
        {"properties": {"rules": {"items": {"allOf": by_rule}}}},
    ]


def _scope_somewhere() -> list[Json]:
    """The scope stands in every rule, or once in the defaults."""
    in_rules: Json = {"properties": {"rules": {"items": {"required": ["scope"]}}}}
    return [{"properties": {"defaults": {"required": ["scope"]}}, "required": ["defaults"]}, in_rules]


def _mapping(shape: Shape) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(shape.required),
        "properties": {field.name: {"description": field.meaning, **_field(field)} for field in shape.fields},
    }


def shape_schema(shape: Shape) -> Schema:
    """The schema of one kind of mapping; what its parts refer to stands in the definitions of the whole."""
    return _mapping(shape)


def _field(field: Field) -> Schema:
    kinds: dict[Kind, Schema] = {
        Kind.TEXT: {"type": "string", "pattern": f"^(?:{field.form})$"} if field.form else _TEXT,
        Kind.WORD: {"enum": list(field.words)},
        Kind.WHOLE: {"type": "integer", "minimum": field.low, "maximum": field.high},
        Kind.FLAG: {"type": "boolean"},
        Kind.DAY: _DAY,
        Kind.TEXTS: {"type": "array", "items": _TEXT},
        Kind.WORDS: {"type": "array", "items": {"enum": list(field.words)}},
        Kind.PART: {"$ref": f"#/$defs/{field.refers}"},
    }
    return kinds[field.kind]


def _condition(domain: Domain) -> Schema:
    again: Schema = {"$ref": "#/$defs/condition"}
    group: Schema = {"type": "array", "minItems": 1, "items": again}
    facts: Schema = {name: _described(fact) for name, fact in domain.lexicon.items()}
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {
            "all": {"description": "true when every part is", **group},
            "any": {"description": "true when a part is", **group},
            "not": {"description": "true when its part is false", **again},
            **facts,
        },
    }


def _described(fact: Fact) -> Schema:
    unit = f" ({fact.unit})" if fact.unit is not None else ""
    example: Json = list(fact.example) if isinstance(fact.example, list) else fact.example
    return {
        "description": f"{fact.meaning}{unit}",
        "examples": [example],
        "$ref": f"#/$defs/{_tests_name(fact)}",
    }


def _tests_name(fact: Fact) -> str:
    """Facts of one type share their tests; a fact with words of its own has its own."""
    return f"test_{fact.name}" if fact.values else f"test_{fact.type}"


def _tests(fact: Fact) -> Schema:
    operators: Schema = {str(each): _operand(fact, each) for each in Operator if each in TAKES[fact.type]}
    named: Schema = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": operators,
    }
    short = [_single(fact), *([_several(fact)] if Operator.IN in TAKES[fact.type] else [])]
    return {"anyOf": [*short, named]}


def _operand(fact: Fact, operator: Operator) -> Schema:
    if operator in ALWAYS:
        return {"const": True}
    if operator is Operator.MATCHES:
        return {"type": "string", "minLength": 1}
    if operator is Operator.BETWEEN:
        return {"type": "array", "minItems": 2, "maxItems": 2, "items": _single(fact)}
    if operator in MEMBERSHIP:
        return {"anyOf": [_several(fact), _LIST]}
    if operator in AFFIXES:
        return {"anyOf": [_value(fact), _several(fact), _LIST]}
    return _single(fact)


def _single(fact: Fact) -> Schema:
    if fact.type in {FactType.TEXT, FactType.SET} and not fact.values:
        return {**_TEXT, "not": _LIST}
    return {"anyOf": [_value(fact), _PARAM]}


def _several(fact: Fact) -> Schema:
    return {"type": "array", "minItems": 1, "items": _value(fact)}


def _value(fact: Fact) -> Schema:
    if fact.values:
        return {"enum": list(fact.values)}
    return _VALUES[fact.type]


_VALUES: dict[FactType, Schema] = {
    FactType.BOOLEAN: {"type": "boolean"},
    FactType.INTEGER: {"type": "integer"},
    FactType.NUMBER: {"type": "number"},
    FactType.DATE: _DAY,
    FactType.ENUM: _TEXT,
    FactType.COUNTRY: {"type": "string", "pattern": f"^{COUNTRY_FORM.pattern}$"},
    FactType.TEXT: _TEXT,
    FactType.SET: _TEXT,
}


def _given(domain: Domain) -> Schema:
    parts: Schema = {"type": "array", "items": {"type": "object"}}
    return {"type": "object", "properties": {parts_key(domain): parts}}
