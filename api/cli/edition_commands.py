"""`clearway rules propose`, `publish`, `rollback` and their neighbours: how an edition comes into force."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line
from api.cli.order_commands import COMMAND_LINE, JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

RulesFolder = Annotated[Path | None, typer.Argument(metavar="DIR", help="Rule book; else the one Clearway came with.")]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Project data; else what is in force, or came with it.")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who you are: a person, for history and audit.")]
NoteOption = Annotated[str, typer.Option("--note", metavar="WHY", help="Why, for those who read the history.")]
ProposalArgument = Annotated[str, typer.Argument(metavar="PROPOSAL", help="As `clearway rules proposals` names it.")]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at most.")]
EmergencyOption = Annotated[bool, typer.Option("--emergency", help="One person, loudly; gates may be closed.")]


def add_edition_commands(rules: typer.Typer) -> None:
    """Adds all of this module, and of its neighbour about drafts, to `clearway rules`."""
    from api.cli.draft_commands import add_draft_commands

    rules.command("propose")(propose)
    rules.command("proposals")(list_proposals)
    rules.command("publish")(publish)
    rules.command("withdraw")(withdraw)
    rules.command("confirm")(confirm)
    rules.command("rollback")(roll_back)
    rules.command("editions")(list_editions)
    rules.command("edition")(show_edition)
    rules.command("diff")(diff)
    add_draft_commands(rules)


def propose(
    by: By,
    note: NoteOption,
    folder: RulesFolder = None,
    data: DataOption = None,
    draft: Annotated[str | None, typer.Option("--draft", metavar="NAME", help="A draft instead of a folder.")] = None,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Store an edition and propose it: prints what would differ from the one in force, and how the gates stand."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.propose(Clerk(merchant, by), editions.Source(folder, data, draft), note, lang))


def list_proposals(
    every: Annotated[bool, typer.Option("--all", help="Those that have ended too.")] = False,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List proposals that wait for a second person, newest first."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        clerk = Clerk(merchant, COMMAND_LINE)
        raise typer.Exit(editions.list_proposals(clerk, limit, lang, every=every, as_json=as_json))


def publish(
    what: Annotated[
        str | None,
        typer.Argument(metavar="PROPOSAL", help="Or, while nothing is in force, a folder; else what came along."),
    ] = None,
    by: By = COMMAND_LINE,
    note: NoteOption = "",
    data: DataOption = None,
    emergency: EmergencyOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Put what somebody else proposed in force. The very first rule book needs no proposal."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        clerk = Clerk(merchant, by)
        if what is None or Path(what).is_dir():
            raise typer.Exit(editions.begin(clerk, None if what is None else Path(what), data, note, lang))
        raise typer.Exit(editions.publish(clerk, what, note, lang, emergency=emergency))


def withdraw(
    proposal: ProposalArgument, by: By, lang: LangOption = Language.EN, merchant: MerchantOption = "main"
) -> None:
    """Take a proposal back."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.withdraw(Clerk(merchant, by), proposal, lang))


def confirm(
    activation: Annotated[str, typer.Argument(metavar="ACTIVATION", help="As `clearway rules editions` names it.")],
    by: By,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Say that you, a second person, have looked at what one person put in force in an emergency."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.confirm(Clerk(merchant, by), activation, lang))


def roll_back(
    by: By,
    note: NoteOption,
    digest: Annotated[
        str | None, typer.Argument(metavar="DIGEST", help="Beginning of an edition's digest; else the one before.")
    ] = None,
    emergency: EmergencyOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Put an earlier edition in force again: at once, unless something differs that nobody may change alone."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.roll_back(Clerk(merchant, by), digest, note, lang, emergency=emergency))


def list_editions(
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """List what came into force, newest first: since when, by whom, how, and why."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.list_editions(Clerk(merchant, COMMAND_LINE), limit, lang, as_json=as_json))


def show_edition(
    digest: Annotated[str, typer.Argument(metavar="DIGEST", help="Beginning of its digest, or in-force.")],
    as_json: JsonOption = False,
    merchant: MerchantOption = "main",
) -> None:
    """Show everything that an edition is made of."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.show_edition(Clerk(merchant, COMMAND_LINE), digest, as_json=as_json))


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A digest, a folder, or in-force.")],
    after: Annotated[str, typer.Argument(metavar="B", help="A digest, a folder, or in-force.")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Project data that go with folders; else rules alone.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Say in plain words what differs between two rule books."""
    with one_clear_line():
        from api.cli import editions
        from api.cli.clerk import Clerk

        raise typer.Exit(editions.diff(Clerk(merchant, COMMAND_LINE), before, after, data, lang, as_json=as_json))
