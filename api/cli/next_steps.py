"""How the command line does what an error asks for. Errors themselves name no options: they are told elsewhere, too."""

from collections.abc import Mapping

from engine.errors import ClearwayError, UnknownFormat

OPTIONS: Mapping[str, str] = {
    "model_gates_closed": "use `--override --approved-by NAME --why TEXT`",
    "second_person_needed": "use `--approved-by NAME`",
    "reason_needed": "use `--why TEXT`",
    "no_model_before": "use `clearway model retire`",
    "model_there": "see `clearway model list`",
    "name_needed": "use `--by NAME`",
    "note_needed": "use `--note TEXT`",
}
FORMAT = "use `--format NAME`"


def told_here(error: ClearwayError) -> str:
    """The error with the option that helps, and its code unless it ends with one of its own."""
    text = str(error)
    step = FORMAT if isinstance(error, UnknownFormat) and text == UnknownFormat.__doc__ else OPTIONS.get(error.code)
    said = f"{text}; {step}" if step is not None else text
    return said if said.endswith("]") else f"{said} [{error.code}]"
