"""`clearway wave …`: what is reserved is gathered, released, listed and printed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, MerchantOption
from api.cli.phrases import Language

wave = typer.Typer(help="Waves: reserved orders that are picked together.", no_args_is_help=True)

WarehouseArgument = Annotated[str, typer.Argument(metavar="WAREHOUSE", help="Its code.")]
WaveArgument = Annotated[str, typer.Argument(metavar="WAVE", help="As `clearway wave plan` printed it.")]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the output.")]


class Method(StrEnum):
    """One order a walk, a cart of several, or every zone by itself."""

    SINGLE = "single"
    BATCH = "batch"
    ZONE = "zone"


class State(StrEnum):
    """Where a wave stands."""

    PLANNED = "planned"
    RELEASED = "released"
    DONE = "done"
    CANCELLED = "cancelled"


@wave.command("plan")
def plan(
    warehouse: WarehouseArgument,
    carrier: Annotated[str, typer.Option("--carrier", metavar="NAME", help="Only what leaves with this one.")] = "",
    zone: Annotated[str, typer.Option("--zone", metavar="NAME", help="Only what lies in this zone alone.")] = "",
    method: Annotated[Method | None, typer.Option("--method", help="How to pick; else as the warehouse does.")] = None,
    by_zone: Annotated[bool, typer.Option("--by-zone", help="Orders of different zones apart.")] = False,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="Orders in one wave.")] = 200,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Gather what is reserved into waves, by carrier and its next cut-off."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import planned
        from fulfillment.picking.gathering import WavesWanted

        wanted = WavesWanted(
            warehouse=warehouse,
            carrier=carrier,
            zone=zone,
            method="" if method is None else method.value,
            by_zone=by_zone,
            most=most,
        )
        raise typer.Exit(planned(Clerk(merchant, by, lang), wanted, as_json=as_json))


@wave.command("release")
def release(
    id_: WaveArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Make its pick lists; who may not be picked by now leaves it."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import released

        raise typer.Exit(released(Clerk(merchant, by, lang), id_, as_json=as_json))


@wave.command("cancel")
def cancel(
    id_: WaveArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Give it up; what is not picked yet may be gathered again."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import cancelled

        raise typer.Exit(cancelled(Clerk(merchant, by, lang), id_, as_json=as_json))


@wave.command("list")
def show_list(
    warehouse: Annotated[str | None, typer.Option("--warehouse", metavar="CODE", help="Only of this one.")] = None,
    state: Annotated[State | None, typer.Option("--state", help="Only of this state.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List waves, oldest first."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import listed

        chosen = None if state is None else state.value
        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE, lang), warehouse, chosen, as_json=as_json))


@wave.command("show")
def show(
    id_: WaveArgument, as_json: JsonOption = False, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Show a wave: its pick lists, how far each is from the shortest walk, and who has left it and why."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import shown

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE, lang), id_, as_json=as_json))


@wave.command("print")
def print_lists(
    id_: WaveArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the PDF.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Print all its pick lists, with bar codes."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import printed

        raise typer.Exit(printed(Clerk(merchant, COMMAND_LINE, lang), id_, out))


@wave.command("terms")
def terms(
    warehouse: WarehouseArgument,
    layout: Annotated[
        Path | None, typer.Option("--layout", metavar="FILE", help="YAML or JSON, as for `pick`.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="in_waves=1, method=zone, totes=8, cut_offs='post=17:30' …"),
    ] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Show, or set, how a warehouse picks: its layout, its carts, and whether orders wait for waves."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.waving import terms as shown_or_set

        raise typer.Exit(shown_or_set(Clerk(merchant, COMMAND_LINE), warehouse, layout, settings or []))
