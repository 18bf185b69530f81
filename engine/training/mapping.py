"""`MAPPING.yaml`: what the columns of an event table are, and how it is cut. Read strictly, all faults at once."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Final

from engine.clock import microseconds
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Mapping as MappingNode
from engine.rulebook.nodes import Node, Scalar, Sequence, read_yaml
from engine.rulebook.schema import shape_schema
from engine.rulebook.shape import Shape, part, text, texts, whole, word
from engine.rulebook.source import RuleFault
from engine.training.errors import SplitRefused, TrainingError
from engine.training.splits import DAY, HOUR, SECOND, TRAINED_DAYS, WEEK, Fold, Period, Times, last_folds
from engine.training.splits import weekly_folds as folds_of_weeks
from engine.training.table_rules import TableRule, table_rules
from engine.training.windows import Convention
from engine.workbench.overlay import plain

UNITS: Final = {"s": SECOND, "m": 60 * SECOND, "h": HOUR, "d": DAY}
WIDTH_FORM: Final = r"[1-9][0-9]*[smhd]"
WINDOWS: Final = (HOUR, DAY, 7 * DAY, 30 * DAY)
TIME_UNITS: Final = ("s", "ms", "us")
CONVENTIONS: Final = tuple(each.value for each in Convention)

FILE: Final = Shape("mapping", (
    whole("format", "version of this format", 1, 1, required=True),
    text("id", "column that names an event; of rows with the same id the first counts"),
    text("time", "column of the event's time: a timestamp, or a whole number; without zone it is UTC", required=True),
    word("time_unit", "unit of a time that is a whole number; seconds unless said", TIME_UNITS),
    text("amount", "column of the amount"),
    part("entities", "who takes part: a name of yours for each column, such as card, device, ip, terminal", "names",
         required=True),
    text("customer", "which of the entities is the card or customer; the first unless said"),
    texts("counterparties", "which of the entities are on the other side, such as terminals"),
    part("label", "which events were fraud, and when that was known", "label", required=True),
    texts("numeric", "further columns that are numbers"),
    texts("categorical", "further columns that are words"),
    texts("windows", "lengths of windows, such as 1h, 7d; 1h, 1d, 7d and 30d unless said"),
    word("convention", "whether a window ends before its event or with it; before unless said", CONVENTIONS),
    part("split", "what is trained on and what is tested; the last 3 weeks unless said", "split"),
    part("remove_known", "true: customers whose fraud is known leave the test; or the time since when, such as 14d",
         "remove"),
    part("budget", "alerts: {share: 0.01} or {per_day: 100}; one in a hundred unless said", "budget"),
    whole("seed", "seed of everything that is drawn; 1 unless said", 0, (1 << 32) - 1),
    part("rules", "conditions over features, for comparing rules with models", "rules"),
))  # fmt: skip
LABEL: Final = Shape("label", (
    text("column", "column of the label: true or 1 is fraud", required=True),
    part("positive", "the values that mean fraud, if they are not 1 or true", "values"),
    text("delay", "how long after an event its label is known, such as 7d", form=WIDTH_FORM, like="7d"),
    text("known_at", "column of the time when a fraud became known"),
))  # fmt: skip
SPLIT: Final = Shape("split", (
    part("train", "{from, until}: the first moment of training, and the first one after it", "period"),
    part("test", "{from, until}, or a list of them", "period"),
    part("weeks", "first days of the tests, such as [2018-07-11, 2018-07-25]", "days"),
    whole("last", "so many tests at the end of the table", 1, 52),
    text("trained", "how much history before a test is trained on; 84d unless said", form=WIDTH_FORM, like="84d"),
    text("tested", "how long a test is; 7d unless said", form=WIDTH_FORM, like="7d"),
))  # fmt: skip
PERIOD: Final = Shape("period", (
    text("from", "first moment, such as 2018-07-25", required=True),
    text("until", "first moment after it", required=True),
))  # fmt: skip
BUDGET: Final = Shape("budget", (
    part("share", "share of events that people can look at, above 0 and up to 1", "share"),
    whole("per_day", "alerts that people can look at in a day", 1, 1_000_000),
))  # fmt: skip


class MappingRejected(TrainingError):
    """the mapping cannot be used"""

    code: ClassVar[str] = "mapping_rejected"

    def __init__(self, faults: tuple[RuleFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{each.span}: {each.message}; {each.hint}" for each in faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelColumn:
    """Where labels stand. `delay` is in microseconds; one of it and `known_at` is there."""

    column: str
    positive: tuple[str, ...] = ()
    delay: int | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How a table is cut: by periods that are given, by first moments of tests, or from its end."""

    train: Period | None = None
    tests: tuple[Period, ...] = ()
    starts: tuple[int, ...] = ()
    last: int = 3
    trained: int = TRAINED_DAYS * DAY
    tested: int = WEEK

    def folds(self, times: Times, delay: int) -> tuple[Fold, ...]:
        """The trainings and tests of a table; `delay` is how long labels take."""
        if self.train is not None:
            return tuple(Fold(self.train, test, test.start) for test in self.tests)
        if self.starts:
            return folds_of_weeks(self.starts, delay=delay, trained=self.trained, tested=self.tested)
        return last_folds(times, self.last, delay=delay, trained=self.trained, tested=self.tested)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMapping:
    """All that a benchmark has to know of a table. `remove_since`: None keeps everybody, 0 is since training began.
    `rules` are None where the mapping brings none."""

    time: str
    time_unit: str
    entities: tuple[tuple[str, str], ...]
    customer: str
    label: LabelColumn
    id: str | None = None
    amount: str | None = None
    counterparties: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    windows: tuple[int, ...] = WINDOWS
    convention: Convention = Convention.BEFORE
    cut: Cut = Cut()
    remove_since: int | None = None
    share: float = 0.01
    per_day: int | None = None
    seed: int = 1
    rules: tuple[TableRule, ...] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        named = (self.time, self.label.column, self.label.known_at, self.id, self.amount)
        others = (*(column for _, column in self.entities), *self.numeric, *self.categorical)
        return tuple(dict.fromkeys(each for each in (*named, *others) if each is not None))


