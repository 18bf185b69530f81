"""How the command line does what an error asks for. Errors themselves name no options: they are told elsewhere, too."""

from collections.abc import Mapping

from engine.desk.edition_errors import DraftMoved, GatesClosed
from engine.errors import ClearwayError, UnknownFormat
from engine.workbench.gates import Gate

OPTIONS: Mapping[str, str] = {
    "model_gates_closed": "use `--override --approved-by NAME --why TEXT`",
    "second_person_needed": "use `--approved-by NAME`",
    "reason_needed": "use `--why TEXT`",
    "no_model_before": "use `clearway model retire`",
    "model_there": "see `clearway model list`",
    "model_unknown": "see `clearway model list`",
    "no_model_in_role": "see `clearway model list`",
    "model_rejected": "`clearway model train` writes the folder to name",
    "card_refused": "`clearway model train` writes it",
    "card_changed": "`clearway model train` writes both",
    "unknown_job": "list them with `clearway jobs list --state dead`",
    "no_edition": "use `clearway rules publish`",
    "trip_acknowledged": "see `clearway rules guard`",
    "proposal_ended": "see `clearway rules proposals`",
    "proposal_outdated": "use `clearway rules pull`",
    "not_in_force_before": "use `clearway rules propose`",
    "begun_already": "use `clearway rules propose`",
    "not_waiting": "see `clearway rules editions`",
    "too_few_orders": "use `--least-rows N`",
    "other_schema": "use `--orders FILE`",
    "later_labels": "use `--as-of TIME` or `--leave-out-later`",
    "name_needed": "use `--by NAME`",
    "note_needed": "use `--note TEXT`",
}
LISTS: Mapping[str, str] = {
    "editions": "see `clearway rules editions`",
    "drafts": "see `clearway rules drafts`",
    "proposals": "see `clearway rules proposals`",
    "hold reasons": "see `clearway hold list`",
    "services": "list them with `clearway shipping services`",
    "stock places": "see `clearway stock places`",
    "disputes": "see `clearway disputes list`",
    "tables": "run `clearway db upgrade`",
    "later orders": "use `clearway model evaluate --from DAY`",
}
GATES: Mapping[str, str] = {
    "check": "run `clearway rules check`",
    "tests": "run `clearway rules test`",
    "coverage": "run `clearway rules test --mutation`",
    "mutation": "run `clearway rules test --mutation`",
    "backtest": "run `clearway backtest`",
}
FORMAT = "use `--format NAME`"


def told_here(error: ClearwayError) -> str:
    """The error with the option that helps, and its code unless it ends with one of its own."""
    text = str(error)
    step = _step(error, text)
    said = f"{text}; {step}" if step else text
    return said if said.endswith("]") else f"{said} [{error.code}]"


def gate_step(gate: Gate) -> str:
    """The command that shows what a closed gate wants; empty where none does."""
    step = GATES.get(gate.name, "")
    return step.replace("backtest`", f"backtest {gate.edition}`") if gate.edition else step


def row_step(column: str, detail: str) -> str:
    """The command that lists what a cell of this column may name, by what is wrong with it; empty where none does."""
    return LISTS["services"] if column == "service" and detail.startswith("there is no service") else ""


def _step(error: ClearwayError, text: str) -> str:
    match error:
        case UnknownFormat() if text == UnknownFormat.__doc__:
            return FORMAT
        case DraftMoved():
            return f"use `clearway rules pull DIR --draft {error.name}`"
        case GatesClosed():
            return ", ".join(filter(None, (gate_step(each) for each in error.gates if not each.is_open)))
    return LISTS.get(error.see) or OPTIONS.get(error.code, "")
