"""`clearway order` and `clearway hold`: orders on the installation's own database, without a server."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.phrases import Language

order = typer.Typer(help="Orders: decide and keep them, and follow them.", no_args_is_help=True)
hold = typer.Typer(help="What keeps an order from going on.", no_args_is_help=True)

OrderFile = Annotated[Path, typer.Argument(metavar="FILE", help="Orders: JSON, JSON lines, CSV or XLSX.")]
OrderArgument = Annotated[str, typer.Argument(metavar="ORDER", help="Its id here, or the merchant's own.")]
MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose orders.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it, for history and audit.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the output.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for the audit.")]
COMMAND_LINE = "command line"


class Outcome(StrEnum):
    """What an order can be decided to."""

    ADMIT = "admit"
    ASK_CUSTOMER = "ask_customer"
    HOLD = "hold"
    CANCEL = "cancel"


class LabelKind(StrEnum):
    """What an order can turn out to be."""

    FRAUD = "fraud"
    LEGITIMATE = "legitimate"
    CHARGEBACK = "chargeback"
    FRIENDLY_FRAUD = "friendly_fraud"
    NOT_RECEIVED = "not_received"
    REFUSED_AT_CUSTOMS = "refused_at_customs"
    RETURN_FRAUD = "return_fraud"


@order.command("submit")
def submit_orders(
    file: OrderFile,
    format_: Annotated[str | None, typer.Option("--format", metavar="NAME", help="Format, if it is not told.")] = None,
    ship_from: Annotated[str | None, typer.Option("--ship-from", metavar="CC", help="Country of dispatch.")] = None,
    shop: Annotated[str | None, typer.Option("--shop", metavar="NAME", help="Shop that the orders belong to.")] = None,
    products: Annotated[
        Path | None, typer.Option("--products", metavar="FILE", help="JSON object: line fields by SKU.")
    ] = None,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only the summary; with --json, only the JSON.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Decide every order of a file and keep it; an order that is known already is answered as it stands."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.opening import Options
        from api.cli.screen import Output
        from api.cli.submitting import run

        options = Options(file=file, format=format_, ship_from=ship_from, shop=shop, products=products)
        output = Output(language=lang, as_json=as_json, quiet=quiet)
        raise typer.Exit(run(options, output, Clerk(merchant, by)))


@order.command("show")
def show_order(order_: OrderArgument, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Show the decision with its reasons, the holds, how the order stands, and what can happen next."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import show

        raise typer.Exit(show(Clerk(merchant, COMMAND_LINE), order_, lang))


@order.command("timeline")
def show_timeline(
    order_: OrderArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show everything that happened to an order, oldest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import show_life

        raise typer.Exit(show_life(Clerk(merchant, COMMAND_LINE), order_, lang, as_json=as_json))


@order.command("list")
def list_orders(
    outcome: Annotated[Outcome | None, typer.Option("--outcome", help="Only orders with this outcome.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at most.")] = 50,
    after: Annotated[str | None, typer.Option("--after", metavar="ID", help="Go on behind this decision.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List orders by their current decision, newest decision first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import list_all

        clerk = Clerk(merchant, COMMAND_LINE)
        raise typer.Exit(
            list_all(clerk, None if outcome is None else outcome.value, limit, after, lang, as_json=as_json)
        )


@order.command("label")
def label_order(
    order_: OrderArgument,
    kind: Annotated[LabelKind, typer.Argument(metavar="KIND", help="What it turned out to be.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="Who says so.")] = "analyst",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is known beside it.")] = "",
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Say what an order turned out to be; later orders, backtests and hits of rules count it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import give_label

        raise typer.Exit(give_label(Clerk(merchant, by), order_, kind.value, source, note))


@hold.command("place")
def place_hold(
    order_: OrderArgument, reason: ReasonOption, merchant: MerchantOption = "main", by: ByOption = COMMAND_LINE
) -> None:
    """Hold an order by hand: it stops where it stands until the hold is released."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import place

        raise typer.Exit(place(Clerk(merchant, by), order_, reason))


@hold.command("release")
def release_hold(
    hold_: Annotated[str, typer.Argument(metavar="HOLD", help="As `clearway hold list` names it.")],
    reason: ReasonOption,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Release a hold, and show the decision that follows. What import law holds, nobody may release."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.orders import release

        raise typer.Exit(release(Clerk(merchant, by), hold_, reason, lang))