def read_mapping(path: str, content: str) -> EventMapping:
    """The mapping of a file's text. Raises MappingRejected with every fault, SplitRefused for a split at random, or
    TableRuleRefused for the first of its `rules` that is none."""
    faults = Faults()
    node = read_yaml(path, content, faults)
    form = open_form(node, FILE, faults) if node is not None else None
    mapping = None if form is None else _mapping(form, faults)
    if faults.errors or form is None or mapping is None:
        raise MappingRejected(tuple(sorted(faults.found, key=lambda each: each.span)))
    rules = form.node("rules")
    return mapping if rules is None else replace(mapping, rules=table_rules(plain(rules)))


def mapping_schema() -> dict[str, object]:
    """The JSON Schema of a mapping, for editors."""
    words = {"type": "array", "items": {"type": ["string", "number", "boolean"]}}
    period = shape_schema(PERIOD)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mapping of an event table",
        **shape_schema(FILE),
        "$defs": {
            "names": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
            "label": shape_schema(LABEL),
            "values": words,
            "split": shape_schema(SPLIT),
            "period": {"anyOf": [period, {"type": "array", "items": period}]},
            "days": {"type": "array", "items": {"type": "string"}},
            "remove": {"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": f"^(?:{WIDTH_FORM})$"}]},
            "budget": shape_schema(BUDGET),
            "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "rules": {"type": "array"},
        },
    }


def width(text_: str) -> int:
    """Microseconds of a length such as 7d."""
    return int(text_[:-1]) * UNITS[text_[-1]]


def _mapping(form: Form, faults: Faults) -> EventMapping:
    form.whole("format", 1)
    entities = _entities(form, faults)
    names = tuple(name for name, _ in entities)
    budget = open_form(form.node("budget"), BUDGET, faults)
    return EventMapping(
        time=form.text("time"),
        time_unit=form.word("time_unit", "s"),
        entities=entities,
        customer=_entity(form, "customer", names, faults) or (names[0] if names else ""),
        label=_label(form, faults),
        id=form.text("id") or None,
        amount=form.text("amount") or None,
        counterparties=_known(form, "counterparties", names, faults),
        numeric=form.texts("numeric"),
        categorical=form.texts("categorical"),
        windows=_windows(form, faults),
        convention=Convention(form.word("convention", Convention.BEFORE)),
        cut=_cut(form, faults),
        remove_since=_remove(form, faults),
        share=0.01 if budget is None else _share(budget, faults),
        per_day=None if budget is None else budget.whole("per_day", 0) or None,
        seed=form.whole("seed", 1),
    )


def _entities(form: Form, faults: Faults) -> tuple[tuple[str, str], ...]:
    node = form.node("entities")
    if node is None:
        return ()
    if not isinstance(node, MappingNode) or not node.entries:
        faults.add("R006", "`entities` must name a column for each entity", node.span, "write {card: CARD_COLUMN}")
        return ()
    found = []
    for entry in node.entries:
        if not isinstance(entry.value, Scalar) or not isinstance(entry.value.value, str):
            faults.add("R006", f"`{entry.key}` must be the name of a column", entry.value.span, "write one text here")
        elif re.fullmatch(r"[a-z][a-z0-9_]*", entry.key) is None:
            faults.add(
                "R008", f"`{entry.key}` is no name of an entity", entry.span, "use small letters, such as `card`"
            )
        else:
            found.append((entry.key, entry.value.value))
    return tuple(found)


