"""What `clearway disputes` does."""

import sys
from collections.abc import Mapping
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, say
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from engine.order.money import Money
from engine.store.sessions import WriteSession
from fulfillment.payments.disputes.answering import decide_dispute, dispute_of, submit_evidence
from fulfillment.payments.disputes.archive import archive, document
from fulfillment.payments.disputes.category import Evidence
from fulfillment.payments.disputes.evidence import Pack, evidence_in
from fulfillment.payments.disputes.wording import TITLES
from fulfillment.records import Dispute
from fulfillment.repeating import repeated
from fulfillment.store.disputes import disputes_after

PART = 500
NAME = 16
_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "due": "answer by {0}",
        "stated": "as the gateway says",
        "computed": "by the scheme's table",
        "needed": "needed",
        "helpful": "supporting",
        "there": "there",
        "none": "wanting",
        "shift": "the issuer bears fraud (liability shift): {0}",
    },
    Language.ZH: {
        "due": "举证截止 {0}",
        "stated": "以支付网关为准",
        "computed": "按卡组织规则推算",
        "needed": "必需",
        "helpful": "辅助",
        "there": "有",
        "none": "缺",
        "shift": "欺诈责任由发卡行承担（责任转移）：{0}",
    },
}

_IN_CHINESE: Mapping[Evidence, str] = {
    Evidence.ORDER: "订单",
    Evidence.GOODS: "商品描述",
    Evidence.PAYMENTS: "付款流水",
    Evidence.THREE_D_SECURE: "3-D Secure 验证",
    Evidence.ADDRESS_CHECK: "账单地址校验（AVS）",
    Evidence.CARD_CODE_CHECK: "卡安全码校验（CVC）",
    Evidence.ADDRESS: "收货与账单地址",
    Evidence.DEVICE: "下单设备与网络",
    Evidence.CUSTOMER_HISTORY: "客户账户历史",
    Evidence.DECISION: "放行前的审核",
    Evidence.TIMELINE: "订单经过",
    Evidence.TRACKING: "物流轨迹",
    Evidence.DELIVERY: "签收证明",
    Evidence.ADDRESS_MATCH: "签收地点与收货地址比对",
    Evidence.NOTICES: "已发送的通知",
    Evidence.MESSAGES: "与买家的往来消息",
    Evidence.PAPERS: "包裹单证",
    Evidence.RETURNS: "退货",
    Evidence.REFUNDS: "退款",
}


def listed(clerk: Clerk, state: str | None, language: Language) -> Exit:
    """A row for each."""
    after = ""
    with at_home() as house, house.database.read() as session:
        while rows := disputes_after(session, clerk.merchant, after, PART, () if state is None else (state,)):
            sys.stdout.writelines(f"{_row(each, language)}\n" for each in rows)
            after = rows[-1].id
    return Exit.DONE


def shown(clerk: Clerk, dispute: str, language: Language, *, as_json: bool) -> Exit:
    """A dispute with its evidence."""
    one, pack = _opened(clerk, dispute)
    if as_json:
        sys.stdout.write(orjson.dumps(document(pack), option=orjson.OPT_INDENT_2).decode() + "\n")
        return Exit.DONE
    says = _SAYS[language]
    sys.stdout.write(f"{_row(one, language)}, {says['stated' if one.is_stated_due else 'computed']}\n")
    sys.stdout.write(f"{says['shift'].format(one.shift)}\n")
    for each in pack.exhibits:
        there = says["there"] if each.rows else says["none"]
        title = TITLES[each.kind] if language is Language.EN else _IN_CHINESE[each.kind]
        sys.stdout.write(f"  {padded(says[each.weight], NAME)} {padded(there, NAME)} {title}\n")
    return Exit.DONE


def written(clerk: Clerk, dispute: str, out: Path) -> Exit:
    """The archive as a file."""
    _, pack = _opened(clerk, dispute)
    out.write_bytes(archive(pack))
    for each in pack.wanting:
        say(f"wanting: {TITLES[each].lower()}")
    return Exit.DONE


def submitted(clerk: Clerk, dispute: str, note: str) -> Exit:
    """The evidence went to the bank."""
    with at_home() as house:

        def work(session: WriteSession) -> Dispute:
            now = house.clock.now()
            return submit_evidence(session, house.site, clerk.merchant, dispute, now, clerk.name, note)

        return _told(repeated(house.database, work))


def decided(clerk: Clerk, dispute: str, outcome: str) -> Exit:
    """How it ended."""
    with at_home() as house:

        def work(session: WriteSession) -> Dispute:
            now = house.clock.now()
            return decide_dispute(session, house.site, clerk.merchant, dispute, outcome, now, clerk.name)

        return _told(repeated(house.database, work))


def _opened(clerk: Clerk, dispute: str) -> tuple[Dispute, Pack]:
    with at_home() as house, house.database.read() as session:
        pack = evidence_in(session, house.site, clerk.merchant, dispute, house.clock.now())
        return dispute_of(session, clerk.merchant, dispute), pack


def _row(dispute: Dispute, language: Language) -> str:
    due = _SAYS[language]["due"].format(moment_text(dispute.due_at))
    amount = Money(dispute.amount, dispute.currency)
    reason = f"{dispute.scheme} {dispute.reason_code}".strip()
    return f"{dispute.id}  {dispute.state}  {dispute.category} ({reason})  {amount}  {due}"


def _told(dispute: Dispute) -> Exit:
    sys.stdout.write(f"{dispute.id}  {dispute.state}\n")
    return Exit.DONE
