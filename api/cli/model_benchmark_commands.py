"""`clearway model benchmark`: the models on any table of events."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Exit, one_clear_line


def benchmark(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of events in Parquet.")],
    mapping: Annotated[
        Path, typer.Option("--mapping", metavar="FILE", help="YAML: what the columns are, and how the table is cut.")
    ],
    models: Annotated[
        str | None,
        typer.Option(
            "--models",
            metavar="NAMES",
            help="Only these, with commas between: forest, forest_with_risk, linear, random_forest, boosting.",
        ),
    ] = None,
    scores: Annotated[
        Path | None, typer.Option("--scores", metavar="FILE", help="Write the scores of the tested rows as Parquet.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress on standard error.")] = False,
) -> None:
    """Train and judge Clearway's models on any table of events, and print the figures as JSON.

    The mapping names the columns of the table (time, amount, who takes part, the label and when it is known), the
    lengths of windows, and which weeks are tested. Tables are cut by time alone. See docs/how-to-benchmark-a-model.md.
    """
    with one_clear_line():
        from api.cli.model_benchmark import run

        raise typer.Exit(run(file, mapping, models, scores, quiet=quiet))


def mapping_schema() -> None:
    """Print the JSON Schema of the benchmark's mapping, for editors."""
    with one_clear_line():
        from api.cli.model_benchmark import schema_text

        typer.echo(schema_text(), nl=False)
        raise typer.Exit(Exit.DONE)


def add_benchmark_commands(model: typer.Typer) -> None:
    """Adds them to `clearway model`."""
    model.command("benchmark")(benchmark)
    model.command("mapping-schema")(mapping_schema)
