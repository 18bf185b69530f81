"""Our own shape, for lines without an API: a signed webhook, or a file.

A message is signed as Standard Webhooks 1.0.0 say. Its `type` is `tracking.events`, its `data.parcels` a list of
parcels with `number` and `events`, each with `code`, `time` and, where known, `country`, `place`, `zone`, `reason`,
`detail`, `void`. A file is CSV with the same names as columns, an event a row. `code` is one of our words, or an event
of UPU EMSEVT where the source is set to `codes: upu`. Described in docs/how-to-follow-parcels.md.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO

import orjson

from fulfillment.channels.credentials import all_of
from fulfillment.channels.errors import AnswerRefused, KnockRefused, NeverAsked
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Knock
from fulfillment.channels.signed_knocks import SECRET, signed_delivery
from fulfillment.channels.wire import Sender
from fulfillment.tracking.code_tables import TableName, family_of
from fulfillment.tracking.sources.errors import FileRefused
from fulfillment.tracking.sources.protocol import Answer, Found, SourceAccount, Wanted
from fulfillment.tracking.told import MOST_CODE, Told, place_of, plain

TYPE = "tracking.events"
COLUMNS = ("number", "code", "time", "country", "place", "zone", "reason", "detail", "void")
NEEDED = ("number", "code", "time")
MOST_PARCELS, MOST_ROWS, MOST_TEXT = 500, 20_000, 64
REST = "…"  # cells behind the last column
YES = frozenset({"yes", "true", "1"})


class Own:
    """See `fulfillment.tracking.sources.protocol.Source`."""

    most_numbers = 1
    pause_s = 0.0

    def __init__(self, account: SourceAccount, sender: Sender) -> None:  # noqa: ARG002 - it calls nobody
        self._account = account
        self._table = table_of(account)

    def ask(self, wanted: Sequence[Wanted]) -> Answer:  # noqa: ARG002 - one form for all
        """It sends by itself."""
        raise NeverAsked

    def heard(self, knock: Knock, now: datetime) -> tuple[Found, ...]:
        """The events of each parcel of a message."""
        signed_delivery(self._account.secrets, knock, now)
        try:
            message = Node(orjson.loads(knock.body))
            parcels = message.at("data").each("parcels") if message.maybe("type") == TYPE else []
            if len(parcels) > MOST_PARCELS:
                raise KnockRefused(f"it has more than {MOST_PARCELS} parcels")
            return tuple(found_of(self._table, each.text("number"), map(texts_of, each.each("events")))
                         for each in parcels)  # fmt: skip
        except orjson.JSONDecodeError as broken:
            raise KnockRefused("its body is no JSON") from broken
        except AnswerRefused as unreadable:
            raise KnockRefused(f"its body has no readable {unreadable.what}") from unreadable

    def check(self) -> str:
        """Whether it has a secret by which messages are verified."""
        return f"{len(all_of(self._account.secrets, SECRET))} secrets"

    def file(self, content: bytes) -> tuple[Found, ...]:
        """The events of a file, by number. Raises FileRefused with the first line that cannot be taken."""
        return tuple(found_of(self._table, number, rows) for number, rows in sorted(_rows(content).items()))


def table_of(account: SourceAccount) -> TableName:
    """By which table a line's codes are read."""
    return TableName.UPU if account.settings.get("codes") == "upu" else TableName.OWN


def found_of(table: TableName, number: str, events: Iterable[Mapping[str, str]]) -> Found:
    """What is told of a number, in our own shape."""
    told = tuple(_told(table, each) for each in events)
    return Found(number=number, events=told, known=True, registered=True)


def _told(table: TableName, event: Mapping[str, str]) -> Told:
    reason = event.get("reason", "")
    return Told(
        table=table,
        code=event.get("code", "")[:MOST_CODE],
        stated=event.get("time", ""),
        detail=plain(event.get("detail", "")),
        country=event.get("country", "").upper()[:2],
        place=place_of(event.get("place", "")),
        zone=event.get("zone", "")[:MOST_TEXT],
        reason=reason[:MOST_TEXT] if family_of(reason) else "",
        voids=event.get("void", "").lower() in YES,
    )


def texts_of(event: Node) -> Mapping[str, str]:
    """The fields of an event as texts. Raises AnswerRefused for one without a code or a time."""
    event.text("code"), event.text("time")
    return {name: "yes" if event.flag(name) else event.maybe(name) for name in COLUMNS}


def _rows(content: bytes) -> Mapping[str, Sequence[Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise FileRefused(1, "is not UTF-8") from broken
    found: dict[str, list[Mapping[str, str]]] = {}
    try:
        reader = csv.DictReader(StringIO(text), restkey=REST, strict=True)
        head = [name.strip().lower() for name in reader.fieldnames or ()]
        if not set(NEEDED) <= set(head) <= set(COLUMNS) or len(set(head)) != len(head):
            raise FileRefused(
                1, f"must name the columns {', '.join(NEEDED)}, and of {', '.join(COLUMNS[3:])} what it has"
            )
        reader.fieldnames = head
        for row in reader:
            _take_row(found, row, reader.line_num)
    except csv.Error as broken:
        raise FileRefused(1, f"is no CSV: {broken}") from broken
    return found


def _take_row(found: dict[str, list[Mapping[str, str]]], row: Mapping[str, object], line: int) -> None:
    if line > MOST_ROWS:
        raise FileRefused(line, f"is behind the {MOST_ROWS} that one file may have")
    cells = {name: str(cell or "").strip() for name, cell in row.items()}
    missing = next((name for name in NEEDED if not cells.get(name)), None)
    if missing is not None or REST in row:
        raise FileRefused(line, "has more cells than columns" if missing is None else f"has no `{missing}`")
    found.setdefault(cells["number"], []).append(cells)
