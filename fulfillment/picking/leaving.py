"""A part leaves its wave: nothing more is fetched for it, and what was fetched goes back. Once, however it comes."""

from fulfillment.casefile import CaseFile
from fulfillment.records import Walk, WavePart
from fulfillment.store.walks import drop_stops, end_walk, hold_walk, hold_walks_of_order, stops_of, walks_of_wave
from fulfillment.store.waves import find_wave, parts_of_wave, turn_part, turn_wave, wave_of

LIVE = ("planned", "released")


def leave_wave(file: CaseFile, fulfilment_id: str, why: str) -> bool:
    """Takes a part out of the wave that it is in, with all stops for it; false where it is in none."""
    part = wave_of(file.session, fulfilment_id)
    if part is None:
        return False
    # Before the part, as a scan does, and in the order of their ids, as everybody does who holds several.
    walks = sorted(walks_of_wave(file.session, part.wave_id), key=lambda each: each.id)
    held = [walk for walk in walks if hold_walk(file.session, walk.id)]
    if not turn_part(file.session, part, "left", why):
        return False
    for walk in held:
        drop_stops(file.session, walk.id, fulfilment_id)
        end_walk_if_over(file, walk)
    end_wave_if_over(file, part.wave_id)
    _tell(file, part, why)
    return True


def leave_waves(file: CaseFile, why: str) -> None:
    """Takes all parts of an order out of their waves: it is held, or asked about."""
    hold_walks_of_order(file.session, file.merchant, file.order_id)
    for part in file.fulfilments():
        leave_wave(file, part.id, why)


def end_walk_if_over(file: CaseFile, walk: Walk) -> None:
    """Ends a walk without open stops; one from which everything was dropped was pulled. The caller holds it."""
    stops = stops_of(file.session, walk.id)
    if not any(each.state == "open" for each in stops):
        was_walked = any(each.state in ("picked", "short") for each in stops)
        end_walk(file.session, walk.id, "done" if was_walked else "pulled", file.now)


def end_wave_if_over(file: CaseFile, wave_id: str) -> None:
    """Ends a wave in which nothing is left: done where something was picked in it, cancelled where nothing was."""
    wave = find_wave(file.session, file.merchant, wave_id)
    if wave is None or wave.state not in LIVE or not turn_wave(file.session, wave_id, wave.state, wave.state, file.now):
        return
    parts = parts_of_wave(file.session, wave_id)
    if not any(each.state == "in" for each in parts):
        done = any(each.state == "done" for each in parts)
        turn_wave(file.session, wave_id, wave.state, "done" if done else "cancelled", file.now)


def _tell(file: CaseFile, part: WavePart, why: str) -> None:
    data = {"wave": part.wave_id, "part": part.fulfilment_id, "why": why}
    file.note("left_wave", dedup=f"left_wave:{part.wave_id}:{part.fulfilment_id}", data=data)
