"""`clearway payments`: money that gateways, marketplaces and banks say they paid."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, MerchantOption
from api.cli.phrases import Language
from api.cli.settlement_commands import add_settlement_commands

payments = typer.Typer(help="Money that gateways, marketplaces and banks say they paid.", no_args_is_help=True)


@payments.command("reconcile")
def reconcile(
    report: Annotated[Path, typer.Option("--report", metavar="FILE", help="Settlement report or bank statement.")],
    provider: Annotated[
        str, typer.Option("--provider", metavar="NAME", help="Whose file it is; `auto` looks at it.")
    ] = "auto",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="YAML: which column of a CSV file is what.")
    ] = None,
    bank: Annotated[
        Path | None, typer.Option("--bank", metavar="FILE", help="Bank statement, to see which payouts arrived.")
    ] = None,
    bank_provider: Annotated[
        str, typer.Option("--bank-provider", metavar="NAME", help="Whose file the statement is.")
    ] = "auto",
    orders: Annotated[
        Path | None, typer.Option("--orders", metavar="FILE", help="Hold it against these orders; nothing is kept.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Take it into the books here, and open cases for what differs.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the output.")] = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Read a settlement report: what each order paid and cost, and whether its batches and balances add up.

    Exit code 1 when something does not close or differs from the books, 2 when a file cannot be read.
    """
    with one_clear_line():
        from api.cli.reconciling import Against, Asked, run

        asked = Asked(report=report, provider=provider, mapping=mapping, bank=bank, bank_provider=bank_provider)
        against = Against(orders=orders, keep=keep, merchant=merchant, by=by)
        raise typer.Exit(run(asked, lang, against, as_json=as_json))


add_settlement_commands(payments)
