"""The mapping of a CSV file that no reader of ours knows: which column is what, as YAML. Read strictly, all at once."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cache

from engine.bundled import data_folder
from engine.order.currency import exponents
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from engine.rulebook.shape import Shape, part, text, texts, word
from fulfillment.payments.settlement.errors import MappingRejected
from fulfillment.payments.settlement.readers.moments import BadMoment, read_zone
from fulfillment.payments.settlement.report import LineKind

FOLDER = "settlement"
MARKS = {"point": ".", "comma": ",", "auto": ""}
_SOME_DAY = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
WAYS = ("credit", "debit")
COLUMNS = (
    "at", "time", "zone", "available_at", "kind", "status", "currency", "amount", "credit", "debit", "direction", "fee",
    "tax", "net", "balance", "merchant", "metadata", "payment", "modification", "batch", "text", "original_currency",
    "original_amount", "rate",
)  # fmt: skip
FILE = Shape("settlement mapping", (
    part("columns", "our name of a column -> the header of the file, or a list of headers it may have", "columns",
         required=True),
    text("currency", "the currency of every row, where no column says", form="[A-Z]{3}", like="EUR"),
    texts("dates", "how dates are written, such as %d.%m.%Y; ISO 8601 is always read"),
    text("zone", "zone of moments that name none, such as Europe/Berlin; UTC unless said"),
    word("decimal", "point, comma or auto, which looks at the amounts; point unless said", tuple(MARKS)),
    word("sign", "`merchant`: what comes is positive; `reversed`; merchant unless said", ("merchant", "reversed")),
    word("fees", "`cost`: a positive fee or tax is taken; `signed`: negative is; cost unless said", ("cost", "signed")),
    part("kinds", "the file's word for what a row is about -> our kind", "kinds"),
    part("otherwise", "our kinds of rows without a word: {credit: bank_credit, debit: adjustment}", "otherwise"),
    part("directions", "the file's word -> credit or debit, for the column `direction`", "directions"),
    texts("moved", "statuses under which money has moved; rows with another are left out with a warning"),
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvMapping:
    """`columns`: our name -> headers. Words are in small letters. `mark` empty means: look at the amounts."""

    name: str
    columns: MappingOf[str, tuple[str, ...]]
    currency: str = ""
    dates: tuple[str, ...] = ()
    zone: tzinfo = UTC
    mark: str = "."
    reversed: bool = False
    fees_are_costs: bool = True
    kinds: MappingOf[str, LineKind] = field(default_factory=dict)
    otherwise: MappingOf[str, LineKind] = field(default_factory=dict)
    directions: MappingOf[str, str] = field(default_factory=dict)
    moved: tuple[str, ...] = ()

    def of(self, column: str) -> tuple[str, ...]:
        """The headers that this column may have."""
        return self.columns.get(column, ())


@cache
def bundled_mapping(name: str) -> CsvMapping:
    """A mapping that comes with Clearway. Raises MappingRejected when it is not as it must be."""
    path = data_folder() / FOLDER / f"{name}.yaml"
    return read_mapping(f"{FOLDER}/{name}.yaml", path.read_text(encoding="utf-8"), name)


def read_mapping(path: str, content: str, name: str = "generic") -> CsvMapping:
    """The mapping of a file's text; `name` is what reports call their provider. Raises MappingRejected."""
    faults = Faults()
    node = read_yaml(path, content, faults)
    form = open_form(node, FILE, faults) if node is not None else None
    mapping = None if form is None else _mapping(form, name, faults)
    if faults.errors or mapping is None:
        found = sorted(faults.found, key=lambda each: each.span)
        raise MappingRejected([f"{each.span}: {each.message}; {each.hint}" for each in found])
    return mapping


