"""`clearway marks`: buyers whom people block or trust, by e-mail, phone, address, card or account."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LabelKind, LangOption, MerchantOption
from api.cli.phrases import Language
from engine.mark import EVERYWHERE, MarkKind, MarkVerdict

marks = typer.Typer(help="Buyers whom people block or trust, by keys of theirs.", no_args_is_help=True)

VerdictArgument = Annotated[MarkVerdict, typer.Argument(metavar="VERDICT", help="block or trust.")]
KindOption = Annotated[
    list[MarkKind] | None, typer.Option("--kind", help="email, phone, address, card or customer; again for more.")
]
Text = Annotated[str, typer.Option(metavar="TEXT")]


class Disputed(StrEnum):
    """What a dispute says of an order."""

    CHARGEBACK = LabelKind.CHARGEBACK.value
    FRAUD = LabelKind.FRAUD.value
    FRIENDLY_FRAUD = LabelKind.FRIENDLY_FRAUD.value


@marks.command("add")
def add(
    verdict: VerdictArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="CODE", help="Such as chargeback, or known_customer.")],
    order: Annotated[str, typer.Option("--order", metavar="ORDER", help="Mark keys of this order.")] = "",
    kind: KindOption = None,
    value: Annotated[str, typer.Option("--value", metavar="TEXT", help="Or mark this key, of one --kind.")] = "",
    scope: Annotated[
        str, typer.Option("--scope", metavar="SCOPE", help="merchant, shop:NAME or channel:NAME; shop of an order.")
    ] = EVERYWHERE,
    note: Text = "",
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Last day; else for ever.")
    ] = None,
    returned: Annotated[str, typer.Option("--return", metavar="ID", help="The return that it is about.")] = "",
    dispute: Annotated[Disputed | None, typer.Option("--dispute", help="Label the order so in the same step.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Mark the buyer of an order, or one key by hand. Marked again, it counts for longer."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.mark_book import mark_key, mark_keys_of
        from engine.desk.marks import Wanted

        kinds = tuple(each.value for each in kind or ())
        if bool(order) == bool(value) or (value and len(kinds) != 1):
            fail(Wrong.WRONG_USE, "name an order with --order, or one key with --kind and --value")
        wanted = Wanted(
            verdict=verdict.value,
            reason=reason,
            scope=scope,
            note=note,
            until=None if until is None else until.replace(hour=23, minute=59, second=59, tzinfo=UTC),
            kinds=kinds,
        )
        clerk = Clerk(merchant, by)
        if value:
            raise typer.Exit(mark_key(clerk, wanted, value, lang))
        said = None if dispute is None else dispute.value
        raise typer.Exit(mark_keys_of(clerk, order, wanted, returned or None, said, lang))


@marks.command("list")
def list_all(
    every: Annotated[bool, typer.Option("--all", help="Those that are over or were revoked, too.")] = False,
    kind: Annotated[MarkKind | None, typer.Option("--kind", help="Only of this kind.")] = None,
    verdict: Annotated[MarkVerdict | None, typer.Option("--verdict", help="Only with this verdict.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List marks, oldest first."""
    with one_clear_line():
        from api.cli.mark_book import show

        raise typer.Exit(show(merchant, kind, verdict, lang, every=every, as_json=as_json))


@marks.command("revoke")
def revoke_one(
    mark: Annotated[str, typer.Argument(metavar="ID", help="As `clearway marks list` names it.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is over.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Revoke a mark; it stays on record."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.mark_book import end

        raise typer.Exit(end(Clerk(merchant, by), mark, why, lang))


@marks.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: kind, value, verdict, scope, reason, note, until.")
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Keep nothing if any row is faulty.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Mark the keys of a file. Faulty rows are told with line and column; the others are kept."""
    with one_clear_line():
        from api.cli.clerk import Clerk
        from api.cli.mark_book import take_in

        raise typer.Exit(take_in(Clerk(merchant, by), file, lang, strict=strict))


@marks.command("export")
def export(
    every: Annotated[bool, typer.Option("--all", help="Those that are over or were revoked, too.")] = False,
    merchant: MerchantOption = "main",
) -> None:
    """Write marks as CSV, with hints instead of the keys, which are kept nowhere."""
    with one_clear_line():
        from api.cli.mark_book import write_out

        raise typer.Exit(write_out(merchant, every=every))
