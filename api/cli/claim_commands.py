"""`clearway claims`: what happened to parcels, and what carriers are asked to pay for it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, ByOption, JsonOption, LangOption, MerchantOption, OrderArgument
from api.cli.phrases import Language

claims = typer.Typer(help="Claims against carriers: deadlines, proofs, letters, payments.", no_args_is_help=True)
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="As `clearway claims list` names it.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")]


class StateName(StrEnum):
    """How a claim stands."""

    OPENED = "opened"
    EVIDENCE_PENDING = "evidence_pending"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    APPROVED = "approved"
    DENIED = "denied"
    APPEALED = "appealed"
    PAID = "paid"
    TIME_BARRED = "time_barred"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class KindName(StrEnum):
    """What can happen to a parcel."""

    LOSS = "loss"
    DAMAGE = "damage"
    LATE = "late"
    SILENT = "silent"
    WRONG_DELIVERY = "wrong_delivery"
    RETURNED = "returned_to_sender"
    CUSTOMS = "customs_refusal"


class StepName(StrEnum):
    """What people tell of a claim."""

    GATHER = "gather"
    FILE = "file"
    ACKNOWLEDGE = "acknowledge"
    APPROVE = "approve"
    DENY = "deny"
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    WRITE_OFF = "write_off"
    CLOSE = "close"


class ProofName(StrEnum):
    """What can be handed in."""

    LABEL = "label"
    HAND_OVER = "hand_over"
    DECLARATION = "declaration"
    INVOICE = "invoice"
    TRACKING = "tracking"
    PACKING = "packing"
    PHOTOS = "photos"
    STATEMENT = "statement"
    COST = "cost"
    NON_DELIVERY = "non_delivery"


class ByName(StrEnum):
    """What figures are counted by."""

    CARRIER = "carrier"
    LANE = "lane"
    KIND = "kind"
    MONTH = "month"


class LetterLanguage(StrEnum):
    """What letters are written in."""

    EN = "en"
    ZH = "zh"


@claims.command("list")
def list_all(
    state: Annotated[StateName | None, typer.Option("--state", help="Only those that stand so.")] = None,
    kind: Annotated[KindName | None, typer.Option("--kind", help="Only those of this.")] = None,
    carrier: Annotated[str, typer.Option("--carrier", metavar="NAME", help="Only those against it.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List claims: what happened, how they stand, and by when they must be filed."""
    with one_clear_line():
        from api.cli.claiming import listed
        from api.cli.clerk import Clerk
        from fulfillment.store.claims import ClaimsWanted

        wanted = ClaimsWanted(
            states=() if state is None else (state.value,), kind="" if kind is None else kind.value, carrier=carrier
        )
        raise typer.Exit(listed(Clerk(merchant, COMMAND_LINE), wanted, lang))


@claims.command("due")
def due(lang: LangOption = Language.EN, merchant: MerchantOption = "main") -> None:
    """List what must be filed or appealed by when, and whose rule that is."""
    with one_clear_line():
        from api.cli.claiming import ends_listed
        from api.cli.clerk import Clerk

        raise typer.Exit(ends_listed(Clerk(merchant, COMMAND_LINE), lang))


