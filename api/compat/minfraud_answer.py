"""A decision of ours in the words of a minFraud answer. What we do not know is left out, never invented.

`risk_score` is a place, not a probability: each outcome has a band of its own, and our score moves within it. So a shop
that compares the number with a threshold, and one that reads `disposition`, come to the same. Everything that has no
counterpart there is in `clearway`.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.compat.minfraud_fields import Asked, Warned
from engine.decision import Decision
from engine.lexicon.spec import Value

SCORE, INSIGHTS, FACTORS = "score", "insights", "factors"
MEDIA = "application/vnd.maxmind.com-minfraud-{service}+json; charset=UTF-8; version=2.0"
LEAST, MOST = 0.01, 99.0
BANDS: Mapping[str, tuple[float, float]] = {
    "admit": (LEAST, 29.0),
    "ask_customer": (30.0, 49.0),
    "hold": (50.0, 89.0),
    "cancel": (90.0, MOST),
}
ACTIONS = {"admit": "accept", "ask_customer": "manual_review", "hold": "manual_review", "cancel": "reject"}
NOT_COUNTED = 1_000_000  # funds and queries: nothing is billed here, and a client may stop at little
HUNDRED = 100
Shown = dict[str, object]


def risk_score(outcome: str, score: int) -> float:
    """0.01 to 99: the outcome's band, and within it how high our score is (0..100 and more)."""
    low, high = BANDS[outcome]
    return round(low + (high - low) * min(score, HUNDRED) / HUNDRED, 2)


def answer_of(service: str, decision: Decision, named: str, asked: Asked, warnings: Sequence[Warned]) -> Shown:
    """The answer. `named` is an id of ours, whose digits are the UUID of the answer."""
    first = next(iter(decision.findings), None)
    disposition: Shown = {"action": ACTIONS[decision.outcome], "reason": "custom_rule" if first else "default"}
    if first is not None:
        disposition["rule_label"] = first.reason
    shown: Shown = {
        "id": str(UUID(named.partition("_")[2])),
        "risk_score": risk_score(decision.outcome, decision.score),
        "disposition": disposition,
        "funds_remaining": NOT_COUNTED,
        "queries_remaining": NOT_COUNTED,
        "warnings": [{"code": each.code, "warning": each.text, "input_pointer": each.pointer} for each in warnings],
    }
    return shown if service == SCORE else shown | insights_of(facts_of(decision), asked)


def insights_of(facts: Mapping[str, Value], asked: Asked) -> Shown:
    """What our facts say under names of theirs."""
    parts: Mapping[str, Shown] = {
        "billing_address": {"is_in_ip_country": facts.get("ip.matches_billing")},
        "shipping_address": {
            "is_in_ip_country": facts.get("ip.matches_shipping"),
            "is_postal_in_city": _is_right(facts.get("address.postcode_level")),
        },
        "credit_card": {
            "country": facts.get("payment.card_country"),
            "is_issued_in_billing_address_country": facts.get("payment.card_country_matches_billing"),
            "is_prepaid": None if (kind := facts.get("payment.card_funding")) is None else kind == "prepaid",
        },
        "email": {"is_disposable": facts.get("customer.email_disposable")},
    }
    known = {name: {field: value for field, value in part.items() if value is not None} for name, part in parts.items()}
    shown: Shown = {name: part for name, part in known.items() if part}
    ip = asked.text("device", "ip_address")
    if ip is not None:
        shown["ip_address"] = {"ip_address": ip, "traits": {"ip_address": ip}}
    return shown


def facts_of(decision: Decision) -> Mapping[str, Value]:
    """What was found out about the order."""
    return {} if decision.evaluation is None else decision.evaluation.sheet.whole


def _is_right(level: Value | None) -> bool | None:
    """A postcode that fits the place or none; one that only may fit is not known to."""
    return {"ok": True, "error": False}.get(str(level))
