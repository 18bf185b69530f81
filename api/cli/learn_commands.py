"""`clearway learn`: causes of after-sales, and what they suggest to change."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language
from fulfillment.learning.cut import Cut

learn = typer.Typer(help="What after-sales teaches: causes with money, and suggested changes.", no_args_is_help=True)


@learn.command("causes")
def show_causes(
    over: Annotated[Cut, typer.Argument(help="A row for each.")],
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, in UTC, by when orders ended.")],
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Last day.")],
    shop: Annotated[str | None, typer.Option("--shop", metavar="NAME", help="Only of this shop.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table for spreadsheets.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with pictures.")] = None,
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Sum up orders that ended, by product, carrier, lane, rule and more: cases, shares with intervals, money."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.learn_work import Period, causes_shown

        period = Period(since, until, shop)
        clerk = Clerk(merchant, COMMAND_LINE, lang)
        raise typer.Exit(causes_shown(clerk, period, over, csv, html, as_json=as_json))


@learn.command("suggestions")
def show_suggestions(
    state: Annotated[str, typer.Option("--state", metavar="WORD", help="open, dismissed or gone.")] = "open",
    lang: LangOption = Language.EN,
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """List changes that figures propose, the most money first, each with its evidence."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.learn_work import suggestions_shown

        raise typer.Exit(suggestions_shown(Clerk(merchant, COMMAND_LINE, lang), state, as_json=as_json))


@learn.command("dismiss")
def dismiss_suggestion(
    suggestion: Annotated[str, typer.Argument(metavar="SUGGESTION", help="Its id.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is not followed.")],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Set a suggestion aside; it comes back when the evidence has changed."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.learn_work import dismissed

        raise typer.Exit(dismissed(Clerk(merchant, COMMAND_LINE, lang), suggestion, why))


@learn.command("night")
def learn_now(lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """Do now what a worker does each night: learn of orders that ended, of what came late, and look for suggestions."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.learn_work import night_done

        raise typer.Exit(night_done(Clerk(merchant, COMMAND_LINE, lang)))
