"""The parties of an order against the lists in force, with what people said of earlier hits."""

import unicodedata
from collections.abc import Mapping, Sequence

from engine.desk.desk import Desk
from engine.facts.parties import Judgement, ListDate, Verdict, party_facts
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.parties.order_parties import parties_of
from engine.parties.screen import Hit
from engine.store.party_verdicts import verdicts_on
from engine.store.sessions import ReadSession


def screened(desk: Desk, session: ReadSession, order: Order) -> Mapping[str, Value]:
    """`party.*` facts; none where no list is in force. One statement, and that only where somebody hits a list."""
    held = desk.party_lists.current()
    if held is None:
        return {}
    hits = held.screen.hits(parties_of(order))
    now = desk.clock.now()
    tokens = {hit.asked: party_token(desk, order.merchant, hit.asked) for hit in hits}
    given = verdicts_on(session, order.merchant, tokens.values())

    def judged(hit: Hit, entry: str) -> Judgement | None:
        verdict = given.get((tokens[hit.asked], entry))
        return None if verdict is None else Judgement(Verdict(verdict.verdict), verdict.until)

    return party_facts(hits, held.dates, judged, now, now.date())


def hits_of(desk: Desk, order: Order) -> tuple[Sequence[Hit], Sequence[ListDate]]:
    """The hits themselves, with their explanations, for whoever has to judge them."""
    held = desk.party_lists.current()
    return ((), ()) if held is None else (held.screen.hits(parties_of(order)), held.dates)


def party_token(desk: Desk, merchant: str, name: str) -> int:
    """A keyed token of a name as it is written, but for capitals and blanks."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return desk.seal.token(merchant, "party", plain)
