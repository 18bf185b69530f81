"""The JSON Schema of a rule file, for editors: made from the same tables that the reader reads by.

It refuses what one file can be refused for: keys, words, facts, which tests a fact takes. Lists, parameters and
messages stand in other files: those of a book are suggested with their meaning, and the reader alone checks them.
Descriptions are plain for every editor; `markdownDescription` and `enumDescriptions` are what YAML language servers
show beside a completion.
"""

import json

from engine.lexicon.spec import Fact, FactType, Scope
from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.meanings import WORDS
from engine.rulebook.normal import Json
from engine.rulebook.rule_shape import parts_key, rule_shapes
from engine.rulebook.schema_tests import DAY, LIST, PARAM, TEXT, Schema, param_name, tests, tests_name
from engine.rulebook.shape import Field, Kind, Shape
from engine.rulebook.suggestions import lists_of, meant, params_of, reasons_of, suggested

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FILE = "rule.schema.json"


def schema_text(domain: Domain, book: RuleBook | None = None) -> str:
    """The schema as it stands in `rules/rule.schema.json`; `book` has the names to suggest."""
    return json.dumps(rule_schema(domain, book), indent=1, ensure_ascii=False) + "\n"


def rule_schema(domain: Domain, book: RuleBook | None = None) -> Schema:
    """The schema of a rule file of one domain, with the names of a book where one is given."""
    shapes = rule_shapes(domain)
    defined: Schema = {
        "rules": {"type": "array", "items": _mapping(shapes.rule, domain, book)},
        "defaults": _mapping(shapes.defaults, domain, book),
        "condition": _condition(domain),
        "then": _mapping(shapes.then, domain, book),
        "effective": _mapping(shapes.effective, domain, book),
        "rollout": _mapping(shapes.rollout, domain, book),
        "tests": {"type": "array", "items": _mapping(shapes.test, domain, book)},
        "given": _given(domain),
        "numbers": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "list": suggested({} if book is None else lists_of(book), LIST),
        **{param_name(each): suggested({} if book is None else params_of(book, each), PARAM) for each in FactType},
        **{tests_name(fact): tests(fact) for fact in domain.lexicon.values()},
    }
    return {
        "$schema": DIALECT,
        "title": f"Rules of {domain.name}",
        **_mapping(shapes.file, domain, book),
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


def _mapping(shape: Shape, domain: Domain | None = None, book: RuleBook | None = None) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(shape.required),
        "properties": {
            field.name: {"description": field.meaning, **_field(field, domain, book)} for field in shape.fields
        },
    }


def shape_schema(shape: Shape) -> Schema:
    """The schema of one kind of mapping; what its parts refer to stands in the definitions of the whole."""
    return _mapping(shape, None, None)


def _field(field: Field, domain: Domain | None, book: RuleBook | None) -> Schema:
    words: Schema = {"enum": list(field.words), **({} if domain is None else _words_meant(field, domain))}
    kinds: dict[Kind, Schema] = {
        Kind.TEXT: _text(field, book),
        Kind.WORD: words,
        Kind.WHOLE: {"type": "integer", "minimum": field.low, "maximum": field.high},
        Kind.TENTHS: {"type": "number", "minimum": field.low, "maximum": field.high},
        Kind.FLAG: {"type": "boolean"},
        Kind.DAY: DAY,
        Kind.TEXTS: {"type": "array", "items": TEXT},
        Kind.WORDS: {"type": "array", "items": words},
        Kind.PART: {"$ref": f"#/$defs/{field.refers}"},
    }
    return kinds[field.kind]


def _text(field: Field, book: RuleBook | None) -> Schema:
    if not field.form:
        return TEXT
    form: Schema = {"type": "string", "pattern": f"^(?:{field.form})$"}
    return suggested(reasons_of(book), form) if field.name == "reason" and book is not None else form


def _words_meant(field: Field, domain: Domain) -> Schema:
    """The meanings of a closed set of words: of the format, of the domain, or of the facts that they name."""
    known = {**domain.meanings, **WORDS.get(field.name, {})}
    facts = {word: domain.lexicon[word].meaning for word in field.words if word in domain.lexicon}
    return meant(facts.get(word) or known.get(word, "") for word in field.words)


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
            "not": {"description": "true when its part is false; unknown when its part is", **again},
            **facts,
        },
    }


def _described(fact: Fact) -> Schema:
    example: Json = list(fact.example) if isinstance(fact.example, list) else fact.example
    return {
        "description": _meaning(fact),
        "markdownDescription": _markdown(fact),
        "examples": [example],
        "$ref": f"#/$defs/{tests_name(fact)}",
    }


def _meaning(fact: Fact) -> str:
    return f"{fact.meaning} ({fact.unit})" if fact.unit is not None else fact.meaning


def _markdown(fact: Fact) -> str:
    """Meaning, type, unit and example, as an editor shows them beside the name."""
    unit = f", in {fact.unit}" if fact.unit is not None else ""
    example = json.dumps(fact.example, ensure_ascii=False)
    return f"{fact.meaning}\n\n*{fact.type}*{unit}; for example `{example}`"


def _given(domain: Domain) -> Schema:
    """The facts of a case, by their full names; they may also be nested, and the reader alone checks their values."""
    facts = domain.lexicon.values()
    whole: Schema = {fact.name: {"description": _meaning(fact)} for fact in facts if fact.scope is Scope.WHOLE}
    short = len(domain.part) + 1
    of_parts: Schema = {
        fact.name[short:]: {"description": _meaning(fact)} for fact in facts if fact.scope is Scope.PART
    }
    parts: Schema = {
        "description": f"the facts of each {domain.part}",
        "type": "array",
        "items": {"type": "object", "properties": of_parts},
    }
    return {"type": "object", "properties": {parts_key(domain): parts, **whole}}
