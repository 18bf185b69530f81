"""`clearway demo seed` and `clearway demo remove`: the demonstration shop, made and taken away."""

from typing import TYPE_CHECKING

import typer

from api.cli.failing import Exit, Wrong, fail, one_clear_line
from engine.counted import counted

if TYPE_CHECKING:
    from api.composition.house import House

PLAYS = "Two months of the demonstration shop"


def add_demo_shop_commands(demo: typer.Typer) -> None:
    """Adds the commands beside those that show samples."""
    demo.command("seed")(seed_shop)
    demo.command("remove")(remove_shop)


def seed_shop() -> None:
    """Make the demonstration shop, or make it anew; refused where there are orders of others."""
    with one_clear_line():
        from api.cli.clerk import at_home
        from api.demo_shop.standing import is_without_orders

        with at_home() as house:
            if not is_without_orders(house.database):
                fail(
                    Wrong.REAL_ORDERS,
                    "there are real orders; the demonstration is for an installation without",
                    Exit.SOME_BAD,
                )
            seed_in(house)
            typer.echo("\n".join(sign_in_lines(house)))
        raise typer.Exit(Exit.DONE)


def remove_shop() -> None:
    """Take the demonstration shop away, with every row of it but the audit's."""
    with one_clear_line():
        from api.cli.clerk import at_home
        from api.demo_shop.standing import remove

        with at_home() as house:
            many = remove(house.database)
        typer.echo(
            f"removed {counted(many, 'row', 'rows')} of the demonstration shop"
            if many
            else "there is no demonstration shop"
        )
        raise typer.Exit(Exit.DONE)


def seed_in(house: "House") -> None:
    """Makes it, with a bar of days on a terminal."""
    from api.cli.progress import counting
    from api.demo_shop.learning import learn
    from api.demo_shop.orders import DAYS
    from api.demo_shop.seeding import seed

    with counting(PLAYS, DAYS, quiet=False) as step:
        seeded = seed(house, house.clock, told=step, learning=learn)
    for each in seeded.lacking:
        typer.echo(f"the demonstration shop has to do without {each}", err=True)


def seed_at_first_start(house: "House") -> None:
    """Makes it where nobody has worked yet, or where the process that made it was ended. Never where notices are really
    sent: its buyers are nobody's."""
    from api.demo_shop.standing import Standing, is_untouched, standing_of

    sends = house.settings.smtp_host or house.settings.sms_url
    if not sends and is_untouched(house.database) and standing_of(house.database) is not Standing.THERE:
        typer.echo("The first start makes a demonstration shop of made-up orders; --no-demo starts without.")
        seed_in(house)


def sign_in_lines(house: "House") -> list[str]:
    """How to come into it; nothing where it is not there."""
    from api.demo_shop.figures import password_of
    from api.demo_shop.names import FIGURES
    from api.demo_shop.standing import Standing, standing_of

    if standing_of(house.database) is not Standing.THERE:
        return []
    people = ", ".join(f"{each.email} ({each.role})" for each in FIGURES)
    return [
        "  demonstration   a shop of made-up orders; `clearway demo remove` takes it away",
        f"    sign in as    {people}",
        f"    password      {password_of(house.secret)}",
    ]