def _mapping(form: Form, name: str, faults: Faults) -> CsvMapping:
    kinds = {word_: kind for word_, kind, _ in _words(form, "kinds", tuple(LineKind), faults)}
    otherwise = _words(form, "otherwise", tuple(LineKind), faults)
    for way, _, node in otherwise:
        if way not in WAYS:
            faults.add("R024", f"`{way}` is no way that money goes", node.span, "write credit or debit")
    return CsvMapping(
        name=name,
        columns=_columns(form, faults),
        currency=_currency(form, faults),
        dates=_dates(form, faults),
        zone=_zone(form, faults),
        mark=MARKS[form.word("decimal", "point")],
        reversed=form.word("sign", "merchant") == "reversed",
        fees_are_costs=form.word("fees", "cost") == "cost",
        kinds={key: LineKind(kind) for key, kind in kinds.items()},
        otherwise={way: LineKind(kind) for way, kind, _ in otherwise},
        directions={key: way for key, way, _ in _words(form, "directions", WAYS, faults)},
        moved=tuple(status.casefold() for status in form.texts("moved")),
    )


def _columns(form: Form, faults: Faults) -> dict[str, tuple[str, ...]]:
    node = form.node("columns")
    if not isinstance(node, Mapping):
        if node is not None:
            faults.add("R006", "`columns` must be a mapping", node.span, "write {at: Date, amount: Amount}")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for entry in node.entries:
        headers = _headers(entry.value, faults)
        if entry.key not in COLUMNS:
            faults.add("R024", f"`{entry.key}` is no column of ours", entry.span, f"use: {', '.join(COLUMNS)}")
        elif headers:
            found[entry.key] = headers
    if "amount" not in found and not {"credit", "debit"} & found.keys():
        faults.add("R005", "no column has the amount", node.span, "name `amount`, or `credit` and `debit`")
    if "currency" not in found and not form.given("currency"):
        faults.add("R005", "nothing says the currency", node.span, "name the column `currency`, or write currency: EUR")
    return found


def _headers(node: Node, faults: Faults) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for each in items:
        if isinstance(each, Scalar) and isinstance(each.value, str) and each.value.strip():
            found.append(each.value)
        else:
            faults.add("R006", "a column is named by its header", each.span, "write one text, or several in brackets")
    return tuple(found)


def _words(form: Form, name: str, known: tuple[str, ...], faults: Faults) -> list[tuple[str, str, Scalar]]:
    """Words of the file and what they are to us; each of ours must be known."""
    node = form.node(name)
    if node is None:
        return []
    if not isinstance(node, Mapping):
        faults.add("R006", f"`{name}` must be a mapping of words", node.span, f"write {{word: {known[0]}}}")
        return []
    found = []
    for entry in node.entries:
        if isinstance(entry.value, Scalar) and entry.value.raw in known:
            found.append((entry.key.casefold(), entry.value.raw, entry.value))
        else:
            faults.add("R024", f"`{entry.key}` leads to no word of ours", entry.value.span, f"use: {', '.join(known)}")
    return found


def _currency(form: Form, faults: Faults) -> str:
    code = form.text("currency")
    if code and code not in exponents():
        faults.add("R024", f"`{code}` is no currency", form.at("currency"), "write three letters such as EUR")
    return code


def _dates(form: Form, faults: Faults) -> tuple[str, ...]:
    """Formats that read back what they write: a doubled or unknown directive would read nothing, and say nothing."""
    found = []
    for each in form.texts("dates"):
        try:
            day = datetime.strptime(_SOME_DAY.strftime(each), each).date()  # noqa: DTZ007 - only its day is of use
        except (ValueError, re.error):
            day = None
        if day == _SOME_DAY.date():
            found.append(each)
        else:
            hint = "write it with %Y or %y, %m or %b, and %d, such as %d.%m.%Y"
            faults.add("R008", f"`{each}` is no form of a date", form.at("dates"), hint)
    return tuple(found)


def _zone(form: Form, faults: Faults) -> tzinfo:
    try:
        return read_zone(form.text("zone", "UTC"))
    except BadMoment as bad:
        faults.add("R024", str(bad), form.at("zone"), "write Europe/Berlin, for instance")
        return UTC
