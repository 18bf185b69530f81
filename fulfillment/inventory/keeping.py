"""Warehouses and bins as they are set up and changed."""

import re
from dataclasses import replace
from datetime import date
from zoneinfo import available_timezones

from engine.order.currency import exponents
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, WarehouseRefused
from fulfillment.inventory.booking import RANKS, block, why_blocked
from fulfillment.inventory.sharing import ALWAYS, CHEAPEST, FEWEST, NEAREST, NEVER, WHEN_NEEDED
from fulfillment.records import Bin, SharingTerms, Warehouse
from fulfillment.store.places import mark_place, places_in_bin
from fulfillment.store.warehouses import (
    find_bin,
    find_lot,
    find_warehouse,
    put_bin,
    put_sharing_terms,
    put_warehouse,
    warehouses,
)

POLICIES, SPLITS = (NEAREST, CHEAPEST, FEWEST), (NEVER, WHEN_NEEDED, ALWAYS)
COUNTRY = re.compile(r"[A-Z]{2}")
CUT_OFF = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
DAYS = re.compile(r"[1-7]{1,7}")
MOST_HANDLING = 60
# A code goes onto labels as a bar code and into files: printable ASCII, and no blank at its ends.
CODE = re.compile(r"[!-~](?:[ -~]{0,62}[!-~])?")


def keep_warehouse(session: WriteSession, warehouse: Warehouse) -> Warehouse:
    """Puts a warehouse in the place of what was known of it. Raises WarehouseRefused with what to change."""
    for fault in _faults(warehouse):
        raise WarehouseRefused(fault)
    others = {each.currency for each in warehouses(session, warehouse.merchant_id) if each.code != warehouse.code}
    if others and warehouse.currency not in others:
        # Costs of warehouses are compared, which takes one currency.
        raise WarehouseRefused(f"the other warehouses count in {', '.join(sorted(others))}; use the same currency")
    put_warehouse(session, warehouse)
    return warehouse


def keep_bin(session: WriteSession, bin_: Bin) -> Bin:
    """Puts a bin in the place of what was known of it; what lies in it follows its kind.

    Raises NotFound for a warehouse that is not set up, WarehouseRefused for a code that cannot be.
    """
    warehouse_of(session, bin_.merchant_id, bin_.warehouse)
    if CODE.fullmatch(bin_.code) is None:
        raise WarehouseRefused(f"`{bin_.code}` is no code for a bin; use up to 64 printable ASCII characters")
    if bin_.kind not in RANKS or bin_.max_weight_g < 0:
        raise WarehouseRefused(f"a bin is one of {', '.join(RANKS)}, and holds at least 0 g")
    before = find_bin(session, bin_.merchant_id, bin_.warehouse, bin_.code)
    put_bin(session, bin_)
    if before is not None and before.kind != bin_.kind:
        _follow(session, bin_)
    return bin_


def keep_terms(session: WriteSession, terms: SharingTerms) -> SharingTerms:
    """Sets how orders are shared out. Raises WarehouseRefused for an unknown word."""
    if terms.policy not in POLICIES or terms.split not in SPLITS:
        raise WarehouseRefused(f"the policy is one of {', '.join(POLICIES)}, the split one of {', '.join(SPLITS)}")
    put_sharing_terms(session, terms)
    return terms


def close_warehouse(session: WriteSession, merchant: str, code: str, *, is_open: bool) -> Warehouse:
    """New orders go elsewhere, or come again; parts that were planned stay. Raises NotFound."""
    changed = replace(warehouse_of(session, merchant, code), is_open=int(is_open))
    put_warehouse(session, changed)
    return changed


def warehouse_of(session: ReadSession, merchant: str, code: str) -> Warehouse:
    """A warehouse that was set up. Raises NotFound."""
    found = find_warehouse(session, merchant, code)
    if found is None:
        raise NotFound("warehouse", code)
    return found


def _follow(session: WriteSession, bin_: Bin) -> None:
    for place in places_in_bin(session, bin_.merchant_id, bin_.warehouse, bin_.code):
        lot = find_lot(session, bin_.merchant_id, place.sku, place.lot) if place.lot else None
        block(session, place, why_blocked(bin_, lot))
        mark_place(session, place, rank=RANKS[bin_.kind])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _faults(one: Warehouse) -> list[str]:
    served = one.serves.split()
    checks = (
        (CODE.fullmatch(one.code), f"`{one.code}` is no code; use up to 64 printable ASCII characters"),
        (COUNTRY.fullmatch(one.country), f"`{one.country}` is no country; use two capital letters, as in DE"),
        (one.time_zone in available_timezones(), f"`{one.time_zone}` is no time zone; use one as in Europe/Berlin"),
        (CUT_OFF.fullmatch(one.cut_off), f"`{one.cut_off}` is no time of day; use HH:MM, as in 16:00"),
        (DAYS.fullmatch(one.days), f"`{one.days}` are no weekdays; use digits, 1 for Monday to 7 for Sunday"),
        (one.currency in exponents(), f"`{one.currency}` is no currency; use three letters, as in EUR"),
        (
            all(COUNTRY.fullmatch(each) for each in served),
            f"`{one.serves}` are no countries; use codes and blanks: DE AT FR",
        ),
        (all(map(_is_day, one.closed.split())), f"`{one.closed}` are no days; use dates and blanks: 2026-12-24"),
        (0 <= one.handling_days <= MOST_HANDLING, f"an order takes 0 to {MOST_HANDLING} days to handle"),
    )
    return [fault for holds, fault in checks if not holds]
