"""What `clearway consign` does."""

import sys
from collections.abc import Callable, Mapping, Sequence

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.consignments import shown_consignment, shown_reasons
from engine.store.sessions import WriteSession
from fulfillment.consigning.proposing import Asker, propose_all, propose_orders
from fulfillment.consigning.settling import ConsignmentView, view_of
from fulfillment.records import Consignment
from fulfillment.repeating import repeated
from fulfillment.site import Site
from fulfillment.store.consignments import consignments_after, members_of

Act = Callable[[WriteSession, Site, Asker, str], Consignment]
STATES: Mapping[str, str] = {
    "proposed": "待确认",
    "refused": "已拒绝",
    "accepted": "已确认合并",
    "packed": "已合并打包",
    "opening": "拆箱重审中",
    "undone": "已拆分",
    "sent": "已发出",
}
CHINESE: Mapping[str, str] = {
    "too_few": "至少需要两个订单",
    "other_recipient": "收件人或地址不同",
    "other_buyer": "无法确认为同一买家",
    "other_warehouse": "发货仓库不同",
    "outside_window": "下单时间间隔过长",
    "packed_already": "其中一单已装箱",
    "in_another": "其中一单已属于另一合并包裹",
    "held_order": "其中一单被挂起或未放行",
    "other_currency": "币种不同",
    "other_merchant_entity": "销售主体不同",
    "other_tax_numbers": "税号不同",
    "other_terms": "承运商、贸易条款或渠道不同",
    "other_kind": "订单性质不同",
    "tax_threshold": "合并后超过税制限额",
    "de_minimis": "合并后超过免税额度",
    "tax_regime": "合并后适用的税制不同",
    "kept_apart": "货物不得同箱",
    "too_many_lines": "合并后行数过多",
    "not_admitted": "合并后规则不予放行",
}
NONE = ("nothing may share a parcel", "没有可合并的订单")
LEFT = ("left", "已移出")


def proposed(clerk: Clerk, named: Sequence[str]) -> Exit:
    """Named orders, or all that wait."""
    with at_home() as house:

        def work(session: WriteSession) -> list[ConsignmentView]:
            who = _asker(clerk, house)
            if named:
                ids = [(order_id_of(session, clerk, each), None) for each in named]
                made = [propose_orders(session, house.site, who, ids)]
            else:
                made = list(propose_all(session, house.site, who))
            return [view_of(session, clerk.merchant, each.id) for each in made]

        found = repeated(house.database, work)
    for each in found:
        sys.stdout.write(_line(each, clerk.language))
    if not found:
        sys.stdout.write(f"{_word(NONE, clerk.language)}\n")
    return Exit.DONE


def listed(clerk: Clerk, *, as_json: bool) -> Exit:
    """All of them, a line each."""
    with at_home() as house, house.database.read() as session:
        rows = consignments_after(session, clerk.merchant)
        found = [ConsignmentView(consignment=each, members=members_of(session, each.id)) for each in rows]
    for each in found:
        sys.stdout.write(_json(each) if as_json else _line(each, clerk.language))
    return Exit.DONE


def shown(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """One with its members."""
    with at_home() as house, house.database.read() as session:
        found = view_of(session, clerk.merchant, id_)
    if as_json:
        sys.stdout.write(_json(found))
        return Exit.DONE
    sys.stdout.write(_line(found, clerk.language))
    for each in found.members:
        left = "" if each.slot is not None else f"  {_word(LEFT, clerk.language)} {each.why}".rstrip()
        sys.stdout.write(f"  {each.order_id}  {each.fulfilment_id}  v{each.order_version}{left}\n")
    return Exit.DONE


def settled(clerk: Clerk, id_: str, act: Act) -> Exit:
    """One step of a consignment."""
    with at_home() as house:

        def work(session: WriteSession) -> ConsignmentView:
            act(session, house.site, _asker(clerk, house), id_)
            return view_of(session, clerk.merchant, id_)

        found = repeated(house.database, work)
    sys.stdout.write(_line(found, clerk.language))
    return Exit.DONE


def _asker(clerk: Clerk, house: House) -> Asker:
    return Asker(merchant=clerk.merchant, name=clerk.name, now=house.clock.now())


def _json(view: ConsignmentView) -> str:
    return f"{orjson.dumps(shown_consignment(view)).decode()}\n"


def _line(view: ConsignmentView, language: Language) -> str:
    found, is_chinese = view.consignment, language is Language.ZH
    state = STATES[found.state] if is_chinese else found.state
    inside = [each.order_id for each in view.members if each.slot is not None] or [
        each.order_id for each in view.members
    ]
    why = [
        CHINESE.get(str(each["code"]), str(each["text"])) if is_chinese else str(each["text"])
        for each in shown_reasons(found)
    ]
    told = [found.id, state, found.warehouse, " + ".join(inside), found.number, "; ".join(why)]
    return "  ".join(each for each in told if each) + "\n"


def _word(said: tuple[str, str], language: Language) -> str:
    return said[1] if language is Language.ZH else said[0]
