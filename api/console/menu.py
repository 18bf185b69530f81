"""The screens of the console in the order of the navigation, and which scope shows them."""

from dataclasses import dataclass

from api.access.scopes import Scope
from api.demo_shop.names import DEMO
from api.entrance.links import CONSOLE

HOME = CONSOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen. `word` is its name in the words of the frame, `key` what follows `g` on the keyboard, `of` the one
    merchant that has it."""

    word: str
    path: str
    scope: Scope
    key: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Screens that belong together."""

    word: str
    entries: tuple[Entry, ...]


MENU: tuple[Section, ...] = (
    Section("nav_demo", (Entry("nav_story", f"{HOME}/story", Scope.ORDERS_READ, of=DEMO),)),
    Section(
        "nav_decide",
        (
            Entry("nav_queue", f"{HOME}/queue", Scope.REVIEWS_WRITE, "q"),
            Entry("nav_orders", f"{HOME}/orders", Scope.ORDERS_READ, "o"),
            Entry("nav_marks", f"{HOME}/marks", Scope.MARKS_READ),
            Entry("nav_order_files", f"{HOME}/order-files", Scope.ORDERS_READ, "i"),
        ),
    ),
    Section(
        "nav_deliver",
        (
            Entry("nav_fulfilment", f"{HOME}/fulfilment", Scope.ORDERS_READ, "f"),
            Entry("nav_picking", f"{HOME}/picking", Scope.FULFILMENT_WRITE, "w"),
            Entry("nav_parcels", f"{HOME}/parcels", Scope.ORDERS_READ, "v"),
            Entry("nav_services", f"{HOME}/services", Scope.ORDERS_READ),
            Entry("nav_quotes", f"{HOME}/quotes", Scope.ORDERS_READ),
            Entry("nav_boxes", f"{HOME}/boxes", Scope.ORDERS_READ),
        ),
    ),
    Section(
        "nav_after",
        (
            Entry("nav_inbox", f"{HOME}/inbox", Scope.CASES_READ, "t"),
            Entry("nav_claims", f"{HOME}/claims", Scope.ORDERS_READ, "k"),
            Entry("nav_returns", f"{HOME}/returns", Scope.ORDERS_READ),
            Entry("nav_deadlines", f"{HOME}/deadlines", Scope.CASES_READ),
            Entry("nav_notices", f"{HOME}/notices", Scope.ORDERS_READ, "n"),
            Entry("nav_causes", f"{HOME}/causes", Scope.ORDERS_READ, "z"),
            Entry("nav_suggestions", f"{HOME}/suggestions", Scope.ORDERS_READ),
        ),
    ),
    Section(
        "nav_money",
        (
            Entry("nav_reconciliation", f"{HOME}/reconciliation", Scope.ORDERS_READ),
            Entry("nav_disputes", f"{HOME}/disputes", Scope.ORDERS_READ, "j"),
            Entry("nav_freight", f"{HOME}/freight", Scope.ORDERS_READ, "g"),
            Entry("nav_profit", f"{HOME}/profit", Scope.ORDERS_READ),
            Entry("nav_analytics", f"{HOME}/analytics", Scope.ORDERS_READ, "a"),
        ),
    ),
    Section(
        "nav_rulebook",
        (
            Entry("nav_rules", f"{HOME}/rules", Scope.RULES_READ, "r"),
            Entry("nav_drafts", f"{HOME}/drafts", Scope.RULES_READ, "d"),
            Entry("nav_proposals", f"{HOME}/proposals", Scope.RULES_READ, "p"),
            Entry("nav_backtests", f"{HOME}/backtests", Scope.RULES_READ, "b"),
            Entry("nav_shadow", f"{HOME}/shadow", Scope.RULES_READ),
            Entry("nav_performance", f"{HOME}/rule-performance", Scope.RULES_READ),
            Entry("nav_models", f"{HOME}/models", Scope.MODELS_READ),
            Entry("nav_suppressions", f"{HOME}/suppressions", Scope.RULES_READ),
            Entry("nav_lists", f"{HOME}/lists", Scope.LISTS_READ, "l"),
            Entry("nav_takedowns", f"{HOME}/takedowns", Scope.ORDERS_READ),
            Entry("nav_restrictions", f"{HOME}/restrictions", Scope.RULES_READ, "c"),
        ),
    ),
    Section(
        "nav_run",
        (
            Entry("nav_operations", f"{HOME}/operations", Scope.OPERATIONS_WRITE, "e"),
            Entry("nav_webhooks", f"{HOME}/webhooks", Scope.WEBHOOKS_WRITE, "h"),
            Entry("nav_rescreens", f"{HOME}/rescreens", Scope.RESCREENS_WRITE, "s"),
            Entry("nav_audit", f"{HOME}/audit", Scope.AUDIT_READ, "y"),
        ),
    ),
    Section(
        "nav_admin",
        (
            Entry("nav_people", f"{HOME}/admin/people", Scope.PEOPLE_WRITE, "u"),
            Entry("nav_keys", f"{HOME}/admin/keys", Scope.KEYS_WRITE),
            Entry("nav_settings", f"{HOME}/admin/settings", Scope.RULES_READ),
        ),
    ),
)
