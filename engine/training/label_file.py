"""Labels in a file: one JSON object a line, as `clearway simulate` writes them."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from engine.anomaly.kept_label import KINDS, KeptLabel
from engine.training.refusals import LabelsUnreadable

WANTED = ("order_id", "kind", "source", "known_at")
MORE = frozenset({"reason_code", "scheme", "note"})  # the last two are for people, and nothing learns from them


def labels_in(lines: Iterable[str]) -> Iterator[KeptLabel]:
    """The labels, blank lines left out. Raises LabelsUnreadable for the first line that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _label(line, number)


def _label(line: str, number: int) -> KeptLabel:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LabelsUnreadable(number, "it is no JSON") from error
    if not isinstance(found, dict):
        raise LabelsUnreadable(number, "it is no object")
    wrong = next((name for name in WANTED if not isinstance(found.get(name), str) or not found[name]), None)
    if wrong is not None:
        raise LabelsUnreadable(number, f"`{wrong}` is missing or no text")
    strange = sorted(found.keys() - {*WANTED, *MORE})
    if strange:
        raise LabelsUnreadable(number, f"there is no field `{strange[0]}`")
    if found["kind"] not in KINDS:
        raise LabelsUnreadable(number, f"`kind` is none of {', '.join(KINDS)}")
    return KeptLabel(
        order_id=found["order_id"],
        kind=found["kind"],
        source=found["source"],
        known_at=_moment(found["known_at"], number),
        reason=str(found.get("reason_code") or ""),
    )


def _moment(text: str, number: int) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise LabelsUnreadable(number, "`known_at` is no moment such as 2026-11-22T09:30:00Z") from error
    if moment.tzinfo is None:
        raise LabelsUnreadable(number, "`known_at` has no zone; end it with Z")
    return moment
