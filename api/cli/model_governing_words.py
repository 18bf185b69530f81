"""What the commands that govern models say, in English and Chinese."""

from collections.abc import Iterable, Iterator, Mapping

from api.cli.life_page import moment_text
from api.cli.phrases import Language
from engine.counted import filled
from engine.desk.model_errors import ModelGate
from engine.desk.model_registering import Known
from engine.desk.models import InForce
from engine.desk.preferences import LEAST_ORDERS
from engine.store.models import Model, ModelActivation

Said = tuple[str, str]
SHOWN = 12

GATES: Mapping[str, Said] = {
    "orders": ("orders", "订单数"),
    "average_precision": ("average precision", "平均精度"),
    "alert_rate": ("alert rate", "告警率"),
    "score_psi": ("score stability", "分数稳定性"),
    "parity": ("parity", "一致性"),
    "latency": ("latency", "延迟"),
}
STATES: Mapping[str, Said] = {
    "passed": ("passed", "通过"),
    "failed": ("failed", "未通过"),
    "not_measured": ("not measured", "未测量"),
}
ACTIONS: Mapping[str, Said] = {
    "promote": ("promoted", "提升为主模型"),
    "rollback": ("ROLLED BACK to", "回退到"),
    "challenge": ("made challenger", "设为挑战者"),
    "retire": ("retired", "停用"),
}
ROLES: Mapping[str, Said] = {
    "champion": ("champion", "主模型"),
    "challenger": ("challenger", "挑战者"),
    "": ("-", "-"),
}
LINES: Mapping[str, Said] = {
    "registered": (
        "model {0} is stored; `clearway model challenge {0}` lets it score in shadow",
        "模型 {0} 已保存；用 `clearway model challenge {0}` 让它影子评分",
    ),
    "challenge": (
        "model {0} scores every order in shadow from now on; `clearway model gates {0}` shows what it comes to",
        "模型 {0} 从现在起对每个订单影子评分；用 `clearway model gates {0}` 查看结果",
    ),
    "promote": ("model {0} is champion: rules read what it says", "模型 {0} 现为主模型：规则读取其结果"),
    "override": (
        "ALTHOUGH GATES ARE CLOSED, by {1} and {2}: model {0} is champion",
        "尽管门槛未通过，由 {1} 与 {2} 决定：模型 {0} 现为主模型",
    ),
    "closed": (
        "not promoted: what failed has to pass, or two people override with `--override --approved-by NAME`",
        "未提升：未通过的门槛必须通过，或由两人用 `--override --approved-by NAME` 越过",
    ),
    "rollback": ("ROLLED BACK: model {0} is champion again", "已回退：模型 {0} 重新成为主模型"),
    "retire": ("model {0} has no role any more", "模型 {0} 不再担任任何角色"),
    "none": ("no model is registered; see `clearway model train`", "尚未登记任何模型；见 `clearway model train`"),
    "no_champion": ("no model is champion, so nothing can have drifted", "没有主模型，无从测量漂移"),
    "refused": ("REFUSED, so it does not score: {0}", "被拒绝，不参与评分：{0}"),
    "step": ("{0}  {1} {2} by {3}{4}", "{0}  {3} {1} {2}{4}"),
}
STATUS: Mapping[str, Said] = {"ok": ("ok", "正常"), "drift": ("drift", "漂移"), "stale": ("stale", "过旧")}


def told(name: str, language: Language, *values: object) -> str:
    """A line of this page with its values."""
    return filled(word(LINES[name], language), *values)


def word(said: Said, language: Language) -> str:
    """The word of a language."""
    return said[0 if language is Language.EN else 1]


def gate_lines(gates: Iterable[ModelGate], language: Language) -> Iterator[str]:
    """Each gate: how it stands, what was measured, what was asked for."""
    for each in gates:
        measured = "-" if each.measured is None else f"{each.measured:.6g}"
        name, state = word(GATES[each.name], language), word(STATES[each.state], language)
        detail = "; ".join(filter(None, (each.detail, model_gate_step(each))))
        yield f"{name:<20} {state:<13} {measured:<12} {each.bar}{detail and f'  {detail}'}"


def model_gate_step(gate: ModelGate) -> str:
    """The commands that lead through a closed gate of a model; empty where none does."""
    if gate.is_open or gate.name != "orders":
        return ""
    return f"`clearway model challenge` lets it score more, `clearway settings set {LEAST_ORDERS} N` asks for fewer"


def model_lines(known: Known, now: InForce, language: Language, limit: int) -> Iterator[str]:
    """All models with their roles, what is refused, and the last steps, newest first."""
    for model in known.models:
        role = word(ROLES[role_of(model, now)], language)
        since = moment_text(model.created_at)
        yield f"{model.version:<24} {model.digest[:SHOWN]}  {role:<11} {since}  {model.created_by}"
    for each in now.refused:
        yield told("refused", language, each)
    versions = {each.digest: each.version for each in known.models}
    for step in list(known.steps)[: -limit - 1 : -1]:
        yield step_line(step, versions, language)


def role_of(model: Model, now: InForce) -> str:
    """`champion`, `challenger`, or nothing."""
    roles = {now.roles.challenger: "challenger", now.roles.champion: "champion"}
    return roles.get(model.digest, "")


def step_line(step: ModelActivation, versions: Mapping[str, str], language: Language) -> str:
    """One step of the history."""
    second = f", {step.approved_by}" if step.approved_by else ""
    action = word(ACTIONS[step.action], language)
    why = f": {step.why}" if step.why else ""
    return told("step", language, moment_text(step.at), action, versions.get(step.digest, "?"), step.by + second, why)
