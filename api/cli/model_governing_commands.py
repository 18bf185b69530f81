"""`clearway model register`, `promote`, `rollback`, `drift` and their neighbours: which model scores orders."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who you are: a person, for history and audit.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for those who read the history.")]
ModelName = Annotated[str, typer.Argument(metavar="MODEL", help="Its version, or the beginning of it or its digest.")]


def add_governing_commands(model: typer.Typer) -> None:
    """Adds all of this module to `clearway model`."""
    model.command("register")(register)
    model.command("list")(list_models)
    model.command("challenge")(challenge)
    model.command("gates")(show_gates)
    model.command("promote")(promote)
    model.command("rollback")(roll_back)
    model.command("retire")(retire)
    model.command("drift")(drift)


def register(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `model train` wrote: model.npz and card.json.")],
    by: By,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Store a trained model with its card; it scores nothing yet."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        raise typer.Exit(model_governing.register(Clerk(merchant, by), folder, lang))


def list_models(
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many steps of history.")] = 20,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List models with their roles, how the champion does, and what was done with them last."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        clerk = Clerk(merchant, COMMAND_LINE)
        raise typer.Exit(model_governing.list_models(clerk, limit, lang, as_json=as_json))


def challenge(
    named: ModelName, by: By, why: Why = "", lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Let a model score every order in the champion's shadow; rules do not see what it says."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        raise typer.Exit(model_governing.challenge(Clerk(merchant, by), named, why, lang))


def show_gates(
    named: ModelName, as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Measure what a model must show before it is promoted; changes nothing."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        raise typer.Exit(model_governing.show_gates(Clerk(merchant, COMMAND_LINE), named, lang, as_json=as_json))


def promote(
    named: ModelName,
    by: By,
    why: Why,
    override: Annotated[bool, typer.Option("--override", help="Although gates are closed: two people.")] = False,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", metavar="NAME", help="The second person, who agrees.")
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Make a model champion when its gates are open: rules read what it says from now on."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        asked = model_governing.Promotion(named=named, why=why, approved_by=approved_by, override=override)
        raise typer.Exit(model_governing.promote(Clerk(merchant, by), asked, lang))


def roll_back(by: By, why: Why, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Put the champion before in force again, at once and without gates."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        raise typer.Exit(model_governing.roll_back(Clerk(merchant, by), why, lang))


def retire(
    by: By,
    why: Why,
    challenger: Annotated[bool, typer.Option("--challenger", help="The challenger, not the champion.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Take the champion out of force, so that no model scores, or end the challenger's trial."""
    with one_clear_line():
        from api.cli import model_governing
        from api.cli.clerk import Clerk

        raise typer.Exit(model_governing.retire(Clerk(merchant, by), why, lang, challenger=challenger))


def drift(
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=365, help="Orders of so many days.")] = 7,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Measure how far orders have drifted from those that the champion was trained on, and keep it as its state."""
    with one_clear_line():
        from api.cli import model_drift
        from api.cli.clerk import Clerk

        raise typer.Exit(model_drift.run(Clerk(merchant, COMMAND_LINE), days, lang, as_json=as_json))
