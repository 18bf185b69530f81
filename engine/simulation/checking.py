"""Whether a scenario's parameters fit together, and a scenario out of a YAML file."""

import json
from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from functools import cache

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from engine.errors import DataRejected
from engine.simulation.lanes import MARKETS, WAREHOUSES
from engine.simulation.scenario import SCHEMES, Scenario, SchemeTerms, terms_of

CHANNELS = ("own_shop", "amazon", "ebay")


@cache
def scenario_adapter() -> TypeAdapter[Scenario]:
    """Built once."""
    return TypeAdapter(Scenario)


def read_scenario(text: str, where: str = "scenario") -> Scenario:
    """The scenario of a YAML mapping; what it leaves out has its default, within a scheme too.

    Raises DataRejected with all faults: unknown names, values out of bounds, parts that do not fit together.
    """
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DataRejected(where, f"this is not YAML: {' '.join(str(error).split())}") from error
    given = {} if given is None else given
    if not isinstance(given, dict):
        raise DataRejected(where, "write a mapping: the name of a parameter, and its value")
    try:
        scenario = scenario_adapter().validate_json(json.dumps(_with_defaults(given), default=str))
    except ValidationError as error:
        raise DataRejected(where, "; ".join(map(_said, error.errors(include_url=False)))) from error
    check(scenario, where)
    return scenario


def check(scenario: Scenario, where: str = "scenario") -> None:
    """Raises DataRejected with everything that does not fit together."""
    faults = [*_of_lanes(scenario), *_of_channels(scenario), *_of_schemes(scenario)]
    if faults:
        raise DataRejected(where, "; ".join(faults))


def _said(detail: ErrorDetails) -> str:
    place = detail["loc"]
    shown = ".".join(map(str, place))
    if detail["type"] != "unexpected_keyword_argument":
        return f"{shown}: {detail['msg'].lower()}"
    known = [field.name for field in fields(Scenario if len(place) == 1 else SchemeTerms)]
    near = get_close_matches(str(place[-1]), known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else "`clearway docs scenario` lists all"
    return f"{shown}: there is no such parameter; {hint}"


def _with_defaults(given: dict[object, object]) -> dict[object, object]:
    """A scheme that names a few of its terms keeps the others."""
    usual = scenario_adapter().dump_python(Scenario(), mode="json")
    return {
        name: {**usual[name], **value} if name in SCHEMES and isinstance(value, dict) else value
        for name, value in given.items()
    }


def _of_lanes(scenario: Scenario) -> Iterator[str]:
    for lane in scenario.lanes:
        origin, _, destination = lane.partition("-")
        if origin not in WAREHOUSES:
            yield f"lanes.{lane}: goods leave from {', '.join(WAREHOUSES)}"
        if destination not in MARKETS:
            yield f"lanes.{lane}: goods go to {', '.join(sorted(MARKETS))}"
    if not any(scenario.lanes.values()):
        yield "lanes: one lane at least needs a weight above 0"


def _of_channels(scenario: Scenario) -> Iterator[str]:
    for channel in scenario.channels:
        if channel not in CHANNELS:
            yield f"channels.{channel}: the channels are {', '.join(CHANNELS)}"
    if not any(scenario.channels.values()):
        yield "channels: one channel at least needs a weight above 0"


def _of_schemes(scenario: Scenario) -> Iterator[str]:
    for scheme in SCHEMES:
        yield from (f"{scheme}.{fault}" for fault in _of_terms(terms_of(scenario, scheme)))
    if sum(terms_of(scenario, scheme).share for scheme in SCHEMES) > 1:
        yield "the shares of all schemes add up to more than 1"


def _of_terms(terms: SchemeTerms) -> Iterator[str]:
    if terms.least > terms.most:
        yield "least: is more than `most`"
    if terms.shortest > terms.longest:
        yield "shortest: is more than `longest`"
