"""`clearway backtest`: a candidate rule book against stored history, on all cores; broken off, it can be resumed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line
from api.cli.order_commands import JsonOption, LangOption, MerchantOption
from api.cli.phrases import Language

if TYPE_CHECKING:
    from api.cli.backtesting import Asked

THEN, TODAY = "then", "today"


def backtest(
    candidate: Annotated[
        str | None, typer.Argument(metavar="CANDIDATE", help="Rules folder, or digest of a stored edition.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="EDITION", help="Folder or digest; else what is in force.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Project data for folders; else the data in force.")
    ] = None,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="DAY",
            help="Day whose rules, lists and thresholds count: `then`, that of each decision; `today`; or a date, for "
            "what begins later. Facts stay as they were.",
        ),
    ] = THEN,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day of placing, UTC.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day of placing, UTC.")] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="So many orders, the same ones each time.")
    ] = None,
    shop: Annotated[str | None, typer.Option("--shop", metavar="NAME", help="Only orders of this shop.")] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="NAME", help="Only orders of this channel.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CC", help="Only orders to this country.")] = None,
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="How many; one a core.")] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="RUN", help="Go on with a run, or report on it again.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write report.html, charts and flipped orders there.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Language.EN,
    merchant: MerchantOption = "main",
) -> None:
    """Decide stored orders again with a candidate rule book and with the one in force, and tell what differs.

    Of each order, the decision counts that was made last on what buyer or shop had sent, before people worked on it.
    """
    with one_clear_line():
        from api.cli.backtesting import Shown, run

        if (candidate is None) == (resume is None):
            fail(
                Wrong.WRONG_USE, "name a candidate (a rules folder or the digest of an edition), or a run with --resume"
            )
        if out is not None and out.exists() and not out.is_dir():
            fail(Wrong.REFUSED, f"--out {out}: this is a file; name a folder")
        narrowed = _narrowed(since, until, shop, channel, country)
        asked = _asked(candidate, against, data, as_of, sample, narrowed)
        raise typer.Exit(run(merchant, asked, resume, processes, Shown(language=lang, as_json=as_json, out=out)))


def _asked(
    candidate: str | None,
    against: str | None,
    data: Path | None,
    as_of: str,
    sample: int | None,
    narrowed: dict[str, object],
) -> "Asked":
    from api.cli.backtesting import Asked
    from engine.clock import SystemClock

    today = SystemClock().now().date()
    days = {THEN: None, TODAY: today}
    law_on = days[as_of] if as_of in days else _day("--as-of", as_of)
    return Asked(candidate=candidate, against=against, data=data, law_on=law_on, sample=sample, narrowed=narrowed)


def _narrowed(
    since: str | None, until: str | None, shop: str | None, channel: str | None, country: str | None
) -> dict[str, object]:
    first, last = (
        None if day is None else datetime.combine(_day(name, day), datetime.min.time(), UTC)
        for name, day in (("--since", since), ("--until", until))
    )
    return {
        "since": first,
        "until": None if last is None else last + timedelta(days=1),
        "shop": shop,
        "channel": channel,
        "country": None if country is None else country.upper(),
    }


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"{option} {text}: write a date such as 2026-11-22")
