"""`clearway payments report | cases | case | settle-case | fees`: what was kept of settlement reports."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language
from fulfillment.payments.settlement.kinds import Differs, Standing

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="As `clearway payments cases` names it.")]


class Act(StrEnum):
    """What is done to a case."""

    EXPLAIN = "explain"
    WRITE_OFF = "write-off"
    APPEAL = "appeal"
    WON = "won"
    LOST = "lost"
    RECOVERED = "recovered"
    MATCH = "match"


def add_settlement_commands(payments: typer.Typer) -> None:
    """Adds the commands to `clearway payments`."""
    payments.command("report")(show_report)
    payments.command("cases")(show_cases)
    payments.command("case")(show_case)
    payments.command("settle-case")(settle_case)
    payments.command("fees")(set_fees)


def show_report(
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, in UTC.")],
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Last day.")],
    provider: Annotated[str | None, typer.Option("--provider", metavar="NAME", help="Only of this one.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table for spreadsheets.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Sum a period up: where the money went, batches, reserves, each order rung by rung, open cases by age."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.settlements import Wanted, report

        wanted = Wanted(since=since, until=until, provider=provider, html=html, csv=csv)
        raise typer.Exit(report(Clerk(merchant, COMMAND_LINE), wanted, lang))


def show_cases(
    state: Annotated[Standing | None, typer.Option("--state", help="Only in this state.")] = None,
    kind: Annotated[Differs | None, typer.Option("--kind", help="Only of this kind.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that ended, too.")] = False,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what differs between reports, bank and books, oldest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.settlements import list_cases

        clerk = Clerk(merchant, COMMAND_LINE)
        raise typer.Exit(list_cases(clerk, state, kind, lang, everything=everything, as_json=as_json))


def show_case(case: CaseArgument, merchant: MerchantOption = "main") -> None:
    """Show a case with its history, as JSON."""
    with one_clear_line():
        from api.cli import settlements
        from api.cli.clerk import Clerk

        raise typer.Exit(settlements.show_case(Clerk(merchant, COMMAND_LINE), case))


def settle_case(
    case: CaseArgument,
    act: Annotated[Act, typer.Argument(help="What is done.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; it stays in the history.")],
    chosen: Annotated[
        str | None, typer.Option("--to", metavar="ID", help="For `match`: the order or payout that the line is about.")
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Explain a case, write it off, tell that it was appealed and how that ended, or give a line its order."""
    with one_clear_line():
        from api.cli import settlements
        from api.cli.clerk import Clerk

        raise typer.Exit(settlements.settle_case(Clerk(merchant, by), case, act.value, why, chosen, lang))


def set_fees(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: provider,currency,percent,fixed,tolerance.")],
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Keep what providers may take of a sale, so that other fees become cases."""
    with one_clear_line():
        from api.cli import settlements
        from api.cli.clerk import Clerk

        raise typer.Exit(settlements.set_fees(Clerk(merchant, by), file))
