"""What `clearway warehouse` does."""

import sys
from collections.abc import Sequence
from dataclasses import fields, replace

import orjson

from api.cli.clerk import at_home
from api.cli.failing import Exit, Wrong, fail
from api.schemas.stock import shown_warehouse
from engine.store.sessions import WriteSession
from fulfillment.inventory.keeping import close_warehouse, keep_terms, keep_warehouse
from fulfillment.records import SharingTerms, Warehouse
from fulfillment.repeating import repeated
from fulfillment.store.warehouses import find_warehouse, sharing_terms, warehouses

FIXED = frozenset({"merchant_id", "code", "country"})
SETTABLE = {each.name: each.type for each in fields(Warehouse) if each.name not in FIXED}


def kept(merchant: str, code: str, country: str, settings: Sequence[str]) -> Exit:
    """Sets a warehouse up, or changes what is named of it."""
    named = dict(_setting(each) for each in settings)
    with at_home() as house:

        def work(session: WriteSession) -> Warehouse:
            known = find_warehouse(session, merchant, code)
            before = Warehouse(merchant_id=merchant, code=code, country=country) if known is None else known
            return keep_warehouse(session, replace(before, country=country, **named))  # type: ignore[arg-type]

        made = repeated(house.database, work)
    sys.stdout.write(_line(made))
    return Exit.DONE


def show_all(merchant: str, *, as_json: bool) -> Exit:
    """All of them."""
    with at_home() as house, house.database.read() as session:
        found = warehouses(session, merchant)
    for each in found:
        sys.stdout.write(f"{orjson.dumps(shown_warehouse(each)).decode()}\n" if as_json else _line(each))
    return Exit.DONE


def opened(merchant: str, code: str, *, is_open: bool) -> Exit:
    """Opens or closes one."""
    with at_home() as house:
        made = repeated(house.database, lambda session: close_warehouse(session, merchant, code, is_open=is_open))
    sys.stdout.write(_line(made))
    return Exit.DONE


def terms(merchant: str, policy: str | None, split: str | None) -> Exit:
    """Shows or sets how orders are shared out."""
    with at_home() as house:

        def work(session: WriteSession) -> SharingTerms:
            now = sharing_terms(session, merchant)
            new = SharingTerms(merchant_id=merchant, policy=policy or now.policy, split=split or now.split)
            return now if new == now else keep_terms(session, new)

        found = repeated(house.database, work)
    sys.stdout.write(f"policy = {found.policy}\nsplit = {found.split}\n")
    return Exit.DONE


def _setting(text: str) -> tuple[str, str | int]:
    name, sign, value = text.partition("=")
    if not sign or name not in SETTABLE:
        fail(Wrong.REFUSED, f"`{text}` sets nothing; use NAME=VALUE with one of {', '.join(SETTABLE)}")
    if SETTABLE[name] in (str, "str"):
        return name, value
    if not value.isascii() or not value.isdigit():
        fail(Wrong.REFUSED, f"`{name}` takes a whole number, not `{value}`")
    return name, int(value)


def _line(one: Warehouse) -> str:
    told = " ".join(f"{name}={value!r}" for name in SETTABLE if (value := getattr(one, name)) not in ("", 0))
    return f"{one.code} {one.country} {told}\n"
