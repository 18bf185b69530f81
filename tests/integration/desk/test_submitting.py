"""Orders that were taken in, where something is otherwise by the time at which they are decided."""

from dataclasses import replace

import orjson

from engine.desk.desk import Desk
from engine.desk.preferences import prefer
from engine.desk.premises import KNOWN_ONLY, Premises
from engine.desk.submitting import accept, found_submission, refusal_of, submission_handlers
from tests.desks import ANALYST, MAIN, an_honest_order, document
from tests.draining import drain


def test_submission_when_its_shop_is_none_any_more_then_is_refused_and_does_not_wait_for_ever(desk: Desk) -> None:
    taken = accept(desk, MAIN, orjson.dumps(document(replace(an_honest_order(), shop="gone")))).submission
    prefer(desk, ANALYST, KNOWN_ONLY, 1)
    later = replace(desk, premises=Premises())
    drain(desk.database, submission_handlers(later))
    with desk.database.read() as session:
        row = found_submission(session, "main", taken.id)
    refused = refusal_of(desk, row)
    assert refused is not None
    assert (row.state, refused.code) == ("rejected", "shop_unknown")
