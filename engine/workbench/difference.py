"""Two rule books -> what differs between them, so that whoever approves one sees what they approve."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

from engine.domains import POLICIES
from engine.rulebook.book import ListEntry, Message, OwnValue, Param, ParamEntry, RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.normal import Json, normal_condition
from engine.rulebook.quieting import Suppression
from engine.rulebook.rule import Rule, Status
from engine.workbench.differing import Change, Difference, ListChange, MessageChange, ParamChange, RuleChange, Step
from engine.workbench.protected import is_guarded, protected_lists, protected_params

DATA, RULES = "data/", "rules/"
NAMED_AS_FILES = ("rules/cases/", "rules/tables/", *(f"rules/{name}/" for name in POLICIES))
NAMED = frozenset(
    {
        "domain",
        "rules",
        "lists",
        "params",
        "messages",
        "policy",
        "channels",
        "digest",
        "texts",
        "suppressions",
        "overrides",
    }
)
INHERITED = "inherited"  # a value from the day on which no own one counts any more
PLACE = "span"  # where something stands in its file, which decides nothing
_LONE = {"all", "any"}


def difference(before: RuleBook, after: RuleBook, paths: Iterable[str] = ()) -> Difference:
    """What differs. `paths` are files of the two editions that differ, as manifests name them (`rules/…`, `data/…`);
    of them data, whole-order cases and tables are named as they are."""
    old, new = _in_use(before), _in_use(after)
    added = tuple(rule for id_, rule in new.items() if id_ not in old)
    gone = tuple(rule for id_, rule in old.items() if id_ not in new)
    guarded = frozenset(rule.id for rule in (*added, *gone) if is_guarded(rule, after.domain))
    paths = sorted(paths)
    return Difference(
        added=added,
        gone=gone,
        changed=tuple(_changed_rules(old, new, after)),
        lists=tuple(_lists(before, after)),
        params=(*_params(before, after), *_own_params(before, after)),
        messages=tuple(_messages(_texts(before), _texts(after))),
        policy=tuple(_of_fields(before.policy, after.policy)),
        channels=tuple(_by_name(before.channels, after.channels)),
        others=(*_of_fields(before, after), *_suppressions(before, after)),
        data=tuple(path.removeprefix(DATA) for path in paths if path.startswith(DATA)),
        files=tuple(path.removeprefix(RULES) for path in paths if path.startswith(NAMED_AS_FILES)),
        protected_ids=guarded,
    )


def _in_use(book: RuleBook) -> dict[str, Rule]:
    return {rule.id: rule for rule in book.rules if rule.status is not Status.RETIRED}


def _changed_rules(old: Mapping[str, Rule], new: Mapping[str, Rule], after: RuleBook) -> Iterator[RuleChange]:
    for id_ in sorted(old.keys() & new.keys()):
        one, other = old[id_], new[id_]
        parts = tuple(_of_rule(one, other))
        if parts:
            guarded = is_guarded(one, after.domain) or is_guarded(other, after.domain)
            yield RuleChange(before=one, after=other, is_protected=guarded, parts=parts)


def _of_rule(before: Rule, after: Rule) -> Iterator[Change]:
    """Where a rule stands in its file says nothing; its consequence is told part by part."""
    yield from _of_fields(before, after, leave_out=frozenset({"span", "when", "then", "tests"}))
    yield from _of_fields(before.then, after.then)
    one, other = condition_lines(before.when), condition_lines(after.when)
    if one != other:
        yield Change(what="when", before="\n".join(one), after="\n".join(other))
    old, new = _proof(before), _proof(after)
    if old != new:
        fresh = sum(each not in old for each in new)
        yield Change(what="tests", before=str(len(old)), after=f"{len(new)} (+{fresh})" if fresh else str(len(new)))


def _proof(rule: Rule) -> list[object]:
    return [(each.name, each.whole, each.parts, each.expect, each.expect_parts, each.at) for each in rule.tests]


def condition_lines(condition: Condition) -> tuple[str, ...]:
    """A condition, a test a line, parts indented by two spaces."""
    return tuple(_lines(normal_condition(condition), ""))


def _lines(node: Json, indent: str) -> Iterator[str]:
    assert isinstance(node, dict)  # noqa: S101 - the normal form of a condition is a mapping of one key
    ((key, value),) = node.items()
    if key in _LONE and isinstance(value, list):
        yield f"{indent}{key}:"
        for each in value:
            yield from _lines(each, f"{indent}  ")
    elif key == "not" and isinstance(value, dict):
        yield f"{indent}not:"
        yield from _lines(value, f"{indent}  ")
    elif isinstance(value, dict):
        yield from (f"{indent}{key} {operator} {_text(operand)}" for operator, operand in value.items())


def _lists(before: RuleBook, after: RuleBook) -> Iterator[ListChange]:
    guarded = protected_lists(before) | protected_lists(after)
    for name in sorted(before.lists.keys() | after.lists.keys()):
        old, new = before.lists.get(name, ()), after.lists.get(name, ())
        if old != new or (name in before.lists) != (name in after.lists):
            entered, left = _without(new, old), _without(old, new)
            pairs = tuple(_same_value(left, entered))
            paired = {id(each) for pair in pairs for each in pair}
            yield ListChange(
                name=name,
                is_protected=name in guarded,
                entered=tuple(each for each in entered if id(each) not in paired),
                left=tuple(each for each in left if id(each) not in paired),
                other_days=pairs,
            )


def _without(some: Iterable[ListEntry], others: Iterable[ListEntry]) -> list[ListEntry]:
    known = set(others)
    return [each for each in some if each not in known]


def _same_value(left: list[ListEntry], entered: list[ListEntry]) -> Iterator[tuple[ListEntry, ListEntry]]:
    """Where a value went out once and came in once, it is the same one with other days."""
    for old in left:
        same = [new for new in entered if new.value == old.value]
        if len(same) == 1 and sum(each.value == old.value for each in left) == 1:
            yield old, same[0]


def _params(before: RuleBook, after: RuleBook) -> Iterator[ParamChange]:
    guarded = protected_params(before) | protected_params(after)
    for name in sorted(before.params.keys() | after.params.keys()):
        old, new = before.params.get(name), after.params.get(name)
        if old != new:
            yield ParamChange(
                name=name, is_protected=name in guarded, before=old, after=new, steps=tuple(_steps(old, new))
            )


def _steps(before: Param | None, after: Param | None) -> Iterator[Step]:
    old = {} if before is None else {each.from_: each.value for each in before.entries}
    new = {} if after is None else {each.from_: each.value for each in after.entries}
    for day in sorted(old.keys() | new.keys()):
        if old.get(day) != new.get(day):
            yield Step(from_=day, before=old.get(day), after=new.get(day))


def _own_params(before: RuleBook, after: RuleBook) -> Iterator[ParamChange]:
    """What shops and legal entities have of their own, under the name of the parameter and theirs."""
    guarded = protected_params(before) | protected_params(after)
    old, new = _own(before), _own(after)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield ParamChange(
                name=f"{key[0]} of {key[1]}",
                is_protected=key[0] in guarded,
                before=old.get(key),
                after=new.get(key),
                steps=tuple(_steps(old.get(key), new.get(key))),
            )


def _own(book: RuleBook) -> dict[tuple[str, str], Param]:
    return {
        (name, each.key): Param(name, tuple(_entries(values)))
        for each in book.overrides
        for name, values in each.params.items()
    }


def _entries(values: Iterable[OwnValue]) -> Iterator[ParamEntry]:
    for each in values:
        yield ParamEntry(each.from_, each.value, each.reference)
        if each.until is not None and each.until < date.max:
            yield ParamEntry(each.until + timedelta(days=1), INHERITED)


def _texts(book: RuleBook) -> dict[tuple[str, str], Message]:
    found = {(locale, reason): text for locale, texts in book.messages.items() for reason, text in texts.items()}
    for each in book.overrides:
        for locale, texts in each.messages.items():
            found |= {(locale, f"{reason} of {each.key}"): text for reason, text in texts.items()}
    return found


def _messages(
    old: Mapping[tuple[str, str], Message], new: Mapping[tuple[str, str], Message]
) -> Iterator[MessageChange]:
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            how = "added" if key not in old else "gone" if key not in new else "changed"
            yield MessageChange(locale=key[0], reason=key[1], how=how)


def _suppressions(before: RuleBook, after: RuleBook) -> Iterator[Change]:
    old = {each.id: "\n".join(_suppression(each)) for each in before.suppressions}
    new = {each.id: "\n".join(_suppression(each)) for each in after.suppressions}
    yield from _by_name(old, new)


def _suppression(suppression: Suppression) -> Iterator[str]:
    yield f"quiets {suppression.rule} from {suppression.from_} until {suppression.until}: {suppression.why}"
    yield f"by {suppression.by}, approved by {suppression.approved_by}"
    yield from condition_lines(suppression.when)


def _of_fields(before: object, after: object, leave_out: frozenset[str] = frozenset()) -> Iterator[Change]:
    """Fields of two values of one dataclass that differ, whatever fields it may get."""
    if is_dataclass(before) and is_dataclass(after):
        for name in (each.name for each in fields(after) if each.name not in leave_out):
            old, new = getattr(before, name), getattr(after, name)
            if old != new and name not in NAMED and _text(old) != _text(new):
                yield Change(what=name.removesuffix("_"), before=_text(old), after=_text(new))


def _by_name(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change(what=name, before=_text(before.get(name)), after=_text(after.get(name)))


def _text(value: object) -> str:
    """A value in one line, as short as it can be told from others."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        names = (each.name for each in fields(value) if each.name != PLACE)
        return _text({name.removesuffix("_"): getattr(value, name) for name in names})
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, (set, frozenset)):
        return _text(sorted(map(_text, value)))
    return str(value)
