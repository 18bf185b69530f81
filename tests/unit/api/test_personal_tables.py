"""Every table of the schema says whether it keeps something of a person, and how that goes when the person is erased.

Whoever adds a table adds its line here, and sees to it that an erasure reaches what is personal in it.
"""

import pytest
from sqlalchemy import LargeBinary, Table

from api.storage import TABLES
from engine.store.kept_about import free_texts

# Sealed with the key of the person, which an erasure destroys.
BY_KEY = {
    "customer_request", "customer_request_file", "decision", "order_version", "paper", "paper_file", "told_event",
    "document",
}  # fmt: skip
# What people wrote about an order is overwritten, by the names of columns (engine.store.kept_about).
BY_TEXTS = {
    "carrier_booking", "carrier_claim", "channel_saying", "consignment_member", "dispute", "event", "goodwill", "hold",
    "job", "label", "mark", "party_verdict", "review", "waiver", "wave_part",
}  # fmt: skip
# Emptied or deleted, by the erasure itself or by the job that follows it (api.composition.personal).
BY_ERASURE = {
    "aftersale", "channel_order", "claim_proof", "inbox_file", "inbox_message", "kept_answer", "lifecycle_entry",
    "notice", "notice_bounced", "notice_choice", "notice_try", "notice_wish",
    "order_file_row", "return_case", "return_photo", "submission",
    "tracking_event",
}  # fmt: skip
# Keyed tokens, which say nothing to anybody without the secret of the installation and lead to no values.
TOKENS = {"fraud_key", "link_key", "link_order", "link_size", "sighting"}
# Of people who are no customers: staff, who signs up, who complains; and lists that the law publishes.
OF_OTHERS = {
    "account", "api_key", "audit", "audit_anchor", "audit_head", "draft", "edition", "freight_entry", "guard_trip",
    "login_try", "model_activation", "model_override", "activation", "one_time_link", "party_list", "proposal",
    "queue_view", "registration", "review_change", "role_grant", "rule_run", "settlement_entry", "sign_in",
    "stock_difference", "takedown",
}  # fmt: skip
NOT_PERSONAL = {
    "backtest_order", "batch", "blob", "bulk_chunk", "bulk_run", "column_profile", "legal_entity", "model",
    "model_state", "order_file", "order_sku", "product", "product_name", "product_part", "product_task", "request",
    "rescreen_order", "rule_hit", "setting", "shop", "webhook_attempt", "webhook_delivery", "webhook_endpoint",
    "webhook_secret", "worker_beat",
    # Fulfilment.
    "bin", "box_type", "carrier_connection", "carrier_pickup", "carton", "carton_line", "channel_backfill",
    "channel_connection", "channel_day_count", "channel_health_day", "channel_progress", "channel_stock_rule",
    "channel_stock_told", "claim_payment", "consignment", "exchange_rate", "expected_receipt", "freight_case",
    "freight_file", "freight_line", "fulfilment", "fulfilment_line", "goodwill_budget", "goodwill_spent", "inbox_case",
    "landed_cost", "lane_count", "learnt_suggestion", "lifecycle_case", "lot", "manifest", "manifest_sending",
    "order_outcome", "outcome_fact", "outcome_part", "parcel", "parcel_following", "parcel_trip", "parcel_watch",
    "payment_event", "payment_instruction", "payment_name", "payout", "pick_line", "pick_list", "pick_scan",
    "pick_stop", "profit_currency", "profit_kept", "profit_share",
    "pick_terms", "pick_walk", "profit_term", "refund", "reservation", "reservation_place",
    "returned_pieces", "review_scan", "sender_profile", "serial", "service_choice", "settlement_books",
    "settlement_case", "settlement_fee", "settlement_file", "settlement_line", "settlement_total", "sharing_terms",
    "shipment", "shipping_rate", "shipping_service", "shipping_what_if", "shipping_wishes", "shortage_choice", "stock",
    "stock_count", "stock_count_line", "stock_movement", "stock_place", "stock_tolerance", "substitute",
    "tracking_source", "transfer", "transfer_line", "warehouse", "wave", "wms_event", "wms_snapshot", "wms_work",
}  # fmt: skip
ALL = (BY_KEY, BY_TEXTS, BY_ERASURE, TOKENS, OF_OTHERS, NOT_PERSONAL)
GONE_WITH_A_PERSON = BY_KEY | BY_TEXTS | BY_ERASURE
EVERY = [table for group in TABLES for table in group.sorted_tables]


def test_tables_when_listed_then_each_is_named_once_and_none_that_is_not_there() -> None:
    named = [name for kind in ALL for name in kind]
    assert len(named) == len(set(named))
    assert {table.name for table in EVERY} ^ set(named) == set()


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_table_when_it_holds_files_or_texts_about_an_order_then_an_erasure_reaches_it(table: Table) -> None:
    is_sealed = any(isinstance(column.type, LargeBinary) for column in table.c)
    if "order_id" in table.c and (free_texts(table) or is_sealed):
        assert table.name in GONE_WITH_A_PERSON
