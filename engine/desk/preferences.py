"""What a merchant may set: names, bounds and what counts unless set."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.desk.desk import Caller, Desk
from engine.desk.errors import SettingRejected
from engine.desk.hold_terms import GIVE_UP, RELEASE_BY_TIME, WARN
from engine.desk.models import STALE_DAYS, USUAL_STALE_DAYS
from engine.desk.premises import KNOWN_ONLY
from engine.desk.telling import audit_job
from engine.store.merchant_settings import put_setting, settings_of
from engine.store.outbox import enqueue
from engine.store.registrations import USUAL_WARNING_DAYS, WARNING
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A whole number within bounds, and what it means."""

    usual: int
    least: int
    most: int
    meaning: str


LEAST_ORDERS = "model_least_orders"
REVIEW = "review_before_packing"
MERGE_WINDOW, MERGE_BY_ITSELF = "merge_window_hours", "merge_by_itself"
PACKED_TOLERANCE = "packed_weight_tolerance_pct"
PAPERS_FIRST = "papers_before_leaving"
ASK_CUSTOMERS, ASK_DAYS, ASK_ROUNDS = "ask_customers", "customer_request_days", "customer_request_rounds"
REMINDERS, REMINDER_HOURS = "customer_reminders", "customer_reminder_hours"
RETURNS_BY_THEMSELVES, RETURN_DAYS, RETURN_LABEL_DAYS = "returns_by_themselves", "return_days", "return_label_days"
RETURN_PHOTO_DAYS, RETURN_DECIDE_DAYS = "return_photo_days", "return_decide_days"
RETURN_SILENT_DAYS = "return_silent_days"
RETURN_KEEP_PCT, RETURN_DAMAGED_PCT = "return_keep_pct", "return_damaged_pct"
RETURN_OPENED_PCT, RETURN_RESTOCKING_PCT = "return_opened_pct", "return_restocking_pct"
NIGHTLY, RESCREEN_GIVE_UP = "rescreen_nightly", "rescreen_give_up_days"
KEEP_MESSAGES, KEEP_NOTICES = "keep_messages_days", "keep_notices_days"
KEEP_RETURN_PHOTOS, KEEP_CLAIM_PROOFS = "keep_return_photos_days", "keep_claim_proofs_days"
KEEP_TRACKING = "keep_tracking_days"
PREFERENCES: Mapping[str, Preference] = {
    "review_lock_minutes": Preference(
        usual=15, least=1, most=1440, meaning="for how long a review is nobody else's once somebody has taken it"
    ),
    # Regulation (EU) No 952/2013, Article 51: three years at least; § 147(3) of the German fiscal code: ten.
    "customs_retention_years": Preference(
        usual=10, least=3, most=30, meaning="for how many calendar years a consignee's numbers are kept for customs"
    ),
    WARNING: Preference(
        usual=USUAL_WARNING_DAYS, least=1, most=365, meaning="how many days before its end a registration is told of"
    ),
    STALE_DAYS: Preference(
        usual=USUAL_STALE_DAYS, least=1, most=3650, meaning="how many days after its last label a model counts as stale"
    ),
    "reservation_unpaid_hours": Preference(
        usual=48, least=0, most=8760, meaning="for how many hours stock is kept for an unpaid order; 0 keeps none"
    ),
    "reservation_paused_hours": Preference(
        usual=0, least=0, most=8760, meaning="after how many hours a held order gives its stock back; 0 never"
    ),
    "shelf_life_margin_days": Preference(
        usual=30, least=0, most=3650, meaning="for how many days goods must still be good after their delivery"
    ),
    "usual_delivery_days": Preference(
        usual=10, least=0, most=365, meaning="how many days a delivery takes where the order promises none"
    ),
    LEAST_ORDERS: Preference(
        usual=1000, least=1, most=1_000_000, meaning="how many orders a model must have scored before it is promoted"
    ),
    REVIEW: Preference(
        usual=0, least=0, most=1, meaning="whether every picked piece is scanned again before it is packed: 1 for yes"
    ),
    MERGE_WINDOW: Preference(
        usual=48, least=0, most=720, meaning="within how many hours orders to one recipient may share a parcel; 0 never"
    ),
    MERGE_BY_ITSELF: Preference(
        usual=0, least=0, most=1, meaning="whether orders are packed together without asking a person: 1 for yes"
    ),
    PAPERS_FIRST: Preference(
        usual=1, least=0, most=1, meaning="whether a parcel leaves only once its papers are complete: 1 for yes"
    ),
    KNOWN_ONLY: Preference(
        usual=0,
        least=0,
        most=1,
        meaning="whether orders that name a shop which is not registered are refused: 1 for yes",
    ),
    GIVE_UP: Preference(
        usual=0, least=0, most=366, meaning="after how many working days a hold is given up; 0 as the rule book says"
    ),
    WARN: Preference(
        usual=0, least=0, most=744, meaning="how many hours before its end a hold is told of; 0 as the rule book says"
    ),
    RELEASE_BY_TIME: Preference(
        usual=1, least=0, most=1, meaning="whether time may release a hold where the rule book lets it: 1 for yes"
    ),
    ASK_CUSTOMERS: Preference(
        usual=1,
        least=0,
        most=1,
        meaning="whether customers are asked by themselves for what a decision lacks: 1 for yes",
    ),
    ASK_DAYS: Preference(
        usual=14, least=1, most=180, meaning="for how many days a customer may answer; an earlier end of a hold counts"
    ),
    ASK_ROUNDS: Preference(
        usual=3, least=1, most=20, meaning="how often one order's customer is asked before a person has to look"
    ),
    REMINDERS: Preference(usual=2, least=0, most=10, meaning="how often a customer who was asked is reminded"),
    REMINDER_HOURS: Preference(
        usual=48, least=1, most=720, meaning="after how many hours a customer who was asked is reminded, and again"
    ),
    NIGHTLY: Preference(
        usual=1, least=0, most=1, meaning="whether orders that wait are decided anew every night: 1 for yes"
    ),
    RESCREEN_GIVE_UP: Preference(
        usual=90, least=0, most=3650, meaning="after how many days waiting orders are decided anew no more; 0 never"
    ),
    "keep_traces_days": Preference(
        usual=1095,
        least=30,
        most=36500,
        meaning="for how many days the trace of a decision is kept, beside its reasons",
    ),
    "keep_cancelled_days": Preference(
        usual=1095, least=30, most=36500, meaning="for how many days earlier decisions of cancelled orders are kept"
    ),
    "keep_events_days": Preference(
        usual=1095, least=30, most=36500, meaning="for how many days events stay in the feed"
    ),
    "keep_deliveries_days": Preference(
        usual=90, least=7, most=36500, meaning="for how many days deliveries of webhooks are kept once they have ended"
    ),
    "keep_dead_jobs_days": Preference(
        usual=365, least=30, most=36500, meaning="for how many days jobs that were given up are kept"
    ),
    "keep_aftersales_days": Preference(
        usual=730,
        least=30,
        most=3650,
        meaning="for how many days refunds and bad returns are remembered of persons; rules look back 365",
    ),
    KEEP_MESSAGES: Preference(
        usual=1095, least=30, most=36500, meaning="for how many days messages of closed cases and their files are kept"
    ),
    KEEP_NOTICES: Preference(
        usual=365, least=30, most=36500, meaning="for how many days it is kept where notices went and what they named"
    ),
    KEEP_RETURN_PHOTOS: Preference(
        usual=365, least=30, most=36500, meaning="for how many days photos of returns that are over are kept"
    ),
    KEEP_CLAIM_PROOFS: Preference(
        usual=1095, least=30, most=36500, meaning="for how many days proofs of claims that are over are kept"
    ),
    KEEP_TRACKING: Preference(
        usual=730, least=90, most=36500, meaning="for how many days carriers' own words about parcels are kept"
    ),
    RETURNS_BY_THEMSELVES: Preference(
        usual=0, least=0, most=1, meaning="whether what the returns policy says is done without a person: 1 for yes"
    ),
    RETURN_DAYS: Preference(
        usual=30, least=0, most=365, meaning="for how many days the shop itself takes goods back after delivery"
    ),
    RETURN_LABEL_DAYS: Preference(
        usual=45, least=7, most=365, meaning="after how many days an allowed return that did not come ends"
    ),
    RETURN_PHOTO_DAYS: Preference(
        usual=14, least=1, most=90, meaning="for how many days photos of a fault are waited for"
    ),
    RETURN_DECIDE_DAYS: Preference(
        usual=7, least=1, most=60, meaning="after how many days people are told of a return that nobody decided"
    ),
    RETURN_SILENT_DAYS: Preference(
        usual=30, least=7, most=180, meaning="after how many days without news a return on its way counts as lost"
    ),
    RETURN_KEEP_PCT: Preference(
        usual=20, least=1, most=99, meaning="what percentage goes back to a customer who keeps the goods for less"
    ),
    RETURN_DAMAGED_PCT: Preference(
        usual=50, least=0, most=100, meaning="what percentage is kept for pieces that customers damaged"
    ),
    RETURN_OPENED_PCT: Preference(
        usual=0, least=0, most=100, meaning="what percentage is kept for pieces that customers used"
    ),
    RETURN_RESTOCKING_PCT: Preference(
        usual=0, least=0, most=50, meaning="what percentage is kept of what no law makes the shop take back"
    ),
    PACKED_TOLERANCE: Preference(
        usual=10, least=1, most=100, meaning="by how many percent a closed box may differ from its planned weight"
    ),
}


