"""`clearway db`: the tables of the database."""

import typer

from api.cli.failing import Exit, one_clear_line

db = typer.Typer(help="The database.", no_args_is_help=True)


@db.command("upgrade")
def upgrade_tables() -> None:
    """Bring the tables to this version; makes a new database where there is none."""
    with one_clear_line():
        from api.storage import BRANCHES, brought_up, opened
        from engine.clock import SystemClock
        from engine.settings import Settings
        from engine.store.migrating import pending

        with opened(Settings()) as database:
            missing = sorted(pending(database, BRANCHES))
            brought_up(database, SystemClock())
        typer.echo(f"upgraded to {', '.join(missing)}" if missing else "up to date already")
        raise typer.Exit(Exit.DONE)


@db.command("status")
def show_status() -> None:
    """Say whether the tables are those of this version; exit code 1 when not."""
    with one_clear_line():
        from api.storage import BRANCHES, opened
        from engine.settings import Settings
        from engine.store.migrating import pending

        with opened(Settings()) as database:
            kind = "SQLite" if database.is_sqlite else "PostgreSQL"
            missing = sorted(pending(database, BRANCHES))
        if missing:
            typer.echo(f"{kind}, not up to date: lacks {', '.join(missing)}; run `clearway db upgrade`")
            raise typer.Exit(Exit.SOME_BAD)
        typer.echo(f"{kind}, up to date")
        raise typer.Exit(Exit.DONE)
