"""A rule book of three rules, as texts: enough to see every outcome, small enough to know by heart."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from engine.decision import Decision, Receipt
from engine.domains import ADMISSION
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.programs import Programs
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_rulebook

PAYMENT = """
format: 1
set: payment
defaults: {owner: payments, on_missing: skip}
rules:
  - id: PAY-001
    version: 1
    title: Payment failed
    scope: order
    status: live
    when: {payment.status: [failed, voided]}
    then: {outcome: hold, severity: high, reason: PAY_FAILED, acts: finance}
    tests:
      - {name: failed, given: {payment.status: failed}, expect: fires}
      - {name: paid, given: {payment.status: captured}, expect: quiet}
    false_positives: ["none known"]
"""
ADDRESS = """
format: 1
set: address
defaults: {owner: service, on_missing: skip}
rules:
  - id: ADR-001
    version: 1
    title: Postcode missing
    scope: order
    status: live
    when:
      all:
        - ship_to.postcode: {missing: true}
        - ship_to.country: {present: true}
    then: {outcome: ask_customer, severity: medium, reason: ADR_POSTCODE, acts: buyer, ask: [ship_to.postcode]}
    tests:
      - {name: none, given: {ship_to.country: DE}, expect: fires}
      - {name: given, given: {ship_to: {country: DE, postcode: "10115"}}, expect: quiet}
    false_positives: ["none known"]
"""
FRAUD = """
format: 1
set: fraud
defaults: {owner: risk, on_missing: skip}
rules:
  - id: FRD-001
    version: 1
    title: Same network address several times within a day
    scope: order
    status: live
    when: {velocity.ip_orders_24h: {gte: 2}}
    then: {outcome: hold, severity: medium, reason: FRD_BURST, acts: risk}
    tests:
      - {name: two before, given: {velocity.ip_orders_24h: 2}, expect: fires}
      - {name: one before, given: {velocity.ip_orders_24h: 1}, expect: quiet}
    false_positives: ["none known"]
"""
IMPORTS = """
format: 1
set: imports
defaults: {owner: customs, on_missing: skip}
rules:
  - id: IMP-001
    version: 1
    title: Electronic cigarettes are not sent
    scope: line
    status: live
    when: {line.hs_code: {starts_with: ["8543"]}}
    then: {outcome: cancel, severity: critical, reason: IMP_VAPE, acts: product_data}
    references: ["house policy"]
    tests:
      - {name: a vape, given: {lines: [{hs_code: "85434000"}]}, expect: fires}
      - {name: a shirt, given: {lines: [{hs_code: "61091000"}]}, expect: quiet}
    false_positives: ["none known"]
"""
ENGLISH = """
PAY_FAILED: {text: "The payment is {payment.status}.", fix: "Ask for another payment.", customer: "Please pay again."}
ADR_POSTCODE: {text: "No postcode for {ship_to.country}.", fix: "Ask the buyer.", customer: "What is your postcode?"}
FRD_BURST: {text: "{velocity.ip_orders_24h|No order|# order|# orders} in a day.", fix: "Look at them together."}
IMP_VAPE: {text: "Heading {line.hs_code} is not sent.", fix: "Take it off.", customer: "We cannot send this article."}
DATA_MISSING: {text: "Something is not stated.", fix: "State it."}
ENGINE_FAULT: {text: "The engine failed.", fix: "Screen again."}
HOLD_EXPIRED: {text: "The time is over.", fix: "Order again."}
"""
CHINESE = """
PAY_FAILED: {text: "付款状态为 {payment.status}。", fix: "请买家重新付款。", customer: "请重新付款。"}
ADR_POSTCODE: {text: "缺少邮编，国家 {ship_to.country}。", fix: "请询问买家。", customer: "请提供邮编。"}
FRD_BURST: {text: "一天内 {velocity.ip_orders_24h} 个订单。", fix: "请一并查看。"}
IMP_VAPE: {text: "税目 {line.hs_code} 不寄送。", fix: "请删除该商品。", customer: "该商品无法寄送。"}
DATA_MISSING: {text: "资料不全。", fix: "请补充。"}
ENGINE_FAULT: {text: "引擎故障。", fix: "请重新筛查。"}
HOLD_EXPIRED: {text: "已过期限。", fix: "请重新下单。"}
"""
GERMAN = """
PAY_FAILED: {customer: "Bitte zahlen Sie noch einmal."}
"""
CHANNELS = """
own_shop: {never_supplies: [], bears_payment_risk: seller, collects_tax: false}
"""

TEXTS = {
    "payment/status.yaml": PAYMENT,
    "address/fields.yaml": ADDRESS,
    "fraud/bursts.yaml": FRAUD,
    "imports/goods.yaml": IMPORTS,
    "messages/en.yaml": ENGLISH,
    "messages/zh.yaml": CHINESE,
    "messages/de.yaml": GERMAN,
    "channels.yaml": CHANNELS,
}

_MORE_TESTS = (
    ("payment/status.yaml", "{name: voided, given: {payment.status: voided}, expect: fires}"),
    ("payment/status.yaml", "{name: not known, given: {}, expect: not_evaluable}"),
    ("address/fields.yaml", "{name: nowhere, given: {}, expect: quiet}"),
    ("fraud/bursts.yaml", "{name: three before, given: {velocity.ip_orders_24h: 3}, expect: fires}"),
    ("fraud/bursts.yaml", "{name: not counted, given: {}, expect: not_evaluable}"),
    ("imports/goods.yaml", "{name: without a code, given: {lines: [{}]}, expect: not_evaluable}"),
)
# The same book with tests that leave nothing open, as it must be to go through the gates.
PROVED = dict(TEXTS)
for _path, _test in _MORE_TESTS:
    PROVED[_path] = PROVED[_path].replace("    tests:\n", f"    tests:\n      - {_test}\n")


def tiny_rule_book() -> RuleBook:
    """The book, read."""
    return read_rulebook(TEXTS, ADMISSION)


def written_to(folder: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    """The folder, with the files of the book in it."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def decided(
    whole: dict[str, Value] | None = None, parts: tuple[dict[str, Value], ...] = ({},), order_id: str = "A-1"
) -> Decision:
    """What the book says of these facts, with a receipt of no meaning."""
    book = tiny_rule_book()
    moment = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    program = Programs(book).on(moment.date(), moment.date())
    evaluation = program.match(
        Sheet({"payment.status": "captured", "ship_to.postcode": "10115"} | (whole or {}), parts)
    )
    gathered = gather(evaluation, book.domain)
    outcome = book.domain.worst(*(each.verdict for each in gathered.live))
    receipt = Receipt(
        order_id=order_id,
        order_digest="0" * 64,
        edition=book.digest,
        data_editions={},
        engine="test",
        model="absent",
        placed_at=moment,
        decided_at=moment,
    )
    return Decision(
        outcome=outcome,
        findings=tuple(gathered.live),
        score=0,
        not_checked=tuple(gathered.not_checked),
        shadow=(),
        receipt=receipt,
        evaluation=evaluation,
    )