@claims.command("show")
def show(
    claim: ClaimArgument,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Show a claim: its amount and what limits it, which proofs there are, and what is missing."""
    with one_clear_line():
        from api.cli.claiming import shown
        from api.cli.clerk import Clerk

        raise typer.Exit(shown(Clerk(merchant, COMMAND_LINE), claim, lang, as_json=as_json))


@claims.command("open")
def open_one(
    order: OrderArgument,
    kind: Annotated[KindName, typer.Argument(metavar="KIND", help="What happened.")],
    since: Annotated[str, typer.Option("--since", metavar="WHEN", help="When it happened, such as 2026-11-26.")],
    parcel: Annotated[str | None, typer.Option("--parcel", metavar="NUMBER", help="Which, of several.")] = None,
    freight: Annotated[int | None, typer.Option("--freight", min=0, help="What it cost, in minor units.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For staff.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Tell that something happened to a parcel; what is done about it follows by rule."""
    with one_clear_line():
        from api.cli.claiming import moment_of, opened
        from api.cli.clerk import Clerk
        from fulfillment.claims.moving import Happened

        told = Happened(kind=kind.value, since=moment_of(since), parcel=parcel, freight=freight, note=note)
        raise typer.Exit(opened(Clerk(merchant, by), order, told, lang))


@claims.command("move")
def move(
    claim: ClaimArgument,
    step: Annotated[StepName, typer.Argument(metavar="STEP", help="What is done, or what the carrier answered.")],
    approved: Annotated[int | None, typer.Option("--approved", min=0, help="How much, in minor units.")] = None,
    reference: Annotated[str, typer.Option("--reference", metavar="NAME", help="The carrier's own number.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For staff.")] = "",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Move a claim on."""
    with one_clear_line():
        from api.cli.claiming import moved
        from api.cli.clerk import Clerk
        from fulfillment.claims.moving import Answered

        told = Answered(approved=approved, reference=reference, note=note)
        raise typer.Exit(moved(Clerk(merchant, by), claim, step.value, told, lang))


@claims.command("prove")
def prove(
    claim: ClaimArgument,
    kind: Annotated[ProofName, typer.Argument(metavar="KIND", help="What it proves.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, PNG or JPEG; a statement may be text.",
                                         exists=True, dir_okay=False)],
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:  # fmt: skip
    """Hand a proof in; it is kept sealed."""
    with one_clear_line():
        from api.cli.claiming import proved
        from api.cli.clerk import Clerk
        from fulfillment.claims.kinds import Proof

        raise typer.Exit(proved(Clerk(merchant, by), claim, Proof(kind.value), file, lang))


@claims.command("pay")
def pay(
    claim: ClaimArgument,
    amount: Annotated[int, typer.Argument(metavar="MINOR", min=1, help="Minor units.")],
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="Such as EUR.")],
    reference: Annotated[str, typer.Option("--reference", metavar="NAME", help="The payer's name of it.")],
    at: Annotated[str, typer.Option("--at", metavar="WHEN", help="When it came, such as 2026-11-26.")],
    payer: Annotated[str, typer.Option("--payer", metavar="WHO", help="carrier or insurer.")] = "carrier",
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
    by: ByOption = COMMAND_LINE,
) -> None:
    """Book what was paid for a claim; the same reference again books nothing."""
    with one_clear_line():
        from api.cli.claiming import moment_of, paid
        from api.cli.clerk import Clerk
        from fulfillment.claims.paying import Paid

        payment = Paid(amount=amount, currency=currency, reference=reference, at=moment_of(at), payer=payer)
        raise typer.Exit(paid(Clerk(merchant, by), claim, payment, lang))


@claims.command("letter")
def letter(
    claim: ClaimArgument,
    out: OutOption,
    language: Annotated[
        LetterLanguage | None, typer.Option("--language", help="Of the letter; else the carrier's own.")
    ] = None,
    merchant: MerchantOption = "main",
) -> None:
    """Write the letter to the carrier as PDF."""
    with one_clear_line():
        from api.cli.claiming import letter_written
        from api.cli.clerk import Clerk

        chosen = None if language is None else language.value
        raise typer.Exit(letter_written(Clerk(merchant, COMMAND_LINE), claim, out, chosen))


@claims.command("archive")
def archive(claim: ClaimArgument, out: OutOption, merchant: MerchantOption = "main") -> None:
    """Write letter, data and exhibits into a ZIP. It may show personal values: mind where it goes."""
    with one_clear_line():
        from api.cli.claiming import archive_written
        from api.cli.clerk import Clerk

        raise typer.Exit(archive_written(Clerk(merchant, COMMAND_LINE), claim, out))


@claims.command("figures")
def figures(
    by_: Annotated[list[ByName] | None, typer.Option("--by", help="What to count by; all four, if left out.")] = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets.")] = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Count what comes back of what was lost, by carrier, lane, kind and month."""
    with one_clear_line():
        from api.cli.claiming import counted
        from api.cli.clerk import Clerk

        names = tuple(each.value for each in by_ or ())
        raise typer.Exit(counted(Clerk(merchant, COMMAND_LINE), names, lang, as_json=as_json, as_csv=as_csv))
