"""`clearway goods classify`: opens what it needs and answers a file line by line, in order."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path

from api.cli.failing import Exit, Wrong, fail, say
from api.cli.goods_answers import Answerer
from api.cli.opening import moment_of
from api.cli.row_checks import BLANK, opened
from engine.bundled import data_folder
from engine.errors import ClearwayError, OrderRejected
from engine.facts.rates import EcbRates
from engine.goods.knowledge import GoodsKnowledge
from engine.order.decoding import decode


def run(file: str, data: Path | None, at: str | None) -> Exit:
    """Answers to standard output, faults to standard error as JSON with the line's number; then the exit code is 1."""
    answer = _answerer(data, at).answer
    ended = Exit.NOTHING_READ
    with opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip(BLANK):
                good = _answered(number, line.strip(BLANK), answer)
                ended = Exit.SOME_BAD if not good or ended is Exit.SOME_BAD else Exit.DONE
    if ended is Exit.NOTHING_READ:
        say("clearway: the input is empty; give one JSON object a line")
    return ended


def _answerer(data: Path | None, at: str | None) -> Answerer:
    """Opens the data that the option names, or those that Clearway came with."""
    folder = data if data is not None else data_folder()
    if not folder.is_dir():
        fail(Wrong.NO_FOLDER, f"{folder}: there is no such folder; check the path")
    rates = EcbRates.load(folder / "fx" / "pegs.csv")
    today = moment_of(at).astimezone(UTC).date()
    return Answerer(GoodsKnowledge.load(folder / "restricted_goods"), rates.to_eur_minor, today)


def _answered(number: int, line: bytes, answer: Callable[[Mapping[str, object]], Mapping[str, object]]) -> bool:
    """Whether the line could be answered; what is wrong with it is told otherwise."""
    try:
        sys.stdout.write(json.dumps(answer(decode(line)), ensure_ascii=False) + "\n")
    except OrderRejected as rejected:
        fault = "; ".join(each.detail for each in rejected.faults)
    except ClearwayError as error:
        fault = str(error)
    else:
        return True
    say(json.dumps({"line": number, "error": fault}, ensure_ascii=False))
    return False
