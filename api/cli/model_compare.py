"""`clearway model compare`: orders or an event table -> what rules, models and both catch, as a page and as JSON."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from api.cli.failing import Exit, Wrong, fail
from api.cli.phrases import Language
from engine.clock import SystemClock
from engine.training.comparing import Cases, Comparison, compare
from engine.training.comparing_document import Compared, document
from engine.training.comparing_words import CHINESE, ENGLISH, ComparingWords

WORDS = {Language.EN: ENGLISH, Language.ZH: CHINESE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What shall be compared, as written on the command line."""

    table: Path | None
    mapping: Path | None
    scheme: str | None
    orders: Path | None
    labels: Path | None
    folder: Path | None
    since: str | None
    workload: float
    seed: int
    out: Path | None
    json_file: Path | None
    rules: Path | None
    data: Path | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Cases to compare on, where they came from, and how many records could not be read."""

    cases: Cases
    about: Compared
    unread: int = 0


def run(asked: Asked, language: Language) -> Exit:
    """Compares, tells, and writes what is asked for. Raises what training refuses."""
    gathered, says = _gathered(asked, language), WORDS[language]
    found = compare(gathered.cases, asked.workload)
    for line in lines(found, says):
        sys.stdout.write(f"{line}\n")
    if asked.json_file is not None:
        told = document(gathered.about, found)
        asked.json_file.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if asked.out is not None:
        from engine.training.charts import comparison_charts
        from engine.training.page import comparison_page

        page = comparison_page(gathered.about, found, comparison_charts(found, says.charts), says)
        asked.out.write_text(page, encoding="utf-8")
    return Exit.SOME_BAD if gathered.unread else Exit.DONE


def _gathered(asked: Asked, language: Language) -> Gathered:
    made_at = SystemClock().now()
    if (asked.table is None) == (asked.orders is None):
        fail(Wrong.WRONG_USE, "name one source: `--orders FILE` with `--labels FILE`, or a table with `--mapping FILE`")
    if asked.orders is not None:
        from api.cli.model_compare_orders import gathered

        return gathered(asked, made_at, language)
    from api.cli.model_compare_table import gathered_of_table

    return gathered_of_table(asked, made_at)


def lines(found: Comparison, says: ComparingWords) -> Iterator[str]:
    """A line for each way: what it looked at, and what it caught."""
    yield says.workload_is.format(f"{100 * found.share:.4g} %", f"{found.workload:,}")
    of = found.frauds.frauds
    for each in found.ways:
        share = f"{each.caught.frauds / of:.1%}" if of else says.unknown
        yield f"{each.looked_at:>9,} {each.caught.frauds:>8,} {share:>8}  {says.charts.way(each.way)}"
