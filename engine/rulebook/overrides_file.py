"""`overrides.yaml` -> what shops and legal entities have of their own, checked against the rules that read it."""

from collections.abc import Iterable, Mapping, Set
from itertools import pairwise

from engine.rulebook.book import Message, Override, OwnValue, Param
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.fitness import trouble
from engine.rulebook.form import Form, open_form, read_items
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.messages import message_of
from engine.rulebook.nodes import Entry, Node, Scalar
from engine.rulebook.overriding import ENTITY, SHOP
from engine.rulebook.params import NAME_FORM, check_bounds, is_number
from engine.rulebook.rule import Rule
from engine.rulebook.rule_shape import REASON_FORM
from engine.rulebook.shape import Shape, day, part, text
from engine.rulebook.top import named_entries

OVERRIDES = "overrides.yaml"
MOST_WITH_PARAMS = 32  # shops and legal entities with parameters of their own: the engine holds the rules for each
LOCALE_FORM = r"[a-z]{2}"
SHAPE = Shape("override", (
    text(SHOP, "the shop whose values these are"),
    text(ENTITY, "or the legal entity whose values these are"),
    part("params", "its own values of parameters", "own_params"),
    part("messages", "its own texts of reasons, by language", "own_messages"),
))  # fmt: skip
OWN_VALUE_SHAPE = Shape("value of a shop or legal entity", (
    day("from", "first day of the value", required=True),
    day("until", "last day, behind which the rule book's own value counts again"),
    part("value", "the threshold", "value", required=True),
    text("reference", "why it is so"),
))  # fmt: skip


def read_overrides(
    node: Node, params: Mapping[str, Param], rules: Iterable[Rule], reasons: Set[str], domain: Domain, faults: Faults
) -> tuple[Override, ...]:
    """The overrides by key; none for an empty file. `reasons` are those that have a message."""
    if isinstance(node, Scalar) and node.value is None:
        return ()
    reading = _Reading(params, rules, reasons, domain, faults)
    found: dict[str, Override] = {}
    for item in read_items(node, "overrides", faults):
        form = open_form(item, SHAPE, faults)
        read = None if form is None else reading.override(form)
        if read is None:
            continue
        if read.key in found:
            faults.add("R015", f"{read.key} stands here twice", read.span, "put both together")
        found.setdefault(read.key, read)
    with_params = [each for each in found.values() if each.params]
    if len(with_params) > MOST_WITH_PARAMS:
        message = f"{len(with_params)} shops and legal entities have parameters of their own; {MOST_WITH_PARAMS} may"
        hint = "let shops with equal values share a legal entity, or give them a merchant of their own"
        faults.add("R102", message, with_params[MOST_WITH_PARAMS].span, hint)
    return tuple(found[key] for key in sorted(found))


class _Reading:
    def __init__(
        self, params: Mapping[str, Param], rules: Iterable[Rule], reasons: Set[str], domain: Domain, faults: Faults
    ) -> None:
        self._params = params
        self._reasons = reasons
        self._domain = domain
        self._faults = faults
        self._facts: dict[str, set[str]] = {}  # parameter -> the facts that are compared with it
        for rule in rules:
            for leaf in leaves(rule.when):
                for name in param_names(leaf):
                    self._facts.setdefault(name, set()).add(leaf.fact)

    def override(self, form: Form) -> Override | None:
        named = {kind: form.text(kind) for kind in (SHOP, ENTITY) if form.given(kind)}
        if len(named) != 1:
            message = "an override is of one shop, or of one legal entity"
            self._faults.add("R005", message, form.span, f"write `{SHOP}: name` or `{ENTITY}: name`, not both")
            return None
        ((kind, name),) = named.items()
        if not name:
            return None
        return Override(
            kind=kind, name=name, span=form.at(kind), params=self._own_params(form), messages=self._messages(form)
        )

    def _own_params(self, form: Form) -> dict[str, tuple[OwnValue, ...]]:
        node = form.node("params")
        entries = () if node is None else named_entries(node, "parameter", NAME_FORM, self._faults)
        found: dict[str, tuple[OwnValue, ...]] = {}
        for entry in entries:
            param = self._params.get(entry.key)
            if param is None:
                hint = did_you_mean(entry.key, self._params)
                self._faults.add("R022", f"there is no parameter `{entry.key}`", entry.span, hint)
            elif values := self._values(param, entry):
                found[entry.key] = values
        return found

    def _values(self, param: Param, entry: Entry) -> tuple[OwnValue, ...]:
        read = [self._value(param, item) for item in read_items(entry.value, entry.key, self._faults)]
        values = sorted((each for each in read if each is not None), key=lambda each: each.from_)
        for one, other in pairwise(values):
            if one.until is None or other.from_ <= one.until:
                message = f"two values of `{param.name}` count on {other.from_}"
                self._faults.add("R015", message, entry.span, "give the earlier one an `until` before the later begins")
        first = param.entries[0].from_
        if values and values[0].from_ < first:
            message = f"`{param.name}` has no value before {first}"
            self._faults.add(
                "R103", message, entry.span, f"begin on {first}, or give it an earlier value in params.yaml"
            )
        return tuple(values)

    def _value(self, param: Param, item: Node) -> OwnValue | None:
        form = open_form(item, OWN_VALUE_SHAPE, self._faults)
        node = None if form is None else form.node("value")
        if form is None or node is None:
            return None
        first, last = form.day("from"), form.day("until")
        if not isinstance(node, Scalar) or node.value is None:
            self._faults.add("R006", "`value` must be a single value", node.span, "write a number or a text")
            return None
        self._check(param, node)
        if first is not None and last is not None and last < first:
            self._faults.add("R047", "the value ends before it begins", form.at("until"), "exchange the two days")
            return None
        return None if first is None else OwnValue(first, node.value, last, form.text("reference"))

    def _check(self, param: Param, node: Scalar) -> None:
        value, usual = node.value, param.entries[0].value
        if value is None:
            return
        if is_number(value) != is_number(usual) or (not is_number(value) and type(value) is not type(usual)):
            message = f"`{param.name}` is such as {usual}, and this is of another type"
            self._faults.add("R035", message, node.span, "write a value of the same type")
            return
        for fact in sorted(self._facts.get(param.name, ())):
            wrong = trouble(self._domain.lexicon[fact], value, node.raw)
            if wrong is not None:
                message = f"the value does not fit `{fact}`: {wrong.message}"
                self._faults.add("R035", message, node.span, wrong.hint)
                return
        check_bounds(param, value, node.span, self._faults)

    def _messages(self, form: Form) -> dict[str, dict[str, Message]]:
        node = form.node("messages")
        entries = () if node is None else named_entries(node, "language", LOCALE_FORM, self._faults)
        return {entry.key: self._texts(entry) for entry in entries}

    def _texts(self, language: Entry) -> dict[str, Message]:
        found: dict[str, Message] = {}
        for entry in named_entries(language.value, "reason", REASON_FORM, self._faults):
            if entry.key not in self._reasons:
                hint = did_you_mean(entry.key, self._reasons)
                self._faults.add("R100", f"nothing gives the reason `{entry.key}`", entry.span, hint)
            elif (read := message_of(entry, self._domain, self._faults)) is not None:
                found[entry.key] = read
        return found
