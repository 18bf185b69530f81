"""minFraud Score, Insights and Factors (version 2.0) over our decisions, for clients that speak it already.

`/compat/minfraud/…` judges and stores nothing; `/compat/orders/minfraud/…` keeps the order and decides it. Log-in is
HTTP Basic: the licence key is an API key, the account id the merchant for a key of the whole installation.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access.caller import Caller, CallerWith, is_merchant
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer, json_bytes
from api.compat.minfraud_answer import FACTORS, INSIGHTS, MEDIA, SCORE, answer_of
from api.compat.minfraud_fields import read_asked
from api.compat.minfraud_order import order_of
from api.describing import Operation, Returns, Tag, operation
from api.refusals import DocumentRejected
from api.routes.asking import desk_caller
from api.routes.examples import DECISION, ORDER
from api.schemas.body import JsonBytes
from api.services import Services, ServicesOf
from engine.decision import Decision
from engine.desk.intake import submit
from engine.desk.replaying import evaluate
from engine.errors import OrderRejected
from engine.explanation import single_reasons
from engine.ids import Prefix
from engine.order.decoding import decode
from engine.rulebook.book import RuleBook
from engine.store.api_keys import WHOLE_INSTALLATION

routes = APIRouter()
TRIED, KEPT = "/compat/minfraud/v2.0", "/compat/orders/minfraud/v2.0"
BODY = JsonBytes(
    {"type": "object", "description": "A minFraud request; docs/how-to-switch-from-minfraud.md says what is read."},
    {"device": {"ip_address": "192.0.2.7"}, "order": {"amount": 19.99, "currency": "EUR"}},
)
Json = Annotated[bytes, Depends(BODY)]
_ACCOUNT = "clearway.account"  # of a request's scope: the account id that it logs in with


class _BasicCaller(CallerWith):
    """Lets in whoever shows a key as a licence key, or as everywhere else."""

    async def __call__(self, request: Request) -> Caller:
        found = _basic(request.headers.get("authorization", ""))
        if found is None:
            return await super().__call__(request)
        account, licence = found
        kept = [(name, value) for name, value in request.scope["headers"] if name != b"authorization"]
        bearer = (b"authorization", b"Bearer " + licence.encode("latin-1"))
        scope = {**request.scope, "headers": [*kept, bearer], _ACCOUNT: account}
        return await super().__call__(Request(scope, request.receive))

    def merchant_of(self, request: Request, bound: str) -> str:
        """The account of a key of the whole installation; accounts of theirs are numbers, which name none."""
        account = request.scope.get(_ACCOUNT, "")
        if bound == WHOLE_INSTALLATION and is_merchant(account) and not account.isdigit():
            return str(account)
        return super().merchant_of(request, bound)


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        account, _, licence = b64decode(text, validate=True).decode("latin-1").partition(":")
    except NotBase64:
        return "", ""
    return account, licence


_SHOWN: Mapping[str, object] = {
    "id": "019abf00-c0de-7000-8000-00000000c0de",
    "risk_score": 50.0,
    "disposition": {"action": "manual_review", "reason": "custom_rule", "rule_label": "PAY_NOT_PAID"},
    "funds_remaining": 1_000_000,
    "queries_remaining": 1_000_000,
    "warnings": [],
    "clearway": {"outcome": "hold", "score": 0, "order_id": ORDER, "decision_id": DECISION, "reasons": []},
}


def _described(service: str, *, is_kept: bool) -> Operation:
    name, what = ("keep", "Keep an order and judge it") if is_kept else ("try", "Judge an order and keep nothing")
    media = MEDIA.format(service=service).partition(";")[0]
    return operation(
        f"minfraud_{name}_{service}",
        f"{what}, as minFraud {service.capitalize()}",
        Tag.COMPATIBILITY,
        Returns(None, _SHOWN, "Judged.", media),
        problems=("order_rejected", "no_edition", *(("in_flight",) if is_kept else ())),
    )


Trier = Annotated[Caller, Depends(_BasicCaller(Scope.EVALUATIONS_WRITE, Reach.NARROWED))]
Keeper = Annotated[Caller, Depends(_BasicCaller(Scope.ORDERS_WRITE, Reach.NARROWED))]


@routes.post(f"{TRIED}/score", **_described(SCORE, is_kept=False))
def try_score(services: ServicesOf, who: Trier, body: Json) -> Response:
    """Risk score, disposition and warnings. Nothing is stored."""
    return _tried(services, who, body, SCORE)


@routes.post(f"{TRIED}/insights", **_described(INSIGHTS, is_kept=False))
def try_insights(services: ServicesOf, who: Trier, body: Json) -> Response:
    """As Score, with what we know of address, card, e-mail and network. Nothing is stored."""
    return _tried(services, who, body, INSIGHTS)


@routes.post(f"{TRIED}/factors", **_described(FACTORS, is_kept=False))
def try_factors(services: ServicesOf, who: Trier, body: Json) -> Response:
    """As Insights. There are no subscores: our reasons stand in `clearway.reasons`. Nothing is stored."""
    return _tried(services, who, body, FACTORS)


@routes.post(f"{KEPT}/score", **_described(SCORE, is_kept=True))
def keep_score(services: ServicesOf, who: Keeper, body: Json) -> Response:
    """As Score, and the order is kept: it waits, is reviewed and fulfilled like any other."""
    return _kept(services, who, body, SCORE)


@routes.post(f"{KEPT}/insights", **_described(INSIGHTS, is_kept=True))
def keep_insights(services: ServicesOf, who: Keeper, body: Json) -> Response:
    """As Insights, and the order is kept."""
    return _kept(services, who, body, INSIGHTS)


def _tried(services: Services, who: Caller, body: bytes, service: str) -> Response:
    asked = read_asked(_decoded(body))
    named = services.ids.new(Prefix.REQUEST)
    meant = order_of(asked, name=named, now=services.clock.now().isoformat(), is_kept=False)
    run = evaluate(services.desk, desk_caller(who), json_bytes(meant.document))
    shown = answer_of(service, run.decision, named, asked, (*asked.warnings, *meant.warnings))
    ours = _ours(run.decision, run.loaded.admission.book, None, None)
    return answer({**shown, "clearway": ours}, media_type=MEDIA.format(service=service))


def _kept(services: Services, who: Caller, body: bytes, service: str) -> Response:
    asked = read_asked(_decoded(body))
    name, now = services.ids.new(Prefix.REQUEST), services.clock.now().isoformat()
    meant = order_of(asked, name=name, now=now, is_kept=True)
    decided = submit(services.desk, desk_caller(who), meant.document)
    row = decided.row
    shown = answer_of(service, decided.decision, row.id, asked, (*asked.warnings, *meant.warnings))
    ours = _ours(decided.decision, decided.loaded.admission.book, row.order_id, row.id)
    return answer({**shown, "clearway": ours}, media_type=MEDIA.format(service=service))


def _decoded(body: bytes) -> Mapping[str, object]:
    try:
        return decode(body)
    except OrderRejected as refused:
        raise DocumentRejected(faults=refused.faults) from None


def _ours(decision: Decision, book: RuleBook, order: str | None, kept: str | None) -> dict[str, object]:
    reasons = [
        {"rule": each.rule, "reason": each.reason, "verdict": each.verdict, "text": each.text}
        for each in single_reasons(decision, book, "en", None)
    ]
    told = {"outcome": decision.outcome, "score": decision.score, "order_id": order, "decision_id": kept}
    return {**told, "reasons": reasons}
