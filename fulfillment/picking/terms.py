"""How a warehouse picks: kept only as far as it makes sense."""

import re
from collections.abc import Mapping

from engine.store.sessions import WriteSession
from fulfillment.picking.routing import Policy
from fulfillment.picking.station_errors import WaveRefused
from fulfillment.picking.stored_layout import layout_kept
from fulfillment.records import PickTerms
from fulfillment.records.waves import METHODS
from fulfillment.store.waves import put_pick_terms

_CUT_OFF = re.compile(r"[!-<>-~]{1,64}=([01][0-9]|2[0-3]):[0-5][0-9]")


def keep_pick_terms(session: WriteSession, terms: PickTerms) -> PickTerms:
    """Counts for waves that are planned from now on; lists that are out stay as they are.

    Raises LayoutRejected, and WaveRefused for a way of picking, of walking, or a cut-off that cannot be.
    """
    if terms.method not in METHODS:
        raise WaveRefused(f"a wave is picked as one of {', '.join(METHODS)}, not as `{terms.method}`")
    if terms.policy not in set(Policy):
        raise WaveRefused(f"walks are one of {', '.join(Policy)}, not `{terms.policy}`")
    wrong = next((word for word in terms.cut_offs.split() if _CUT_OFF.fullmatch(word) is None), None)
    if wrong is not None:
        raise WaveRefused(f"`{wrong}` is no cut-off; write carrier=HH:MM, set apart by spaces")
    if min(terms.totes, terms.volume_ml, terms.weight_g) < 1:
        raise WaveRefused("a cart takes at least one tote, one millilitre and one gram")
    layout_kept(terms.layout)
    put_pick_terms(session, terms)
    return terms


def cut_offs_of(terms: PickTerms) -> Mapping[str, str]:
    """Carrier -> local time."""
    return dict(word.split("=", 1) for word in terms.cut_offs.split())
