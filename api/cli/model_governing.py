"""What the commands that give models their roles do; see `model_governing_commands`."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.model_folder import CARD, CONTENT, ensure_whole
from api.cli.model_governing_words import gate_lines, model_lines, role_of, told
from api.cli.phrases import Language
from api.cli.progress import waiting
from engine.desk.model_errors import ModelGatesClosed
from engine.desk.model_promoting import challenge as challenge_model
from engine.desk.model_promoting import gates_of
from engine.desk.model_promoting import promote as promote_model
from engine.desk.model_promoting import retire as retire_model
from engine.desk.model_promoting import roll_back as roll_back_model
from engine.desk.model_registering import known_models
from engine.desk.model_registering import register as register_model
from engine.desk.model_telling import activation_values, model_values

MEASURING = "measuring the gates: orders scored in shadow, speed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What was asked for."""

    named: str
    why: str
    approved_by: str | None
    override: bool


def register(clerk: Clerk, folder: Path, language: Language) -> Exit:
    """Stores what training wrote."""
    ensure_whole(folder)
    content, card = (folder / CONTENT).read_bytes(), (folder / CARD).read_bytes()
    with at_home() as house:
        model = register_model(house.desk, clerk.caller, content, card)
    _print([told("registered", language, model.version)])
    return Exit.DONE


def list_models(clerk: Clerk, limit: int, language: Language, *, as_json: bool) -> Exit:
    """Models, roles, refusals, history."""
    with at_home() as house:
        now = house.desk.models.refresh(clerk.merchant)
        with house.database.read() as session:
            known = known_models(session, clerk.merchant)
    if as_json:
        steps = list(known.steps)[: -limit - 1 : -1]
        models = [model_values(each) | {"role": role_of(each, now) or None} for each in known.models]
        values = {
            "models": models,
            "refused": list(now.refused),
            "activations": [activation_values(each) for each in steps],
        }
        _print([orjson.dumps(values, option=orjson.OPT_INDENT_2).decode()])
    elif known.models:
        _print(model_lines(known, now, language, limit))
    else:
        _print([told("none", language)])
    return Exit.SOME_BAD if now.refused else Exit.DONE


def challenge(clerk: Clerk, named: str, why: str, language: Language) -> Exit:
    """Makes a model challenger."""
    with at_home() as house:
        done = challenge_model(house.desk, clerk.caller, named, why)
    _print([told("challenge", language, done.model.version)])
    return Exit.DONE


def show_gates(clerk: Clerk, named: str, language: Language, *, as_json: bool) -> Exit:
    """Exit code 1 when a gate is closed."""
    with at_home() as house, waiting(MEASURING):
        found = gates_of(house.desk, clerk.caller, named)
    if as_json:
        _print([orjson.dumps([each.values() for each in found], option=orjson.OPT_INDENT_2).decode()])
    else:
        _print(gate_lines(found, language))
    return Exit.DONE if all(each.is_open for each in found) else Exit.SOME_BAD


def promote(clerk: Clerk, asked: Promotion, language: Language) -> Exit:
    """Exit code 1 when a gate is closed and nobody overrode it."""
    with at_home() as house:
        try:
            with waiting(MEASURING):
                done = promote_model(
                    house.desk,
                    clerk.caller,
                    asked.named,
                    asked.why,
                    approved_by=asked.approved_by,
                    override=asked.override,
                )
        except ModelGatesClosed as closed:
            _print(gate_lines(closed.gates, language))
            _print([told("closed", language)])
            return Exit.SOME_BAD
    _print(gate_lines(done.gates, language))
    name = "override" if done.step.overridden else "promote"
    _print([told(name, language, done.model.version, done.step.by, done.step.approved_by)])
    return Exit.DONE


def roll_back(clerk: Clerk, why: str, language: Language) -> Exit:
    """Puts the champion before in force."""
    with at_home() as house:
        done = roll_back_model(house.desk, clerk.caller, why)
    _print([told("rollback", language, done.model.version)])
    return Exit.DONE


def retire(clerk: Clerk, why: str, language: Language, *, challenger: bool) -> Exit:
    """Takes a role away."""
    with at_home() as house:
        done = retire_model(house.desk, clerk.caller, why, challenger=challenger)
    _print([told("retire", language, done.model.version)])
    return Exit.DONE


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
