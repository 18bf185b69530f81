"""`clearway freight`: carriers' bills taken in, held against what was packed and agreed, and disputed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language
from fulfillment.freight.kinds import FreightState

freight = typer.Typer(
    help="Carriers' bills, held against what was packed and agreed, and disputed.", no_args_is_help=True
)
BillArgument = Annotated[str, typer.Argument(metavar="BILL", help="As `clearway freight bills` names it.")]


class Shape(StrEnum):
    """Which columns a bill has."""

    AUTO = "auto"
    DHL_EXPRESS = "dhl_express"
    CN_LINE = "cn_line"
    GENERIC = "generic"


class FreightAct(StrEnum):
    """What is done to a difference."""

    DISPUTE = "dispute"
    CREDIT = "credit"
    ACCEPT = "accept"
    LOSE = "lose"


@freight.command("import")
def import_bill(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, or the first sheet of an Excel workbook.")],
    shape: Annotated[Shape, typer.Option("--shape", help="Which columns it has.")] = Shape.AUTO,
    carrier: Annotated[str, typer.Option("--carrier", metavar="NAME", help="Whose bill it is.")] = "",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="YAML that names the columns; see data/freight.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take a bill in, and open a difference for whatever is billed too much. Exit code 1 when something differs."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.freight_work import Bill, taken

        bill = Bill(file=file, shape=shape.value, carrier=carrier, mapping=mapping)
        raise typer.Exit(taken(Clerk(merchant, by, lang), bill, only_look=dry_run, as_json=as_json))


@freight.command("bills")
def list_bills(as_json: JsonOption = False, merchant: MerchantOption = "main") -> None:
    """List bills that were taken in."""
    with one_clear_line():
        from api.cli.freight_work import bills_shown

        raise typer.Exit(bills_shown(merchant, as_json=as_json))


@freight.command("audit")
def audit_bill(
    bill: BillArgument,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Look at a bill again, after labels were made or rate cards entered."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.freight_work import audited

        raise typer.Exit(audited(Clerk(merchant, by, lang), bill, as_json=as_json))


@freight.command("list")
def list_differences(
    state: Annotated[FreightState | None, typer.Option("--state", help="Only in this state.")] = None,
    carrier: Annotated[str | None, typer.Option("--carrier", metavar="NAME", help="Only of this one.")] = None,
    bill: Annotated[str | None, typer.Option("--bill", metavar="BILL", help="Only of this bill.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that ended, too.")] = False,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """List what differs, oldest first, and how much came back so far."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.freight_work import Wanted, differences_shown

        wanted = Wanted(state=state, carrier=carrier, file_id=bill, everything=everything)
        raise typer.Exit(differences_shown(Clerk(merchant, COMMAND_LINE, lang), wanted, as_json=as_json))


@freight.command("decide")
def decide_difference(
    difference: Annotated[str, typer.Argument(metavar="DIFFERENCE", help="As `clearway freight list` names it.")],
    act: Annotated[FreightAct, typer.Argument(help="What is done.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; it stays in the history.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Dispute or accept one difference, or tell that the carrier credited or refused it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.freight_work import decided

        raise typer.Exit(decided(Clerk(merchant, by, lang), difference, act.value, why))


@freight.command("dispute")
def dispute_bill(
    bill: BillArgument,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the table.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write the letter.")] = None,
    invoice: Annotated[
        str | None, typer.Option("--invoice", metavar="NUMBER", help="Only this invoice of the file.")
    ] = None,
    sent: Annotated[
        str | None, typer.Option("--sent", metavar="WHY", help="Note that it was sent: its differences are disputed.")
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Write the table and the letter of a dispute, and note that they were sent."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.freight_work import Papers, disputed_by

        papers = Papers(csv=csv, pdf=pdf, invoice=invoice, sent=sent)
        raise typer.Exit(disputed_by(Clerk(merchant, by, lang), bill, papers))
