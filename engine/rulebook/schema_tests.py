"""Schemas of the tests that a fact takes, and of what each test compares with."""

from engine.lexicon.spec import Fact, FactType
from engine.rulebook.condition import Operator
from engine.rulebook.fitness import AFFIXES, ALWAYS, COUNTRY_FORM, MEMBERSHIP, TAKES
from engine.rulebook.meanings import OPERATORS
from engine.rulebook.normal import Json

Schema = dict[str, Json]

TEXT: Schema = {"type": "string", "pattern": r"\S"}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NAME = "[a-z][a-z0-9_.]*"
PARAM: Schema = {"type": "string", "pattern": rf"^\${_NAME}$"}
LIST: Schema = {"type": "string", "pattern": f"^@{_NAME}$"}
_LIST_OF_BOOK: Schema = {"$ref": "#/$defs/list"}


def tests_name(fact: Fact) -> str:
    """Facts of one type share their tests; a fact with words of its own has its own."""
    return f"test_{fact.name}" if fact.values else f"test_{fact.type}"


def param_name(kind: FactType) -> str:
    """Where the parameters that suit a type of fact are defined."""
    return f"param_{kind}"


def tests(fact: Fact) -> Schema:
    """What may stand behind a fact: a value, several, or a test by its name."""
    operators: Schema = {
        str(each): {"description": OPERATORS[each], **_operand(fact, each)}
        for each in Operator
        if each in TAKES[fact.type]
    }
    by_name: Schema = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": operators,
    }
    short = [_single(fact), *([_several(fact)] if Operator.IN in TAKES[fact.type] else [])]
    return {"anyOf": [*short, by_name]}


def _operand(fact: Fact, operator: Operator) -> Schema:
    if operator in ALWAYS:
        return {"const": True}
    if operator is Operator.MATCHES:
        return {"type": "string", "minLength": 1}
    if operator is Operator.BETWEEN:
        return {"type": "array", "minItems": 2, "maxItems": 2, "items": _single(fact)}
    if operator in MEMBERSHIP:
        return {"anyOf": [_several(fact), _LIST_OF_BOOK]}
    if operator in AFFIXES:
        return {"anyOf": [_value(fact), _several(fact), _LIST_OF_BOOK]}
    return _single(fact)


def _single(fact: Fact) -> Schema:
    if fact.type in {FactType.TEXT, FactType.SET} and not fact.values:
        return {**TEXT, "not": LIST}
    return {"anyOf": [_value(fact), {"$ref": f"#/$defs/{param_name(fact.type)}"}]}


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
    FactType.DATE: DAY,
    FactType.ENUM: TEXT,
    FactType.COUNTRY: {"type": "string", "pattern": f"^{COUNTRY_FORM.pattern}$"},
    FactType.TEXT: TEXT,
    FactType.SET: TEXT,
}
