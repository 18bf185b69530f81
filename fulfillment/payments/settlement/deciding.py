"""What people do with cases: explain, write off, recover, appeal, say how an appeal ended, choose an order."""

from dataclasses import replace

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.payments.settlement.case_errors import CaseDecided, MatchRefused
from fulfillment.payments.settlement.cases import save
from fulfillment.payments.settlement.judging import judge_orders, terms_of
from fulfillment.payments.settlement.kinds import STEPS, Act, Differs, How, Place, Standing
from fulfillment.payments.settlement.paying_out import arrived
from fulfillment.payments.settlement.report import LineKind
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.taking_in import follow_orders
from fulfillment.records import SettledLine, SettlementCase
from fulfillment.store.settlement import line_of, lock_books, payout_of, place_line
from fulfillment.store.settlement_books import orders_known
from fulfillment.store.settlement_cases import case_of

OPEN_LINES = frozenset({Differs.UNKNOWN, Differs.PROPOSAL})


def decide(sitting: Sitting, case_id: str, act: Act, why: str) -> SettlementCase:
    """One step of a case, by a person. Raises NotFound, CaseDecided, CaseChanged."""
    lock_books(sitting.session, sitting.merchant)
    return _taken(sitting, found_case(sitting.session, sitting.merchant, case_id), act, why)


def match_by_hand(sitting: Sitting, case_id: str, chosen: str, why: str) -> SettlementCase:
    """Says which order a line is about, or as which payout a bank's credit arrived. The case is explained by it.

    Raises NotFound, CaseDecided, MatchRefused when the case is about no line that waits.
    """
    session, merchant = sitting.session, sitting.merchant
    lock_books(session, merchant)
    case = found_case(session, merchant, case_id)
    line = line_of(session, merchant, case.line_id or "")
    if case.kind not in OPEN_LINES or line is None or line.place not in (Place.PROPOSED, Place.UNKNOWN):
        raise MatchRefused
    done = _taken(sitting, case, Act.MATCH, why)
    payout = payout_of(session, merchant, chosen)
    if payout is not None:
        if line.kind != LineKind.BANK_CREDIT or payout.credit_id is not None or payout.currency != line.currency:
            msg = "the payout cannot have arrived as this line; choose one that is under way, in the line's currency"
            raise MatchRefused(msg)
        arrived(sitting, payout, line, How.PERSON)
        return done
    _match_order(sitting, line, chosen)
    return done


def found_case(session: ReadSession, merchant: str, case_id: str) -> SettlementCase:
    """A case of the merchant. Raises NotFound."""
    case = case_of(session, merchant, case_id)
    if case is None:
        raise NotFound("settlement case", case_id)
    return case


def _match_order(sitting: Sitting, line: SettledLine, order_id: str) -> None:
    if not orders_known(sitting.session, sitting.merchant, {order_id}):
        raise NotFound("order or payout", order_id)
    place_line(sitting.session, line, Place.ORDER, How.PERSON, order_id)
    judge_orders(sitting, {order_id}, terms_of(sitting))
    follow_orders(sitting, [order_id])


def _taken(sitting: Sitting, case: SettlementCase, act: Act, why: str) -> SettlementCase:
    target = STEPS.get((Standing(case.state), act))
    if target is None:
        ways = [each for state, each in STEPS if state == case.state]
        raise CaseDecided(case.state, act, ways)
    return save(sitting, case, replace(case, state=target), act, why)
