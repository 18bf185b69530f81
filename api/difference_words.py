"""What differs between two editions, in plain words: English and Chinese."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import ndiff

from api.cli.phrases import Language
from engine.domains import ADMISSION
from engine.rulebook.book import ListEntry
from engine.rulebook.rule import Rule
from engine.workbench.differing import Change, Difference, ListChange, ParamChange
from engine.workbench.protected import is_guarded

INDENT = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The texts of one language."""

    nothing: str
    added: str
    gone: str
    changed: str
    lists: str
    params: str
    messages: str
    policy: str
    channels: str
    others: str
    data: str
    files: str
    protected: str
    nobody_alone: str
    one_may: str
    value_in: str
    value_out: str
    other_days: str
    from_day: str
    until_day: str
    always: str
    step: str
    none: str
    how: Mapping[str, str]
    fields: Mapping[str, str]
    to: str


_EN = _Words(
    nothing="nothing differs",
    added="rules added",
    gone="rules retired",
    changed="rules changed",
    lists="lists",
    params="parameters",
    messages="messages",
    policy="policy",
    channels="channels",
    others="other parts",
    data="data files that differ",
    files="cases and tables that differ",
    protected="protected",
    nobody_alone="touches what nobody may change alone",
    one_may="changes lists only, none that a protected rule reads: one person may publish it",
    value_in="in: {0}",
    value_out="out: {0}",
    other_days="{0}: {1} -> {2}",
    from_day="from {0}",
    until_day="until {0}",
    always="always",
    step="from {0}: {1} -> {2}",
    none="nothing",
    how={"added": "added", "gone": "gone", "changed": "changed"},
    fields={
        "verdict": "outcome", "actor": "who acts", "from": "first day", "until": "last day", "when": "condition",
        "on_missing": "when a fact is missing", "review_by": "to be reviewed by", "false_positives": "false positives",
        "rollout": "roll-out", "score_sets": "sets that are scored", "score_cap": "highest score",
        "publishing": "bar for publishing", "let_through": "share let through by chance",
    },
    to="{0}: {1} -> {2}",
)  # fmt: skip
_ZH = _Words(
    nothing="没有差异",
    added="新增规则",
    gone="停用规则",
    changed="修改的规则",
    lists="名单",
    params="参数",
    messages="提示文本",
    policy="决策策略",
    channels="渠道",
    others="其他部分",
    data="有差异的数据文件",
    files="有差异的用例和决策表",
    protected="受保护",
    nobody_alone="涉及任何人不得单独更改的内容",
    one_may="只更改名单，且受保护的规则不读取这些名单：一人即可发布",
    value_in="加入：{0}",
    value_out="移出：{0}",
    other_days="{0}：{1} -> {2}",
    from_day="自 {0} 起",
    until_day="至 {0} 止",
    always="一直有效",
    step="自 {0} 起：{1} -> {2}",
    none="无",
    how={"added": "新增", "gone": "删除", "changed": "修改"},
    fields={
        "title": "标题", "version": "版本", "status": "状态", "verdict": "结论", "reason": "原因代码",
        "actor": "处理方",
        "severity": "严重程度", "score": "分数", "ask": "请买家更正", "from": "首日", "until": "末日", "when": "条件",
        "on_missing": "缺少数据时", "review_by": "复核期限", "owner": "负责人", "references": "依据", "tests": "测试",
        "false_positives": "误报", "scope": "范围", "set": "规则集", "rollout": "灰度比例", "score_sets": "计分规则集",
        "score_cap": "最高分", "bands": "分数档", "invariants": "不变式", "publishing": "发布门槛", "guard": "熔断",
        "suppressions": "例外", "let_through": "随机放行比例",
    },
    to="{0}：{1} -> {2}",
)  # fmt: skip
_WORDS: Mapping[Language, _Words] = {Language.EN: _EN, Language.ZH: _ZH}


def difference_lines(found: Difference, language: Language) -> Iterator[str]:
    """The lines, none of which ends with a line break."""
    says = _WORDS[language]
    if found.is_empty:
        yield says.nothing
        return
    if found.touches_protected:
        yield says.nobody_alone
    elif found.only_lists:
        yield says.one_may
    yield from _part(says.added, (_rule(rule, says) for rule in found.added))
    yield from _part(says.gone, (_rule(rule, says) for rule in found.gone))
    yield from _part(says.changed, _changed(found, says))
    yield from _part(says.lists, (line for each in found.lists for line in _list(each, says)))
    yield from _part(says.params, (line for each in found.params for line in _param(each, says)))
    yield from _part(says.messages, (f"{each.locale} {each.reason} {says.how[each.how]}" for each in found.messages))
    yield from _part(says.policy, (line for each in found.policy for line in _change(each, says)))
    yield from _part(says.channels, (line for each in found.channels for line in _change(each, says)))
    yield from _part(says.others, (line for each in found.others for line in _change(each, says)))
    yield from _part(says.data, iter(found.data))
    yield from _part(says.files, iter(found.files))


def _part(heading: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield heading
        yield from (f"{INDENT}{line}" for line in found)


def _marked(text: str, says: _Words, *, is_protected: bool) -> str:
    return f"{text} [{says.protected}]" if is_protected else text


def _rule(rule: Rule, says: _Words) -> str:
    text = f"{rule.id} {rule.title} ({rule.set}, {rule.status}, {rule.then.verdict})"
    return _marked(text, says, is_protected=is_guarded(rule, ADMISSION))


def _changed(found: Difference, says: _Words) -> Iterator[str]:
    for each in found.changed:
        yield _marked(f"{each.after.id} {each.after.title}", says, is_protected=each.is_protected)
        for part in each.parts:
            yield from (f"{INDENT}{line}" for line in _change(part, says))


def _change(change: Change, says: _Words) -> Iterator[str]:
    name = says.fields.get(change.what, change.what)
    if "\n" in change.before + change.after or change.what == "when":
        yield name
        for line in ndiff(change.before.splitlines(), change.after.splitlines()):
            if not line.startswith("?"):
                yield f"{INDENT}{line}".rstrip()
    else:
        yield says.to.format(name, change.before or says.none, change.after or says.none)


def _list(change: ListChange, says: _Words) -> Iterator[str]:
    yield _marked(change.name, says, is_protected=change.is_protected)
    for entry in change.entered:
        yield INDENT + says.value_in.format(_entry(entry, says))
    for entry in change.left:
        yield INDENT + says.value_out.format(_entry(entry, says))
    for old, new in change.other_days:
        yield INDENT + says.other_days.format(new.value, _days(old, says), _days(new, says))


def _entry(entry: ListEntry, says: _Words) -> str:
    days = _days(entry, says)
    return entry.value if days == says.always else f"{entry.value}, {days}"


def _days(entry: ListEntry, says: _Words) -> str:
    found = [] if entry.from_ is None else [says.from_day.format(entry.from_)]
    found += [] if entry.until is None else [says.until_day.format(entry.until)]
    return " ".join(found) or says.always


def _param(change: ParamChange, says: _Words) -> Iterator[str]:
    yield _marked(change.name, says, is_protected=change.is_protected)
    for step in change.steps:
        old, new = (says.none if each is None else str(each) for each in (step.before, step.after))
        yield INDENT + says.step.format(step.from_, old, new)