# Kind of row -> for how long it is kept; see `engine.desk.retaining`.
KEPT_DAYS: Mapping[str, str] = {
    "traces": "keep_traces_days",
    "cancelled": "keep_cancelled_days",
    "events": "keep_events_days",
    "deliveries": "keep_deliveries_days",
    "jobs": "keep_dead_jobs_days",
    "aftersales": "keep_aftersales_days",
}


def preferences(session: ReadSession, merchant: str) -> Mapping[str, int]:
    """All of them, as they count for a merchant."""
    set_ = settings_of(session, merchant)
    return {
        name: value if isinstance(value := set_.get(name), int) else each.usual for name, each in PREFERENCES.items()
    }


def prefer(desk: Desk, caller: Caller, name: str, value: int) -> None:
    """Sets one. Raises SettingRejected for an unknown name, or a number out of bounds."""
    known = PREFERENCES.get(name)
    if known is None:
        raise SettingRejected(
            f"there is no setting `{name}`; there is {', '.join(f'`{each}`' for each in PREFERENCES)}"
        )
    if not known.least <= value <= known.most:
        raise SettingRejected(f"`{name}` must be from {known.least} to {known.most}")
    now = desk.clock.now()
    with desk.database.write() as session:
        put_setting(session, caller.merchant, name, value, now, caller.name)
        data = {"name": name, "value": value}
        enqueue(session, desk.ids, [audit_job(caller, "setting.changed", name, data, now)], now)
    desk.registers.forget(caller.merchant)
    desk.premises.forget(caller.merchant)
    desk.models.refresh(caller.merchant)
