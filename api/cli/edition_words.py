"""What the command line says of editions, proposals, gates and drafts, in English and Chinese."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from api.cli.life_page import moment_text
from api.cli.next_steps import gate_step
from api.cli.phrases import Language
from api.difference_words import difference_lines
from engine.counted import filled
from engine.desk.edition_reading import Kept
from engine.store.drafts import Draft
from engine.store.editions import Activation, Edition
from engine.store.proposals import Proposal
from engine.workbench.differing import Difference
from engine.workbench.gates import Gate

SHOWN = 12
NAME = 10
Said = tuple[str, str]

GATES: Mapping[str, Said] = {
    "check": ("check", "检查"),
    "compile": ("compile", "编译"),
    "tests": ("tests", "测试"),
    "coverage": ("coverage", "覆盖率"),
    "mutation": ("mutation", "变异"),
    "backtest": ("backtest", "回测"),
    "ladder": ("ladder", "状态阶梯"),
}
STATES: Mapping[str, Said] = {
    "passed": ("passed", "通过"),
    "failed": ("failed", "未通过"),
    "not_needed": ("not needed", "不需要"),
    "open": ("open", "待发布"),
    "published": ("published", "已发布"),
    "withdrawn": ("withdrawn", "已撤回"),
    "outdated": ("outdated", "已过期"),
}
KINDS: Mapping[str, Said] = {
    "first": ("first", "首版"),
    "approved": ("approved", "双人批准"),
    "lists": ("lists only", "仅名单"),
    "emergency": ("emergency", "紧急"),
    "rollback": ("roll-back", "回退"),
    "guard": ("guard", "熔断"),
}
LINES: Mapping[str, Said] = {
    "by": ("proposed by {0}, put in force by {1}", "提出人 {0}，生效操作人 {1}"),
    "proposed": (
        "{0} is proposed; another person looks and runs `clearway rules publish {0} --by NAME`",
        "已提出 {0}；请另一人查看后运行 `clearway rules publish {0} --by NAME`",
    ),
    "alone": (
        "{0} is proposed; you may run `clearway rules publish {0} --by NAME` yourself",
        "已提出 {0}；您可自行运行 `clearway rules publish {0} --by NAME`",
    ),
    "closed": ("before that, the failed gates have to open", "发布之前，未通过的门槛必须先通过"),
    "emergency": (
        "an emergency: one person alone put edition {0} in force; a second one looks and runs `rules confirm {1}`",
        "紧急：版本 {0} 由一人单独生效；请另一人查看后运行 `rules confirm {1}`",
    ),
    "data": ("`clearway data diff` tells what other data touch", "数据变化的影响范围见 `clearway data diff`"),
    "confirmed": ("looked at by {0}", "已由 {0} 复核"),
    "withdrawn": ("{0} is withdrawn", "{0} 已撤回"),
    "looked": ("{0} was looked at by {1}", "{0} 已由 {1} 复核"),
    "back": ("in force again, edition {0}", "重新生效，版本 {0}"),
    "wish": (
        "this touches what nobody may change alone; another person runs `clearway rules publish {0} --by NAME`",
        "这涉及任何人不得单独更改的内容；由另一人运行 `clearway rules publish {0} --by NAME`",
    ),
    "none": ("there is none", "没有"),
    "faults": ("{0:# fault|# faults}", "{0} 处错误"),
    "sound": ("sound", "可用"),
    "wrote": ("{0:# file|# files} written to {1}, from {2}", "已将 {0} 个文件写入 {1}，来自 {2}"),
    "from_edition": ("edition {0}", "版本 {0}"),
    "from_draft": ("draft {0}, revision {1}", "草稿 {0} 第 {1} 次修订"),
    "pushed": ("draft {0}, revision {1}, {2:# file|# files}, {3}", "草稿 {0} 第 {1} 次修订，{2} 个文件，{3}"),
}


def said(line: Said, language: Language) -> str:
    """In one language."""
    return line[1] if language is Language.ZH else line[0]


def told(name: str, language: Language, *values: object) -> str:
    """One of `LINES` with what it is about."""
    return filled(said(LINES[name], language), *values)


def lines_here(found: Difference, language: Language) -> Iterator[str]:
    """What differs, and the command that says what other data touch."""
    yield from difference_lines(found, language)
    if found.data:
        yield told("data", language)


def short(digest: str | None) -> str:
    """As much of a digest as people look at."""
    return "-" if digest is None else digest[:SHOWN]


def gate_lines(gates: Iterable[Gate], language: Language) -> Iterator[str]:
    """A line a gate; what failed is marked, so that it is seen without colour."""
    for each in gates:
        mark = " " if each.is_open else "!"
        name, state = said(GATES[each.name], language), said(STATES[str(each.state)], language)
        step = "" if each.is_open else gate_step(each)
        yield f"{mark} {name:<{NAME}} {state:<{NAME}} {each.detail}{f'; {step}' if step else ''}"


def activation_lines(activation: Activation, edition: Edition, language: Language) -> Iterator[str]:
    """One edition of the history."""
    by = told("by", language, activation.proposed_by, activation.activated_by)
    kind = said(KINDS[activation.kind], language)
    since = moment_text(activation.activated_at)
    yield f"{activation.epoch:>4}  {since}  {short(edition.digest)}  {short(edition.book)}  {kind}, {by}"
    if activation.note:
        yield f"      {activation.note}"
    if activation.waits_for_a_look:
        yield f"      {told('emergency', language, short(edition.digest), activation.id)}"
    elif activation.confirmed_by is not None:
        yield f"      {told('confirmed', language, activation.confirmed_by)}"


def proposal_line(proposal: Proposal, language: Language) -> str:
    """One proposal."""
    state = said(STATES[proposal.state], language)
    row = f"{proposal.id}  {moment_text(proposal.proposed_at)}  {state}  {short(proposal.edition)}"
    return f"{row}  {proposal.proposed_by}  {proposal.note}".rstrip()


def draft_line(draft: Draft, language: Language) -> str:
    """One draft."""
    wrong = told("faults", language, len(draft.faults)) if draft.faults else told("sound", language)
    return f"{draft.name}  {draft.revision}  {moment_text(draft.pushed_at)}  {draft.pushed_by}  {wrong}"


def edition_page(kept: Kept) -> dict[str, object]:
    """Everything that is stored of an edition, as plain values."""
    edition, activation = kept.edition, kept.activation
    page: dict[str, object] = {
        "edition": edition.digest,
        "book": edition.book,
        "engine": edition.engine,
        "rules": edition.rules,
        "stored_at": edition.created_at,
        "stored_by": edition.created_by,
        "is_in_force": kept.is_in_force,
        "data": dict(edition.data),
        "files": dict(edition.manifest),
    }
    if activation is not None:
        page["activation"] = activation_values(activation)
    return page


def activation_values(activation: Activation) -> dict[str, object]:
    """An activation as plain values."""
    return {
        "activation": activation.id,
        "epoch": activation.epoch,
        "edition": activation.edition,
        "kind": activation.kind,
        "proposal": activation.proposal,
        "proposed_by": activation.proposed_by,
        "activated_by": activation.activated_by,
        "activated_at": activation.activated_at,
        "note": activation.note,
        "resolved": dict(activation.resolved),
        "confirmed_by": activation.confirmed_by,
        "confirmed_at": activation.confirmed_at,
    }


def proposal_values(proposal: Proposal) -> dict[str, object]:
    """A proposal as plain values."""
    return {
        "proposal": proposal.id,
        "state": proposal.state,
        "edition": proposal.edition,
        "against": proposal.against,
        "purpose": proposal.purpose,
        "proposed_by": proposal.proposed_by,
        "proposed_at": proposal.proposed_at,
        "note": proposal.note,
        "gates": [dict(each) for each in proposal.gates],
        "ended_by": proposal.ended_by,
        "ended_at": proposal.ended_at,
    }


def plain_page(page: Mapping[str, object], indent: str = "") -> Iterator[str]:
    """Plain values as aligned lines for people."""
    width = max((len(name) for name in page), default=0)
    for name, value in page.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}"
            yield from plain_page(value, f"{indent}  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{name:<{width}}  {', '.join(map(str, value))}"
        else:
            shown = name if indent else name.replace("_", " ")  # inside stand names of files and of data
            yield f"{indent}{shown:<{width}}  {_plainly(value)}"


def _plainly(value: object) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)
