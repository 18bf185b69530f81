"""`clearway model`: fits, judges and shows models that score orders."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.compare_command import compare_models
from api.cli.failing import one_clear_line
from api.cli.phrases import Language

model = typer.Typer(help="Models that score orders: train, judge, show.", no_args_is_help=True)
model.command("compare")(compare_models)

OrdersOption = Annotated[
    Path | None, typer.Option("--orders", metavar="FILE", help="Orders to decide again, in the order of time.")
]
LabelsOption = Annotated[
    Path | None, typer.Option("--labels", metavar="FILE", help="What became known of them, CSV or JSON lines.")
]
StoreOption = Annotated[bool, typer.Option("--store", help="Orders and labels of the installation's database.")]
MerchantOption = Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose orders, with --store.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Rule book to decide with.")]
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")]
LaterOption = Annotated[
    bool, typer.Option("--leave-out-later", help="Leave labels out that became known after --as-of.")
]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the output.")]
PageOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with pictures.")]
ChartsOption = Annotated[Path | None, typer.Option("--charts", metavar="DIR", help="Write the pictures, SVG and PNG.")]
ModelFolder = Annotated[Path, typer.Argument(metavar="MODEL", help="Folder that `model train` wrote.")]


@model.command("train")
def train_model(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for model.npz and card.json.")],
    orders: OrdersOption = None,
    labels: LabelsOption = None,
    store: StoreOption = False,
    merchant: MerchantOption = "main",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="What was known then; else all that is known.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only orders placed from then on.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Of all that is drawn by chance.")] = 1,
    mature_days: Annotated[
        float,
        typer.Option("--mature-days", min=0, help="Age from which on an order counts, honest without a label."),
    ] = 7.0,
    friendly: Annotated[
        bool, typer.Option("--friendly-is-fraud", help="Count disputes of buyers who had the goods as fraud.")
    ] = False,
    least_rows: Annotated[int, typer.Option("--least-rows", min=2, help="Fewer orders are refused.")] = 1000,
    test_days: Annotated[int, typer.Option("--test-days", min=1, help="Length of the test at the end.")] = 14,
    budget: Annotated[
        float, typer.Option("--budget", min=0.0001, max=0.5, help="Share of the orders that people can review.")
    ] = 0.01,
    split: Annotated[str, typer.Option("--split", metavar="time", help="How a test is set aside: by time.")] = "time",
    later: LaterOption = False,
    from_card: Annotated[
        Path | None, typer.Option("--from-card", metavar="FILE", help="Make the model of this card again.")
    ] = None,
    rules_: RulesOption = None,
    data: DataOption = None,
    lang: LangOption = Language.EN,
) -> None:
    """Fit a forest and, with enough known frauds, a classifier; test them on the last weeks; write them with a card."""
    with one_clear_line():
        from api.cli.model_sources import Source
        from api.cli.model_train import Asked, run

        source = Source(
            orders=orders, labels=labels, store=store, merchant=merchant, rules=rules_, data=data, leave_out_later=later
        )
        asked = Asked(
            as_of=as_of,
            since=since,
            seed=seed,
            mature_days=mature_days,
            friendly=friendly,
            least_rows=least_rows,
            test_days=test_days,
            budget=budget,
            split=split,
            from_card=from_card,
            out=out,
        )
        raise typer.Exit(run(source, asked, lang))


@model.command("evaluate")
def evaluate_model(
    folder: ModelFolder,
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="First day of the orders to judge it on.")],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The day after the last one.")],
    orders: OrdersOption = None,
    labels: LabelsOption = None,
    store: StoreOption = False,
    merchant: MerchantOption = "main",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="What was known of them then; else all.")
    ] = None,
    later: LaterOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    page: PageOption = None,
    charts: ChartsOption = None,
    rules_: RulesOption = None,
    data: DataOption = None,
    lang: LangOption = Language.EN,
) -> None:
    """Judge a model on orders that came after it: figures, part by part, and how far they have drifted."""
    with one_clear_line():
        from api.cli.model_evaluate import Asked, run
        from api.cli.model_sources import Source

        source = Source(
            orders=orders, labels=labels, store=store, merchant=merchant, rules=rules_, data=data, leave_out_later=later
        )
        asked = Asked(folder=folder, since=from_, until=until, as_of=as_of, as_json=as_json, page=page, charts=charts)
        raise typer.Exit(run(source, asked, lang))


@model.command("card")
def show_card(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A card.json, or the folder that it is in.")],
    page: PageOption = None,
    charts: ChartsOption = None,
    lang: LangOption = Language.EN,
) -> None:
    """Show the card of a model: what it was made of, how good it is, and how to make it again."""
    with one_clear_line():
        from api.cli.model_card import run

        raise typer.Exit(run(file, page, charts, lang))
