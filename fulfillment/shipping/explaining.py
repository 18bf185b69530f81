"""A kept choice in words: why this service, why not others, what would have chosen otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from engine.counted import filled
from engine.order.money import Money
from fulfillment.records import ServiceChoice
from fulfillment.shipping.choosing import Unmet
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.feasible import Refusal, Why
from fulfillment.shipping.words import CRITERIA, UNMET, Both, said, told_of

Json = Mapping[str, object]
KINDS: Mapping[str, Both] = {
    "forecast": ("forecast", "预测"),
    "packed": ("packed", "已打包"),
    "named": ("named by a person", "人工指定"),
}
_TEXTS: Mapping[str, Both] = {
    "chosen": ("{0} of {1} for {2}", "{1} 的 {0}，{2}"),
    "foreign": ("{0}, as the order names it; none of our services is its", "订单指定 {0}；我们没有该承运商的渠道"),
    "free": ("the choice is free again", "恢复自动选择"),
    "named": ("{0}, because: {1}", "{0}，原因：{1}"),
    "by_order": ("the order names it", "订单已指定"),
    "by_person": ("a person named it", "人工指定"),
    "only": ("no other is left", "没有其他可用渠道"),
    "by": ("decided by {0}", "决定因素：{0}"),
    "last_resort": ("the house would rather have any other, and none is left", "内部政策不推荐，但没有其他渠道"),
    "by_avoidance": ("the house would rather not use {0}", "内部政策不推荐 {0}"),
    "waits": ("waits for {0}: {1}", "等待 {0} 处理：{1}"),
    "nothing": ("nothing is chosen", "未选择"),
    "not": ("not {0}: {1}", "未选 {0}：{1}"),
    "dearer": ("{0} is felt to cost {1} more", "{0} 的综合成本高 {1}"),
    "cheaper": ("{0} if it were {1} cheaper", "若 {0} 便宜 {1} 则选它"),
    "faster": ("{0} if it took {1:# day|# days} less", "若 {0} 快 {1} 天则选它"),
    "day_more": ("{0} if a day were worth {1} or more", "若一天价值不低于 {1} 则选 {0}"),
    "day_less": ("{0} if a day were worth {1} or less", "若一天价值不高于 {1} 则选 {0}"),
    "needs": ("{0} without the need: {1}", "若取消要求“{1}”，可用 {0}"),
    "apart": ("parcel {0}: {1} of {2} for {3}", "包裹 {0}：{2} 的 {1}，{3}"),
}  # fmt: skip


def explained(choice: ServiceChoice, language: str) -> tuple[str, ...]:
    """A line each, the first of them what was chosen."""
    say = _Sayings(language)
    if choice.kind == "named":
        return (say("named", choice.service, choice.data.get("because", "")) if choice.service else say("free"),)
    lines = [*_chosen(choice, say), *_waits(choice, say), *_others(choice, say), *_flips(choice, say)]
    return tuple(lines) or (say("nothing"),)


class _Sayings:
    """Texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, *values: object) -> str:
        return filled(said(_TEXTS[key], self.language), *values)


def _chosen(choice: ServiceChoice, say: _Sayings) -> Iterator[str]:
    apart = _rows(choice.data.get("apart"))
    if not choice.service:
        yield say("foreign", choice.carrier) if choice.carrier else say("nothing")
        return
    if apart:
        for number, each in enumerate(apart, start=1):
            price = Money(_whole(each["price_minor"]), str(each["currency"]))
            yield say("apart", number, each["service"], each["carrier"], price)
        return
    yield say("chosen", choice.service, choice.carrier, Money(choice.price_minor, choice.currency))
    yield _why(choice, say)
    if choice.data.get("last_resort") is True:
        yield say("last_resort")


def _why(choice: ServiceChoice, say: _Sayings) -> str:
    match choice.decided_by:
        case "order":
            return say("by_order")
        case "person":
            return say("by_person")
        case "only":
            others = _rows(choice.data.get("candidates"))[1:]
            avoided = [str(each["service"]) for each in others if each["is_avoided"] is True]
            return say("by_avoidance", ", ".join(avoided)) if avoided else say("only")
    return say("by", said(CRITERIA[Criterion(choice.decided_by)], say.language))


def _waits(choice: ServiceChoice, say: _Sayings) -> Iterator[str]:
    for each in _rows(choice.data.get("waits")):
        texts = _map(each["texts"])
        yield say("waits", each["acts"], texts.get(say.language, each["reason"]))


def _others(choice: ServiceChoice, say: _Sayings) -> Iterator[str]:
    candidates = _rows(choice.data.get("candidates"))
    currency = str(choice.data.get("compared_in", ""))
    for each in candidates[1:]:
        more = _whole(each["felt_minor"]) - _whole(candidates[0]["felt_minor"])
        if more > 0:
            yield say("dearer", each["service"], Money(more, currency))
    for service, unmet in _map(choice.data.get("ruled_out")).items():
        words = [said(UNMET[Unmet(str(each))], say.language) for each in _list(unmet)]
        yield say("not", service, ", ".join([*words, *_rules_against(choice, service)]))
    for service, refusals in _map(choice.data.get("refused")).items():
        yield say("not", service, ", ".join(told_of(_refusal(each), say.language) for each in _rows(refusals)))


def _rules_against(choice: ServiceChoice, service: str) -> list[str]:
    found = _rows(_map(choice.data.get("against")).get(service))
    return [f"{each['rule']} {each['reason']}" for each in found if each["verdict"] == "bar"]


def _flips(choice: ServiceChoice, say: _Sayings) -> Iterator[str]:
    """The nearest alone: of the others more would be needed."""
    currency = str(choice.data.get("compared_in", ""))
    days = _days(choice)
    for each in _rows(choice.data.get("flips"))[:1]:
        service = str(each["service"])
        if each["cheaper_minor"] is not None:
            yield say("cheaper", service, Money(_whole(each["cheaper_minor"]), currency))
        if each["faster_days"] is not None:
            yield say("faster", service, each["faster_days"])
        if each["day_worth"] is not None:
            is_faster = days.get(service, 0) < days.get(choice.service, 0)
            yield say("day_more" if is_faster else "day_less", service, Money(_whole(each["day_worth"]), currency))
    needs = {str(Unmet.DAYS), str(Unmet.COST), str(Unmet.TRACKED), str(Unmet.INSURED)}
    for service, unmet in _map(choice.data.get("ruled_out")).items():
        words = [str(each) for each in _list(unmet)]
        if words and set(words) <= needs:
            yield say("needs", service, ", ".join(said(UNMET[Unmet(each)], say.language) for each in words))


def _days(choice: ServiceChoice) -> Mapping[str, int]:
    return {
        str(each["service"]): _whole(_map(each["compared"])["days"]) for each in _rows(choice.data.get("candidates"))
    }


def _refusal(told: Json) -> Refusal:
    said_of = {name: value if isinstance(value, int) else str(value) for name, value in _map(told["told"]).items()}
    return Refusal(why=Why(str(told["why"])), parcel=_whole(told["parcel"]), told=said_of)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _map(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _rows(value: object) -> list[Json]:
    return [each for each in _list(value) if isinstance(each, Mapping)]
