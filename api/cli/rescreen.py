"""`clearway rescreen`: decides known orders anew, on all cores or a cluster; can be broken off, paused and resumed."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failing import Wrong, fail, one_clear_line

Many = list[str] | None
Moment = datetime | None
Cluster = Annotated[str | None, typer.Option("--cluster", metavar="tls://HOST:PORT", help="A Dask scheduler, instead.")]
FORMS = ("json", "csv", "text")


def rescreen(
    merchant: Annotated[str, typer.Option("--merchant", metavar="ID", help="Whose orders.")] = "main",
    outcome: Annotated[Many, typer.Option("--outcome", help="Which; held and asked back, unless named.")] = None,
    reason: Annotated[Many, typer.Option("--reason", metavar="CODE", help="Orders with this reason.")] = None,
    rule: Annotated[Many, typer.Option("--rule", metavar="ID", help="Orders that this rule holds.")] = None,
    shop: Annotated[Many, typer.Option("--shop", help="Orders of this shop.")] = None,
    country: Annotated[Many, typer.Option("--country", metavar="CC", help="Orders to this country.")] = None,
    channel: Annotated[Many, typer.Option("--channel", help="Orders of this channel.")] = None,
    order: Annotated[Many, typer.Option("--order", metavar="ID", help="This order.")] = None,
    placed_since: Annotated[Moment, typer.Option("--placed-since", help="Placed from then on (UTC).")] = None,
    placed_before: Annotated[Moment, typer.Option("--placed-before", help="Placed before then (UTC).")] = None,
    decided_since: Annotated[Moment, typer.Option("--decided-since", help="Decided from then on (UTC).")] = None,
    decided_before: Annotated[Moment, typer.Option("--decided-before", help="Decided before then (UTC).")] = None,
    older_than_days: Annotated[int | None, typer.Option("--older-than-days", min=0, help="Placed longer ago.")] = None,
    younger_than_days: Annotated[int | None, typer.Option("--younger-than-days", min=1, help="Placed since.")] = None,
    touched: Annotated[bool, typer.Option("--touched/--all", help="What a change could touch, or all.")] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write no decision.")] = False,
    per_second: Annotated[int, typer.Option("--per-second", min=0, help="At most so many orders; 0: no bound.")] = 0,
    resume: Annotated[str | None, typer.Option("--resume", metavar="RUN", help="Go on with a run.")] = None,
    pause: Annotated[str | None, typer.Option("--pause", metavar="RUN", help="Begin no more chunks of a run.")] = None,
    cancel: Annotated[str | None, typer.Option("--cancel", metavar="RUN", help="End a run.")] = None,
    report: Annotated[str | None, typer.Option("--report", metavar="RUN", help="Show what a run came to.")] = None,
    form: Annotated[str, typer.Option("--format", help="Of the report: text, json, csv.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the report here.")] = None,
    locale: Annotated[str, typer.Option("--locale", help="Language of the text: en, zh.")] = "en",
    processes: Annotated[int | None, typer.Option("--processes", min=1, help="How many; one a core.")] = None,
    cluster: Cluster = None,
) -> None:
    """Decide known orders anew with the rules, lists and law of now; only what changes is written."""
    with one_clear_line():
        _known_words(outcome or [], form)
        from api.cli import rescreen_work as work
        from engine.clock import SystemClock
        from engine.desk.bulk.frozen import Asked
        from engine.store.rescreens import Narrowed

        if pause or cancel:
            raise typer.Exit(work.stop(merchant, pause=pause, cancel=cancel))
        shown = work.Shown(form=form, out=out, locale=locale)
        if report is not None:
            raise typer.Exit(work.show(merchant, report, shown))
        ages = work.placed_between(SystemClock().now(), older_than_days, younger_than_days)
        narrowed = Narrowed(
            outcomes=tuple(outcome or ("hold", "ask_customer")),
            reasons=tuple(reason or ()),
            rules=tuple(rule or ()),
            shops=tuple(shop or ()),
            countries=tuple(country or ()),
            channels=tuple(channel or ()),
            orders=tuple(order or ()),
            placed_since=work.utc(placed_since) or ages[0],
            placed_before=work.utc(placed_before) or ages[1],
            decided_since=work.utc(decided_since),
            decided_before=work.utc(decided_before),
        )
        asked = Asked(narrowed=narrowed, touched_only=touched, dry_run=dry_run, per_second=per_second)
        raise typer.Exit(work.run(merchant, asked, resume, work.Where(processes=processes, cluster=cluster), shown))


def _known_words(outcomes: Sequence[str], form: str) -> None:
    """Refuses an outcome or a form that there is none of."""
    from engine.domains import ADMISSION

    known = ADMISSION.precedence
    unknown = [each for each in outcomes if each not in known]
    if unknown:
        fail(Wrong.REFUSED, f"--outcome {unknown[0]}: use one of {', '.join(known)}")
    if form not in FORMS:
        fail(Wrong.REFUSED, f"--format {form}: use one of {', '.join(FORMS)}")
