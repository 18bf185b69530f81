"""`clearway events`, `clearway audit` and `clearway rules publish`: what was written down, and what is in force."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, MerchantOption

audit = typer.Typer(help="Who did what: entries that are chained, so that none can be changed.", no_args_is_help=True)


def show_events(
    after: Annotated[int, typer.Option("--after", metavar="N", min=0, help="Only events behind this number.")] = 0,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="How many at most.")] = 100,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Print the feed of events, oldest first."""
    with one_clear_line():
        from api.cli.records import show_feed

        raise typer.Exit(show_feed(merchant, after, limit, as_json=as_json))


@audit.command("verify")
def verify_audit() -> None:
    """Check that no entry of the audit was changed, taken out or put in; exit code 1 and its number when one was."""
    with one_clear_line():
        from api.cli.records import verify

        raise typer.Exit(verify())


def publish_rules(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Rule book; else the one that came.")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to publish with it.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for those who read the history.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Check a rule book and its data, store both in the database, and put them in force there."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.records import publish

        raise typer.Exit(publish(Clerk(merchant, by), folder, data, note))
