"""`clearway rules try` and `clearway replay`: one rule on one order, and kept decisions decided again."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language


def try_one_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id, such as PAY-012.")],
    order: Annotated[Path | None, typer.Option("--order", metavar="FILE", help="Orders: any format.")] = None,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="The order, if the file has several.")] = None,
    case: Annotated[
        Path | None, typer.Option("--case", metavar="FILE", help="Facts as tests beside rules state them (YAML).")
    ] = None,
    as_order: Annotated[
        bool, typer.Option("--as-order", help="Print an order on which the rule ends as on the case.")
    ] = False,
    rules_: Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Rule book to use.")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="ISO-TIME", help="As of this moment; else now.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """Show why a rule fires on an order or a case, or why not, test by test; drafts and shadow rules as well."""
    with one_clear_line():
        from api.cli.opening import Options
        from api.cli.trying import Asked, run

        options = Options(file=order if order is not None else Path(), rules=rules_, data=data, at=at)
        asked = Asked(
            rule=rule,
            has_order=order is not None,
            order_id=id_,
            case=case,
            as_order=as_order,
            as_json=as_json,
            language=lang,
        )
        raise typer.Exit(run(options, asked))


def replay_decisions(
    decision: Annotated[str | None, typer.Argument(metavar="[DECISION]", help="Its id (dec_…).")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Replay every decision that was kept.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="ISO-TIME", help="Replay those made from this moment on.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="DIGEST", help="Decide with another edition instead.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Decide a kept decision again from its receipt: the same, byte for byte, or what is missing or differs."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.order_commands import COMMAND_LINE
        from api.cli.replaying import Wanted, run

        wanted = Wanted(decision=decision, all=all_, since=since, edition=edition, as_json=as_json, language=lang)
        raise typer.Exit(run(Clerk(merchant, COMMAND_LINE), wanted))
