"""`clearway events` and `clearway audit`: what was written down."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import JsonOption, MerchantOption

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
def verify_audit(
    kept: Annotated[
        Path | None, typer.Option("--anchor", metavar="FILE", help="Anchors kept elsewhere, to compare with.")
    ] = None,
) -> None:
    """Check that no entry of the audit was changed, taken out or put in; exit code 1 and its number when one was."""
    with one_clear_line():
        from api.cli.records import verify

        raise typer.Exit(verify(kept))


@audit.command("anchor")
def anchor_audit(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Add to this file, which is best kept elsewhere.")
    ] = None,
) -> None:
    """Sign the end of the audit, and write it as a line of JSON: who has it sees later whether the past was changed."""
    with one_clear_line():
        from api.cli.records import anchor

        raise typer.Exit(anchor(out))
