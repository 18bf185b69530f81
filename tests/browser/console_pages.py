"""Every page of the console, for what is asked of all of them: looks, widths, languages, accessibility."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.after_sales import after_sales
from tests.browser.at_work import at_work
from tests.browser.console_people import with_orders
from tests.browser.money_at_work import money_at_work
from tests.browser.operated import operated, two_models
from tests.browser.ruled import a_change_of_rules, a_stored_rule_book, a_trial
from tests.browser.test_console_order_files import SHEET
from tests.http.conftest import Service
from tests.http.lives import worked


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page: the name of its pictures and its address, with places for ids of sample orders, such as `{held}`."""

    name: str
    path: str


A_PARCEL = "from=CN&to=US&weight.1=480&goods.1=battery_inside&goods.1=liquid&length.1=220&width.1=160&height.1=90"
PAGES = (
    PageShown("queue", "/console/queue"),
    PageShown("queue-soon", "/console/queue?within=72&who=free"),
    PageShown("queue-empty", "/console/queue?country=ZZ"),
    PageShown("orders", "/console/orders"),
    PageShown("order", "/console/orders/{held}"),
    PageShown("order-all-rules", "/console/orders/{held}?rules=all"),
    PageShown("order-risky", "/console/orders/{risky}"),
    PageShown("order-prohibited", "/console/orders/{prohibited}"),
    PageShown("order-history", "/console/orders/{labelled}/history"),
    PageShown("order-history-holds", "/console/orders/{held}/history?kind=hold"),
    PageShown("order-versions", "/console/orders/{corrected}/versions"),
    PageShown("order-one-version", "/console/orders/{risky}/versions"),
    PageShown("order-asked", "/console/orders/{corrected}/ask"),
    PageShown("order-ask", "/console/orders/{risky}/ask?add.phone=1"),
    PageShown("order-ask-paper", "/console/orders/{risky}/ask?paper=paper.cites_permit.1"),
    PageShown("files", "/console/order-files"),
    PageShown("files-one", "/console/order-files/{order_file}"),
    PageShown("fulfilment", "/console/fulfilment"),
    PageShown("fulfilment-order", "/console/fulfilment/{labelled}"),
    PageShown("fulfilment-picking", "/console/fulfilment/{picking}"),
    PageShown("fulfilment-plan", "/console/fulfilment/{picking}/plan/{part}"),
    PageShown("picking", "/console/picking?work=picking"),
    PageShown("wave", "/console/picking/{wave}"),
    PageShown("parcels", "/console/parcels"),
    PageShown("parcel", "/console/parcels/{number}"),
    PageShown("services", "/console/services"),
    PageShown("services-rates", "/console/services/rates"),
    PageShown("services-what-ifs", "/console/services/what-if"),
    PageShown("services-what-if", "/console/services/what-if/{what_if}"),
    PageShown("boxes", "/console/boxes"),
    PageShown("quotes", "/console/quotes"),
    PageShown("quotes-order", "/console/quotes?order={picking}"),
    PageShown("quotes-parcels", f"/console/quotes?{A_PARCEL}"),
    PageShown("money-reconciliation", "/console/reconciliation"),
    PageShown("money-report", "/console/reconciliation/files/{report}"),
    PageShown("money-case", "/console/reconciliation/cases/{case}"),
    PageShown("money-payments", "/console/payments/{disputed}"),
    PageShown("money-disputes", "/console/disputes"),
    PageShown("money-dispute", "/console/disputes/{dispute}"),
    PageShown("money-freight", "/console/freight"),
    PageShown("money-bill", "/console/freight/bills/{bill}"),
    PageShown("money-difference", "/console/freight/differences/{difference}"),
    PageShown("money-profit", "/console/profit?{period}"),
    PageShown("money-profit-lane", "/console/profit?by=lane&{period}"),
    PageShown("after-inbox", "/console/inbox"),
    PageShown("after-inbox-case", "/console/inbox/{inbox_case}"),
    PageShown("after-inbox-claim", "/console/inbox/{case_claim}"),
    PageShown("after-inbox-figures", "/console/inbox/figures"),
    PageShown("after-claims", "/console/claims"),
    PageShown("after-claim", "/console/claims/{claim}"),
    PageShown("after-claim-paid", "/console/claims/{claim_paid}"),
    PageShown("after-claim-figures", "/console/claims/figures"),
    PageShown("after-returns", "/console/returns"),
    PageShown("after-return", "/console/returns/{return}"),
    PageShown("after-return-labelled", "/console/returns/{return_labelled}"),
    PageShown("after-return-looked", "/console/returns/{return_looked}"),
    PageShown("after-deadlines", "/console/deadlines"),
    PageShown("after-notices", "/console/notices"),
    PageShown("after-notice-kinds", "/console/notices/kinds"),
    PageShown("after-notice-kind", "/console/notices/kinds/duty_due?language=ja"),
    PageShown("after-notices-of-order", "/console/notices/orders/{labelled}"),
    PageShown("after-causes", "/console/causes?by=sku&since=2026-11-01&until=2027-03-31"),
    PageShown("after-suggestions", "/console/suggestions"),
    PageShown("analytics", "/console/analytics?{period}"),
    PageShown("analytics-days", "/console/analytics?by=day&{period}"),
    PageShown("analytics-orders", "/console/analytics/orders?which=held&{period}"),
    PageShown("rules", "/console/rules"),
    PageShown("rules-fraud", "/console/rules?set=fraud"),
    PageShown("rules-one", "/console/rules/{rule}"),
    PageShown("rules-drafts", "/console/drafts"),
    PageShown("rules-draft", "/console/drafts/stricter"),
    PageShown("rules-difference", "/console/drafts/stricter?view=difference"),
    PageShown("rules-check", "/console/drafts/stricter?view=check"),
    PageShown("rules-tests", "/console/drafts/stricter?view=tests"),
    PageShown("rules-impact", "/console/drafts/stricter?view=impact"),
    PageShown("rules-propose", "/console/drafts/stricter?view=propose"),
    PageShown("rules-editor", "/console/drafts/stricter/file?path=fraud/velocity.yaml"),
    PageShown("rules-publish", "/console/proposals"),
    PageShown("rules-proposal", "/console/proposals/{proposal}"),
    PageShown("rules-backtests", "/console/backtests"),
    PageShown("rules-backtest", "/console/backtests/{backtest}"),
    PageShown("rules-shadow", "/console/shadow"),
    PageShown("rules-trial", "/console/shadow/{trial}"),
    PageShown("rules-performance", "/console/rule-performance"),
    PageShown("lists", "/console/lists"),
    PageShown("lists-one", "/console/lists/phone_required_countries"),
    PageShown("takedowns", "/console/takedowns"),
    PageShown("takedowns-one", "/console/takedowns/{takedown}"),
    PageShown("restrictions", "/console/restrictions"),
    PageShown("restrictions-country", "/console/restrictions/JP"),
    PageShown("marks", "/console/marks"),
    PageShown("marks-one", "/console/marks/{mark}"),
    PageShown("suppressions", "/console/suppressions"),
    PageShown("models", "/console/models"),
    PageShown("models-one", "/console/models/m1?threshold=60&gates=1"),
    PageShown("models-override", "/console/models/m2"),
    PageShown("people", "/console/admin/people"),
    PageShown("people-one", "/console/admin/people/{user}"),
    PageShown("keys", "/console/admin/keys"),
    PageShown("keys-one", "/console/admin/keys/{api_key}"),
    PageShown("settings", "/console/admin/settings"),
    PageShown("settings-one", "/console/admin/settings/review_lock_minutes"),
    PageShown("audit", "/console/audit?verify=1"),
    PageShown("operations", "/console/operations"),
    PageShown("webhooks", "/console/webhooks"),
    PageShown("webhooks-one", "/console/webhooks/{endpoint}"),
    PageShown("webhooks-delivery", "/console/webhooks/{endpoint}/deliveries/{delivery}"),
    PageShown("rescreens", "/console/rescreens"),
    PageShown("rescreen", "/console/rescreens/{rescreen}"),
)


def furnished(service: Service) -> Mapping[str, str]:
    """Fills the service with what the pages show; answers the ids that addresses name."""
    a_stored_rule_book(service)
    two_models(service)
    service.call("POST", "/v1/models/m2/override", {"why": "an attack runs"})
    service.call("PUT", "/v1/agreed-fees/stripe/EUR", {"percent": "1.4", "fixed": 25})
    orders = with_orders(service)
    held = service.get("/v1/reviews").json()["data"][0]["order_id"]
    corrected = orders["D-11"]
    patch = {"shipping_address": {"postcode": "400", "company": "Banksia Pty"}}
    assert service.call("PATCH", f"/v1/orders/{corrected}", patch).status_code == 200
    named = {"corrected": corrected, "risky": orders["D-25"], "prohibited": orders["D-27"]}
    headers = {"Content-Type": "text/csv"}
    file = service.call("POST", "/v1/order-files", content=SHEET, headers=headers).json()
    worked(service)
    found = {"held": held, "order": next(iter(orders.values())), "order_file": file["id"], **named}
    changed = {**a_change_of_rules(service), **at_work(service), "trial": a_trial(service, held)}
    return {**found, **changed, **after_sales(service), **operated(service), **money_at_work(service)}
