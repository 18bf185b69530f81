"""`clearway rules test`: options and help; the work is in `proving`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import one_clear_line


def prove_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Rule book; else the one Clearway came with.")
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data for whole orders.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="Only this rule.")] = None,
    mutation: Annotated[
        bool, typer.Option("--mutation", help="Change each rule in small ways, and see whether its tests notice.")
    ] = False,
    survivors: Annotated[
        bool, typer.Option("--survivors", help="Show what tests do not notice, each with a test that would.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    least_coverage: Annotated[
        float | None,
        typer.Option("--least-coverage", metavar="SHARE", min=0.0, max=1.0, help="Fail below this leaf coverage."),
    ] = None,
    least_killed: Annotated[
        float | None,
        typer.Option("--least-killed", metavar="SHARE", min=0.0, max=1.0, help="Fail below this share of mutants."),
    ] = None,
) -> None:
    """Run the tests beside the rules and the whole orders; measure what they cover and what they would notice."""
    with one_clear_line():
        from api.cli.proving import Wanted, prove_book

        wanted = Wanted(
            folder=folder,
            data=data,
            rule=rule,
            mutation=mutation,
            survivors=survivors,
            as_json=as_json,
            least_coverage=least_coverage,
            least_killed=least_killed,
        )
        raise typer.Exit(prove_book(wanted))
