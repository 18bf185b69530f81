"""`clearway consign`: orders of one recipient that share a parcel."""

from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import (
    COMMAND_LINE,
    ByOption,
    JsonOption,
    LangOption,
    MerchantOption,
    ReasonOption,
)
from api.cli.phrases import Language

consign = typer.Typer(help="Orders of one recipient that share a parcel.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(metavar="CONSIGNMENT", help="As `clearway consign list` names it.")]


@consign.command("propose")
def propose(
    orders: Annotated[
        list[str] | None, typer.Argument(metavar="[ORDER...]", help="These; else all that wait and may share.")
    ] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Look which orders may share a parcel, or propose some; exit code 1 when they may not, with every reason."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import proposed

        raise typer.Exit(proposed(Clerk(merchant, by, lang), orders or []))


@consign.command("list")
def show_all(as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """List all consignments, oldest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import listed

        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE, lang), as_json=as_json))


@consign.command("show")
def show(
    consignment: IdArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show one with who is in it, who left, and why."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE, lang), consignment, as_json=as_json))


@consign.command("accept")
def accept(
    consignment: IdArgument,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have the orders packed together; they are judged again first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import settled
        from fulfillment.consigning.settling import accept as act

        raise typer.Exit(settled(Clerk(merchant, by, lang), consignment, act))


@consign.command("refuse")
def refuse(
    consignment: IdArgument,
    reason: ReasonOption,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Have the orders packed apart."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import settled
        from fulfillment.consigning.settling import refuse as act

        clerk = Clerk(merchant, by, lang)
        raise typer.Exit(
            settled(clerk, consignment, lambda session, site, who, id_: act(session, site, who, id_, reason))
        )


@consign.command("undo")
def undo(
    consignment: IdArgument,
    reason: ReasonOption,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Take one apart before it has left; a shared box is opened."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import settled
        from fulfillment.consigning.settling import undo as act

        clerk = Clerk(merchant, by, lang)
        raise typer.Exit(
            settled(clerk, consignment, lambda session, site, who, id_: act(session, site, who, id_, reason))
        )


@consign.command("pack")
def pack(
    consignment: IdArgument,
    grams: Annotated[int, typer.Argument(metavar="GRAMS", min=1, help="What the closed box weighs.")],
    box: Annotated[str, typer.Option("--box", metavar="NAME", help="Which box it is.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that the shared box is closed; labels of one number follow by a worker."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.consigning import settled
        from fulfillment.consigning.packing_together import pack_together

        clerk = Clerk(merchant, by, lang)
        raise typer.Exit(
            settled(
                clerk, consignment, lambda session, site, who, id_: pack_together(session, site, who, id_, grams, box)
            )
        )
