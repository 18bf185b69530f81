"""The tables of docs/how-to-simulate.md: every parameter of a simulation, made from the code."""

from collections.abc import Iterator, Mapping

from engine.simulation.checking import scenario_adapter
from engine.simulation.scenario import SCHEMES, Scenario, SchemeTerms

_HEADING = "| parameter | unit | usual | what |\n|---|---|---|---|"
_LONG = {"lanes", "channels"}


def scenario_tables() -> str:
    """Parameters of the stream, what the terms of a scheme are, and each scheme's own figures, as Markdown."""
    schema = scenario_adapter().json_schema()
    terms = schema["$defs"][SchemeTerms.__name__]["properties"]
    return "\n".join(
        (
            _HEADING,
            *(_row(name, told) for name, told in schema["properties"].items() if name not in SCHEMES),
            "",
            "Each scheme has the same nine terms:",
            "",
            "| term | unit | what |\n|---|---|---|",
            *(f"| `{name}` | {told.get('unit', '')} | {told['description']} |" for name, told in terms.items()),
            "",
            *_schemes(schema["properties"], tuple(terms)),
            "",
        )
    )


def _row(name: str, told: Mapping[str, object]) -> str:
    usual = getattr(Scenario(), name)
    shown = "see below" if name in _LONG else usual
    return f"| `{name}` | {told.get('unit', '')} | {shown} | {told['description']} |"


def _schemes(properties: Mapping[str, Mapping[str, object]], terms: tuple[str, ...]) -> Iterator[str]:
    yield f"| scheme | {' | '.join(f'`{term}`' for term in terms)} | what |"
    yield f"|---{'|---' * (len(terms) + 1)}|"
    for scheme in SCHEMES:
        figures = " | ".join(f"{getattr(getattr(Scenario(), scheme), term):g}" for term in terms)
        yield f"| `{scheme}` | {figures} | {properties[scheme]['description']} |"