def _entity(form: Form, key: str, names: tuple[str, ...], faults: Faults) -> str:
    name = form.text(key)
    if name and name not in names:
        faults.add("R024", f"`{name}` is none of the entities", form.at(key), f"use one of: {', '.join(names)}")
    return name


def _known(form: Form, key: str, names: tuple[str, ...], faults: Faults) -> tuple[str, ...]:
    for each in form.texts(key):
        if each not in names:
            faults.add("R024", f"`{each}` is none of the entities", form.at(key), f"use some of: {', '.join(names)}")
    return form.texts(key)


def _label(form: Form, faults: Faults) -> LabelColumn:
    label = open_form(form.node("label"), LABEL, faults)
    if label is None:
        return LabelColumn(column="")
    delay = label.text("delay")
    known_at = label.text("known_at") or None
    if not label.given("delay") and known_at is None:
        hint = "add `delay: 7d`, or `known_at: COLUMN`"
        faults.add("R005", "the label does not say when it is known", label.span, hint)
    values = tuple(each.raw for each in label.items("positive") if isinstance(each, Scalar))
    return LabelColumn(
        column=label.text("column"), positive=values, delay=width(delay) if delay else None, known_at=known_at
    )


def _windows(form: Form, faults: Faults) -> tuple[int, ...]:
    if not form.given("windows"):
        return WINDOWS
    found = []
    for each in form.texts("windows"):
        if re.fullmatch(WIDTH_FORM, each) is None:
            faults.add("R008", f"`{each}` is no length of time", form.at("windows"), "write it like 90s, 15m, 1h or 7d")
        else:
            found.append(width(each))
    if not found:
        faults.add("R005", "there is no window", form.at("windows"), "write [1d, 7d, 30d]")
    return tuple(sorted(set(found)))


def _cut(form: Form, faults: Faults) -> Cut:
    node = form.node("split")
    if isinstance(node, Scalar) and node.value == "random":
        raise SplitRefused(f"{node.span}: {SplitRefused.__doc__}; write `split: {{last: 3}}`")
    split = open_form(node, SPLIT, faults)
    if split is None:
        return Cut()
    given = [name for name in ("train", "weeks", "last") if split.given(name)]
    if len(given) != 1 or split.given("test") != split.given("train"):
        hint = "write `train` with `test`, or `weeks`, or `last`"
        faults.add("R010", "a split is given in one way", split.span, hint)
    train = split.node("train")
    return Cut(
        train=None if train is None else _period(train, faults),
        tests=_periods(split.node("test"), faults),
        starts=tuple(_moment(each, faults) for each in split.items("weeks")),
        last=split.whole("last", 3),
        trained=width(split.text("trained", f"{TRAINED_DAYS}d")),
        tested=width(split.text("tested", "7d")),
    )


def _periods(node: Node | None, faults: Faults) -> tuple[Period, ...]:
    if node is None:
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(_period(each, faults) for each in items)


def _period(node: Node, faults: Faults) -> Period:
    form = open_form(node, PERIOD, faults)
    ends = [None if form is None else form.node(name) for name in ("from", "until")]
    start, end = (0 if each is None else _moment(each, faults) for each in ends)
    if None not in ends and start >= end:
        faults.add("R036", "the period ends before it begins", node.span, "give the first moment after it as `until`")
    return Period(start, end)


def _moment(node: Node, faults: Faults) -> int:
    raw = node.raw if isinstance(node, Scalar) else ""
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        faults.add("R009", f"`{raw}` is no day or time", node.span, "write it like 2018-07-25 or 2018-07-25T12:00:00Z")
        return 0
    return microseconds(at if at.tzinfo is not None else at.replace(tzinfo=UTC))


def _remove(form: Form, faults: Faults) -> int | None:
    node = form.node("remove_known")
    if node is None or (isinstance(node, Scalar) and node.value is False):
        return None
    if isinstance(node, Scalar) and node.value is True:
        return 0
    if isinstance(node, Scalar) and re.fullmatch(WIDTH_FORM, node.raw):
        return width(node.raw)
    faults.add("R006", "`remove_known` must be true, false or a length of time", node.span, "write true, or 14d")
    return None


def _share(budget: Form, faults: Faults) -> float:
    node = budget.node("share")
    if budget.given("share") == budget.given("per_day"):
        faults.add("R010", "a budget is a share or a number a day", budget.span, "write {share: 0.01}")
    if node is None:
        return 0.01
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, bool) and isinstance(value, int | float) and 0 < value <= 1:
        return float(value)
    faults.add("R008", "`share` must be above 0 and at most 1", node.span, "write 0.01 for one in a hundred")
    return 0.01
