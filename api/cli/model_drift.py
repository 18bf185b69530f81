"""`clearway model drift`: measures, keeps, and shows how the champion is doing."""

import sys
from collections.abc import Iterator

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.model_governing_words import STATUS, Said, told, word
from api.cli.phrases import Language
from api.cli.progress import waiting
from engine.counted import filled
from engine.desk.model_drift import Column, Measured, keep, measured
from engine.desk.model_telling import state_values

HEAD: Said = (
    "model {0}: {1}; {2:# order|# orders}, alert rate {3}, average precision {4} of {5:# known fraud|# known frauds}",
    "模型 {0}：{1}；订单 {2} 个，告警率 {3}，平均精度 {4}（已知欺诈 {5} 个）",
)
COLUMN: Said = (
    "{0:<40} {1:<6} psi {2:.3f} (chance {3:.3f})  unknown {4:.1%}, in training {5:.1%}",
    "{0:<40} {1:<6} psi {2:.3f}（偶然 {3:.3f}） 未知 {4:.1%}，训练时 {5:.1%}",
)
COLUMN_STATES: dict[str, Said] = {"ok": ("ok", "正常"), "watch": ("watch", "关注"), "act": ("act", "处理")}


def run(clerk: Clerk, days: int, language: Language, *, as_json: bool) -> Exit:
    """Exit code 1 when the model drifted or is stale, or there is none."""
    with at_home() as house:
        with waiting("measuring"):
            found = measured(house.desk, clerk.merchant, days)
        if found is not None:
            keep(house.desk, found)
    if found is None:
        sys.stdout.write(f"{told('no_champion', language)}\n")
        return Exit.SOME_BAD
    if as_json:
        values = {"version": found.version, **state_values(found.state)}
        sys.stdout.write(orjson.dumps(values, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, language))
    return Exit.DONE if found.state.status == "ok" else Exit.SOME_BAD


def _lines(found: Measured, language: Language) -> Iterator[str]:
    status = word(STATUS[found.state.status], language)
    alerts = "-" if found.alerts is None else f"{found.alerts:.2%}"
    precision = "-" if found.average_precision is None else f"{found.average_precision:.3f}"
    yield filled(word(HEAD, language), found.version, status, found.orders, alerts, precision, found.frauds)
    for each in sorted(found.columns, key=lambda column: -column.psi):
        yield _line(each, language)


def _line(column: Column, language: Language) -> str:
    state = word(COLUMN_STATES[column.state], language)
    values = (column.psi, column.critical, column.missing, column.missing_before)
    return word(COLUMN, language).format(column.name, state, *values)
