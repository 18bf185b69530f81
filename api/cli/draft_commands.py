"""`clearway rules pull`, `push` and `drafts`: the rule book between a folder and the database."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The working copy.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who you are: a person, for history and audit.")]
HERE = Path("rules")


def add_draft_commands(rules: typer.Typer) -> None:
    """Adds all of this module to `clearway rules`."""
    rules.command("pull")(pull)
    rules.command("push")(push)
    rules.command("drafts")(list_drafts)


def pull(
    folder: Folder = HERE,
    edition: Annotated[str, typer.Option("--edition", metavar="DIGEST", help="Which edition.")] = "in-force",
    draft: Annotated[str | None, typer.Option("--draft", metavar="NAME", help="A draft instead.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were changed here.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Write the edition in force, another one, or a draft into a folder to work on."""
    with one_clear_line():
        from api.cli import drafting
        from api.cli.clerk import Clerk

        clerk = Clerk(merchant, COMMAND_LINE)
        raise typer.Exit(drafting.pull(clerk, folder, edition, draft, lang, force=force))


def push(
    draft: Annotated[str, typer.Option("--draft", metavar="NAME", help="Under which name it is kept.")],
    by: By,
    folder: Folder = HERE,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Keep a folder as a draft in the database, faults and all; refused when somebody else moved the draft."""
    with one_clear_line():
        from api.cli import drafting
        from api.cli.clerk import Clerk

        raise typer.Exit(drafting.push(Clerk(merchant, by), folder, draft, lang))


def list_drafts(as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """List the drafts: revision, when and by whom it was pushed, and whether it could be used."""
    with one_clear_line():
        from api.cli import drafting
        from api.cli.clerk import Clerk

        raise typer.Exit(drafting.list_drafts(Clerk(merchant, COMMAND_LINE), lang, as_json=as_json))
