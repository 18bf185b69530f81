"""The command `clearway`: names, options and help of every command. What a command does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.backtest import backtest
from api.cli.backup_commands import back_up, restore
from api.cli.box_commands import add_box_commands
from api.cli.carrier_commands import carriers
from api.cli.channel_commands import channels
from api.cli.claim_commands import claims
from api.cli.consign_commands import consign
from api.cli.data import data as data_commands
from api.cli.database_commands import db
from api.cli.declaration_commands import papers
from api.cli.demo_shop_commands import add_demo_shop_commands
from api.cli.dispute_commands import disputes
from api.cli.edition_commands import add_edition_commands
from api.cli.failing import Exit, one_clear_line
from api.cli.file_commands import files
from api.cli.forgetting import forget
from api.cli.freight_commands import freight
from api.cli.fulfilment_commands import fulfil, stock
from api.cli.gateway_commands import add_gateway_commands
from api.cli.goods import goods
from api.cli.hold_commands import review
from api.cli.inbox_commands import inbox
from api.cli.keys import keys
from api.cli.label_commands import labels
from api.cli.ladder_commands import register as register_ladder
from api.cli.learn_commands import learn
from api.cli.lists import lists
from api.cli.mark_commands import marks
from api.cli.model_benchmark_commands import add_benchmark_commands
from api.cli.model_commands import model
from api.cli.model_governing_commands import add_governing_commands
from api.cli.notice_commands import notices
from api.cli.order_commands import hold, order
from api.cli.pack_commands import pack
from api.cli.parties import parties
from api.cli.payment_commands import payments
from api.cli.person_commands import person
from api.cli.phrases import Language
from api.cli.pick_commands import pick
from api.cli.premises_commands import entities, shops
from api.cli.products import products as product_file
from api.cli.profit_commands import profit
from api.cli.proving_commands import prove_rules
from api.cli.record_commands import audit, show_events
from api.cli.registration_commands import registrations
from api.cli.request_commands import requests
from api.cli.rescreen import rescreen
from api.cli.return_commands import returns
from api.cli.rule_commands import check_rules, lint_pages, new_rule, rule_schema, show_lint, watch_rules
from api.cli.serve import serve
from api.cli.service_commands import shipping
from api.cli.setting_commands import settings
from api.cli.simulate import simulate
from api.cli.stock_commands import add_stock_commands
from api.cli.table_commands import show_table
from api.cli.takedown_commands import takedowns
from api.cli.tracking_commands import tracking
from api.cli.transfer_commands import differences, transfer
from api.cli.trying_commands import replay_decisions, try_one_rule
from api.cli.usage import Command
from api.cli.user_commands import users
from api.cli.warehouse_commands import warehouse
from api.cli.wave_commands import wave
from api.cli.webhook_commands import webhooks
from api.cli.work_commands import jobs, work

app = typer.Typer(
    name="clearway",
    cls=Command,
    help="Decides, with every reason, whether a cross-border order may proceed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
demo_commands = typer.Typer()
address = typer.Typer(help="Delivery addresses.", no_args_is_help=True)
phone = typer.Typer(help="Phone numbers.", no_args_is_help=True)
rules = typer.Typer(help="The rule book.", no_args_is_help=True)
docs = typer.Typer(help="Pages of documentation that are made from the code.", no_args_is_help=True)
app.add_typer(demo_commands, name="demo")
add_demo_shop_commands(demo_commands)
app.add_typer(address, name="address")
app.add_typer(phone, name="phone")
app.add_typer(rules, name="rules")
app.add_typer(docs, name="docs")
app.add_typer(data_commands, name="data")
app.add_typer(goods, name="goods")
app.add_typer(parties, name="parties")
app.add_typer(db, name="db")
app.add_typer(jobs, name="jobs")
app.command("worker")(work)
app.command("backup")(back_up)
app.command("restore")(restore)
app.command()(rescreen)
app.command()(backtest)
app.command()(simulate)
app.add_typer(keys, name="keys")
app.add_typer(users, name="users")
app.add_typer(shops, name="shops")
app.add_typer(entities, name="entities")
app.add_typer(lists, name="lists")
app.add_typer(labels, name="labels")
app.add_typer(settings, name="settings")
app.command()(forget)
app.add_typer(registrations, name="registrations")
app.command()(serve)
app.add_typer(order, name="order")
app.add_typer(files, name="files")
app.add_typer(hold, name="hold")
app.add_typer(review, name="review")
app.add_typer(fulfil, name="fulfil")
app.add_typer(returns, name="returns")
app.add_typer(stock, name="stock")
app.add_typer(payments, name="payments")
app.add_typer(papers, name="papers")
app.add_typer(pack, name="pack")
app.add_typer(pick, name="pick")
app.add_typer(shipping, name="shipping")
app.add_typer(freight, name="freight")
app.add_typer(profit, name="profit")
app.add_typer(learn, name="learn")
add_gateway_commands(payments)
add_box_commands(pack)
app.add_typer(consign, name="consign")
app.add_typer(disputes, name="disputes")
app.add_typer(inbox, name="inbox")
app.add_typer(claims, name="claims")
app.add_typer(warehouse, name="warehouse")
app.add_typer(wave, name="wave")
app.add_typer(transfer, name="transfer")
app.add_typer(differences, name="differences")
app.add_typer(product_file, name="products")
app.add_typer(takedowns, name="takedowns")
app.add_typer(webhooks, name="webhooks")
app.add_typer(channels, name="channels")
app.add_typer(tracking, name="tracking")
app.add_typer(carriers, name="carriers")
app.add_typer(model, name="model")
app.add_typer(marks, name="marks")
app.add_typer(person, name="person")
app.add_typer(requests, name="requests")
app.add_typer(notices, name="notices")
app.add_typer(audit, name="audit")
app.command("events")(show_events)
rules.command("test")(prove_rules)
rules.command("table")(show_table)
register_ladder(rules)
rules.command("try")(try_one_rule)
app.command("replay")(replay_decisions)
rules.command("check")(check_rules)
rules.command("lint")(show_lint)
rules.command("new")(new_rule)
rules.command("watch")(watch_rules)
rules.command("schema")(rule_schema)
docs.command("lints")(lint_pages)
add_edition_commands(rules)
add_governing_commands(model)
add_benchmark_commands(model)
add_stock_commands(stock)

OrderFile = Annotated[Path, typer.Argument(metavar="FILE", help="Orders: JSON, JSON lines, CSV or XLSX.")]
RowFile = Annotated[str, typer.Argument(metavar="FILE", help="JSON lines; - reads standard input.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", metavar="DIR", help="Rule book to use.")]
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Project data to use.")]
OrderOption = Annotated[str | None, typer.Option("--order", metavar="ID", help="The order, if the file has several.")]
FormatOption = Annotated[str | None, typer.Option("--format", metavar="NAME", help="Format, if it is not to be told.")]
AtOption = Annotated[str | None, typer.Option("--at", metavar="ISO-TIME", help="Decide as of this moment; else now.")]
ShipFromOption = Annotated[str | None, typer.Option("--ship-from", metavar="CC", help="Country the goods leave from.")]
ShopOption = Annotated[str | None, typer.Option("--shop", metavar="NAME", help="Shop that the orders belong to.")]
ListsOption = Annotated[
    list[Path] | None,
    typer.Option("--list", metavar="FILE", help="A list of denied parties to screen against; again for more."),
]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="DIR", help="A model that `clearway model train` wrote, to score with."),
]
ProductsOption = Annotated[
    Path | None, typer.Option("--products", metavar="FILE", help="JSON object: line fields by SKU.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the output.")]
RulesFolder = Annotated[Path | None, typer.Argument(metavar="DIR", help="Rule book; else the one Clearway came with.")]


@app.command()
def screen(
    file: OrderFile,
    format_: FormatOption = None,
    as_json: JsonOption = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the file again with the decisions.")
    ] = None,
    rules_: RulesOption = None,
    data: DataOption = None,
    at: AtOption = None,
    ship_from: ShipFromOption = None,
    shop: ShopOption = None,
    products: ProductsOption = None,
    lists_: ListsOption = None,
    model_: ModelOption = None,
    lang: LangOption = Language.EN,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only the summary; with --json, only the JSON.")] = False,
) -> None:
    """Decide every order of a file: admit, ask the customer, hold or cancel, with every reason."""
    with one_clear_line():
        from api.cli.opening import Options
        from api.cli.screen import Output, run

        options = Options(
            file=file,
            format=format_,
            rules=rules_,
            data=data,
            at=at,
            ship_from=ship_from,
            shop=shop,
            products=products,
            lists=tuple(lists_ or ()),
            model=model_,
        )
        raise typer.Exit(run(options, Output(language=lang, as_json=as_json, quiet=quiet, out=out)))


@app.command()
def explain(
    file: OrderFile,
    order: OrderOption = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="Only this rule.")] = None,
    as_json: JsonOption = False,
    format_: FormatOption = None,
    rules_: RulesOption = None,
    data: DataOption = None,
    at: AtOption = None,
    ship_from: ShipFromOption = None,
    shop: ShopOption = None,
    products: ProductsOption = None,
    lists_: ListsOption = None,
    model_: ModelOption = None,
    lang: LangOption = Language.EN,
    merchant: Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose decision.")] = "main",
) -> None:
    """Show how every rule read one order: each test, how it ended, and what would have to be otherwise.

    FILE holds orders, or is the id of a decision that was kept (dec_…).
    """
    with one_clear_line():
        from api.cli.explain import Asked, run
        from api.cli.opening import Options

        options = Options(
            file=file,
            format=format_,
            rules=rules_,
            data=data,
            at=at,
            ship_from=ship_from,
            shop=shop,
            products=products,
            lists=tuple(lists_ or ()),
            model=model_,
        )
        asked = Asked(order=order, rule=rule, as_json=as_json, language=lang, merchant=merchant)
        raise typer.Exit(run(options, asked))


@demo_commands.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    lang: LangOption = Language.EN,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Print the papers of one parcel into it.")
    ] = None,
) -> None:
    """Decide the sample orders that Clearway comes with, show one decision in full, and carry on what was admitted."""
    if context.invoked_subcommand is not None:
        return
    with one_clear_line():
        from api.cli.demo import run

        raise typer.Exit(run(lang, out))


@address.command("check")
def check_addresses(file: RowFile) -> None:
    """Judge one address a line: result, findings by field, and the address as it would be repaired."""
    with one_clear_line():
        from api.cli.row_checks import run
        from engine.address.report import address_report

        raise typer.Exit(run(file, address_report))


@phone.command("check")
def check_phones(file: RowFile) -> None:
    """Judge one phone number a line: result, findings, international form, country and kind of number."""
    with one_clear_line():
        from api.cli.row_checks import run
        from engine.address.report import phone_report

        raise typer.Exit(run(file, phone_report))


@rules.command("lock")
def lock_rules(folder: RulesFolder = None) -> None:
    """Write `rules.lock`: which version of each rule decides what; ids are never used again."""
    with one_clear_line():
        from api.cli.rule_book import write_lock

        raise typer.Exit(write_lock(folder))


@docs.command("coverage")
def coverage(data: DataOption = None) -> None:
    """Print the page of which law is on file for which country."""
    with one_clear_line():
        from api.cli.coverage_page import coverage_page
        from api.cli.data import restricted_goods
        from engine.bundled import data_folder
        from engine.goods.knowledge import GoodsKnowledge

        folder = restricted_goods(data if data is not None else data_folder())
        typer.echo(coverage_page(GoodsKnowledge.load(folder)), nl=False)
        raise typer.Exit(Exit.DONE)


@docs.command("lexicon")
def lexicon() -> None:
    """Print the page of all facts that rules may name."""
    from api.cli.lexicon_page import lexicon_page

    typer.echo(lexicon_page(), nl=False)
    raise typer.Exit(Exit.DONE)


@docs.command("settings")
def settings_reference() -> None:
    """Print the page of all settings of the environment."""
    from api.cli.settings_page import settings_page

    typer.echo(settings_page(), nl=False)
    raise typer.Exit(Exit.DONE)


@docs.command("scenario")
def scenario() -> None:
    """Print the tables of all parameters of a simulation."""
    from api.cli.scenario_page import scenario_tables

    typer.echo(scenario_tables(), nl=False)
    raise typer.Exit(Exit.DONE)
