"""What `clearway wave` does."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, Wrong, fail
from api.cli.phrases import Language
from api.cli.progress import counting, waiting
from api.cli.stock_phrases import said
from api.cli.wave_phrases import (
    ABOVE,
    LEAVES,
    LISTS,
    METHODS,
    NO_LAYOUT,
    NOTHING,
    ORDERS,
    PLANNING,
    PRINTED,
    SHORTEST,
    STATES,
    WHY,
)
from api.composition.house import House
from api.schemas.waves import shown_pick_terms, shown_wave, shown_wave_file
from engine.store.sessions import WriteSession
from fulfillment.documents.walk_sheets import walk_sheets
from fulfillment.picking.gathering import WavesWanted, plan_waves
from fulfillment.picking.layout_file import read_layout
from fulfillment.picking.releasing import WaveSeen, cancel_wave, release_wave, wave_seen
from fulfillment.picking.scanning import walk_seen
from fulfillment.picking.stored_layout import stored_layout
from fulfillment.picking.terms import keep_pick_terms
from fulfillment.records import PickTerms, Walk, Wave
from fulfillment.repeating import repeated
from fulfillment.store.waves import pick_terms, waves_after

MOST_SHOWN = 1000
SETTABLE = ("method", "policy", "totes", "volume_ml", "weight_g", "in_waves", "cut_offs")
NUMBERS = ("totes", "volume_ml", "weight_g", "in_waves")


def planned(clerk: Clerk, wanted: WavesWanted, *, as_json: bool) -> Exit:
    """Plans waves."""
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> tuple[Wave, ...]:
            return plan_waves(session, house.site, clerk.merchant, wanted, now, clerk.name)

        with waiting(said(PLANNING, clerk.language)):
            made = repeated(house.database, work)
        with house.database.read() as session:
            seen = [wave_seen(session, clerk.merchant, each.id) for each in made]
    if not seen and not as_json:
        sys.stdout.write(f"{said(NOTHING, clerk.language)}\n")
    for each in seen:
        _tell(each, clerk.language, as_json=as_json)
    return Exit.DONE


def released(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """Begins the picking."""
    with at_home() as house:
        with house.database.read() as session:
            inside = [each for each in wave_seen(session, clerk.merchant, id_).parts if each.state == "in"]
        with counting(said(ORDERS, clerk.language), len(inside), quiet=False) as step:

            def work(session: WriteSession) -> WaveSeen:
                return release_wave(session, house.site, clerk.merchant, id_, house.clock.now(), clerk.name, step)

            seen = repeated(house.database, work)
    _tell(seen, clerk.language, as_json=as_json)
    return Exit.DONE


def cancelled(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """Gives it up."""
    return _done(clerk, as_json, lambda house, session: cancel_wave(
        session, house.site, clerk.merchant, id_, house.clock.now(), clerk.name))  # fmt: skip


def listed(clerk: Clerk, warehouse: str | None, state: str | None, *, as_json: bool) -> Exit:
    """Waves, oldest first."""
    with at_home() as house, house.database.read() as session:
        found = waves_after(session, clerk.merchant, MOST_SHOWN, "", state, warehouse)
    for each in found:
        line = orjson.dumps(shown_wave(each)).decode() if as_json else _line(each, clerk.language)
        sys.stdout.write(f"{line}\n")
    return Exit.DONE


def shown(clerk: Clerk, id_: str, *, as_json: bool) -> Exit:
    """One wave."""
    with at_home() as house, house.database.read() as session:
        _tell(wave_seen(session, clerk.merchant, id_), clerk.language, as_json=as_json)
    return Exit.DONE


def printed(clerk: Clerk, id_: str, out: Path) -> Exit:
    """All its pick lists as one PDF."""
    with at_home() as house, house.database.read() as session:
        seen = wave_seen(session, clerk.merchant, id_)
        if not seen.walks:
            fail(
                Wrong.WAVE, f"wave {id_} is `{seen.wave.state}` and has no pick lists; release it first", Exit.SOME_BAD
            )
        faces = house.print_shop.typesetter
        sheets = walk_sheets(
            session,
            faces,
            [walk_seen(session, clerk.merchant, each.id) for each in seen.walks],
            "zh" if clerk.language is Language.ZH else "en",
        )
    out.write_bytes(faces.pdf(*sheets))
    sys.stdout.write(f"{len(sheets)} {said(PRINTED, clerk.language)} {out}\n")
    return Exit.DONE


def terms(clerk: Clerk, warehouse: str, layout: Path | None, settings: Sequence[str]) -> Exit:
    """Shows, or sets, how a warehouse picks."""
    named = dict(_setting(each) for each in settings)
    if layout is not None:
        named["layout"] = stored_layout(read_layout(layout))
    with at_home() as house:

        def work(session: WriteSession) -> PickTerms:
            now = pick_terms(session, clerk.merchant, warehouse)
            return keep_pick_terms(session, replace(now, **named)) if named else now  # type: ignore[arg-type]

        found = repeated(house.database, work)
    sys.stdout.write(f"{orjson.dumps(shown_pick_terms(found), option=orjson.OPT_INDENT_2).decode()}\n")
    return Exit.DONE


def _done(clerk: Clerk, as_json: bool, act: Callable[[House, WriteSession], WaveSeen]) -> Exit:  # noqa: FBT001 - within
    with at_home() as house:
        seen = repeated(house.database, lambda session: act(house, session))
    _tell(seen, clerk.language, as_json=as_json)
    return Exit.DONE


def _setting(text: str) -> tuple[str, str | int]:
    name, sign, value = text.partition("=")
    if not sign or name not in SETTABLE:
        fail(Wrong.REFUSED, f"`{text}` sets nothing; use NAME=VALUE with one of {', '.join(SETTABLE)}")
    if name not in NUMBERS:
        return name, value
    if not value.isascii() or not value.isdigit():
        fail(Wrong.REFUSED, f"`{name}` takes a whole number, not `{value}`")
    return name, int(value)


def _tell(seen: WaveSeen, language: Language, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_wave_file(seen)).decode()}\n")
        return
    inside = sum(1 for each in seen.parts if each.state != "left")
    told = [_line(seen.wave, language), f"  {inside} {said(ORDERS, language)}"]
    if seen.walks:
        told[1] += f", {len(seen.walks)} {said(LISTS, language)}"
    told += [_walk(each, language) for each in seen.walks]
    told += [
        f"  {each.order_id}  {_word(STATES, each.state, language)}: {_word(WHY, each.why, language)}"
        for each in seen.parts
        if each.state == "left"
    ]
    sys.stdout.write("\n".join(told) + "\n")


def _line(wave: Wave, language: Language) -> str:
    leaves = "" if wave.leaves_at is None else f"  {said(LEAVES, language)} {wave.leaves_at:%Y-%m-%d %H:%M} UTC"
    words = (wave.id, wave.warehouse, _word(STATES, wave.state, language), _word(METHODS, wave.method, language),
             wave.carrier, wave.zone)  # fmt: skip
    return "  ".join(each for each in words if each) + leaves


def _walk(walk: Walk, language: Language) -> str:
    where = said(NO_LAYOUT, language)
    if walk.distance_mm:
        longer = round(100 * (walk.distance_mm / walk.best_mm - 1)) if walk.best_mm else 0
        than = f"{longer} {said(ABOVE, language)}" if longer else said(SHORTEST, language)
        where = f"{walk.distance_mm / 1000:.0f} m, {than}"
    words = (f"#{walk.number}", walk.id, _word(STATES, walk.state, language), walk.zone, where)
    return "  " + "  ".join(each for each in words if each)


def _word(words: Mapping[str, tuple[str, str]], word: str, language: Language) -> str:
    return said(words[word], language) if word in words else word
