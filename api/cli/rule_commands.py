"""`clearway rules check | lint | new | watch | schema` and `docs lints`: help for those who write rules."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line
from api.cli.phrases import Language

Folder = Annotated[Path | None, typer.Argument(metavar="DIR", help="Rule book; else the one Clearway came with.")]
LangOption = Annotated[Language, typer.Option("--lang", help="Language: zh tells each fault once more in Chinese.")]
OwnFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Rule book, a working copy.")]


class ReportFormat(StrEnum):
    """How faults are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def check_rules(
    folder: Folder = None,
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="Text for people, JSON, or SARIF 2.1.0 for code review.")
    ] = ReportFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings as well.")] = False,
    info: Annotated[bool, typer.Option("--info", help="Show what is only worth knowing, too.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """Read the rule book and report every fault with its place: errors, warnings and infos, all in one pass."""
    with one_clear_line():
        from api.cli.rule_checking import Wanted, check

        raise typer.Exit(check(folder, Wanted(format=format_, strict=strict, info=info, lang=lang)))


def show_lint(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Code of a fault, such as R031.")],
    lang: LangOption = Language.EN,
) -> None:
    """Print the page of one kind of fault: what it is, what to avoid, what to prefer, and why."""
    with one_clear_line():
        from api.cli.lint_pages import page_of

        typer.echo(page_of(code.upper(), lang), nl=False)
        raise typer.Exit(Exit.DONE)


def lint_pages(lang: LangOption = Language.EN) -> None:
    """Print the page that lists every kind of fault of rule files."""
    with one_clear_line():
        from api.cli.lint_pages import index

        typer.echo(index(lang), nl=False)
        raise typer.Exit(Exit.DONE)


def rule_schema(folder: Folder = None) -> None:
    """Print the JSON Schema by which an editor completes rules: facts, tests, lists, parameters, reasons."""
    with one_clear_line():
        from api.cli.rule_book import print_schema

        raise typer.Exit(print_schema(folder))


def new_rule(
    set_: Annotated[str, typer.Option("--set", metavar="SET", help="Rule set, such as payment.")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of the rule; else the next free one.")] = "",
    folder: Annotated[Path, typer.Option("--rules", metavar="DIR", help="Rule book to write into.")] = Path("rules"),
    theme: Annotated[str, typer.Option("--theme", metavar="NAME", help="File of the set, without .yaml.")] = "",
    title: Annotated[str, typer.Option("--title", help="What the rule notices, in one line.")] = "",
    fact: Annotated[str, typer.Option("--fact", metavar="NAME", help="The fact that the condition begins with.")] = "",
    outcome: Annotated[str, typer.Option("--outcome", help="What a firing rule asks for.")] = "hold",
    reason: Annotated[str, typer.Option("--reason", metavar="CODE", help="Reason; else one is made of the id.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who answers for it, if not the file's owner.")] = "",
    text: Annotated[str, typer.Option("--text", help="What was found, in English, for staff.")] = "",
    fix: Annotated[str, typer.Option("--fix", help="What to do about it, in English.")] = "",
    customer: Annotated[str, typer.Option("--customer", help="What the buyer may read, in English.")] = "",
    text_zh: Annotated[str, typer.Option("--text-zh", help="What was found, in Chinese.")] = "",
    fix_zh: Annotated[str, typer.Option("--fix-zh", help="What to do about it, in Chinese.")] = "",
    customer_zh: Annotated[str, typer.Option("--customer-zh", help="What the buyer may read, in Chinese.")] = "",
) -> None:
    """Write a new rule as a draft with tests and messages; what is left to say is marked <fill in: …>."""
    with one_clear_line():
        from api.cli.rule_writing import write_new
        from engine.workbench.scaffold import NewRule

        messages = {"en": (text, fix, customer), "zh": (text_zh, fix_zh, customer_zh)}
        wanted = NewRule(
            set=set_, id=id_, theme=theme, title=title, fact=fact, verdict=outcome, reason=reason, owner=owner,
            messages=messages,
        )  # fmt: skip
        raise typer.Exit(write_new(folder, wanted))


def watch_rules(folder: OwnFolder = Path("rules")) -> None:
    """Check the rule book again whenever a file is saved, and run the tests of rules that changed; Ctrl-C ends it."""
    with one_clear_line():
        from api.cli.rule_watching import watch

        raise typer.Exit(watch(folder))
