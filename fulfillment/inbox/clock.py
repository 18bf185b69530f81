"""What the clock of a case does: it warns, it escalates what nobody answered, and it closes what nobody wrote on."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.inbox.book import OUTCOME, inbox_book
from fulfillment.inbox.cases import closed, kept, ranked, waits_for_us
from fulfillment.inbox.clock_jobs import OVER, QUIET, REMIND, wind
from fulfillment.inbox.inbox import BY_ITSELF, Inbox, tell_case
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode
from fulfillment.records import InboxCase
from fulfillment.store.inbox import find_inbox_case

DUE, OVERDUE, CLOSED = "due", "overdue", "closed"


@dataclass(frozen=True, slots=True)
class ClockWork:
    """The handler of the jobs of `clock_jobs`. Each looks at how the case stands now: one that comes late or twice
    changes nothing. A machine whose clock is behind goes by the job's own time."""

    inbox: Inbox

    def __call__(self, session: WriteSession, job: Job) -> None:
        """Does what its time has come for."""
        case = find_inbox_case(session, job.merchant, str(job.payload["case"]))
        stands = datetime.fromisoformat(str(job.payload["stands"]))
        if case is None:
            return
        now = max(self.inbox.desk.clock.now(), job.due)
        what = job.payload["what"]
        if what == QUIET and case.state == CaseState.ANSWERED and case.answered_at == stands:
            self._after_silence(session, case, now)
        elif what == REMIND and _is_due(case, stands):
            self._tell(session, case, DUE, now)
        elif what == OVER and _is_due(case, stands) and now >= stands:
            self._escalate(session, case, now)

    def _escalate(self, session: WriteSession, case: InboxCase, now: datetime) -> None:
        """To the head of the queue, and to nobody in particular."""
        late = ranked(replace(case, overdue_at=now, assignee=None, locked_at=None, snoozed_at=None))
        self._tell(session, kept(session, case, late), OVERDUE, now, passed=str(case.passed))

    def _after_silence(self, session: WriteSession, case: InboxCase, now: datetime) -> None:
        """A buyer who writes no more is content; of a claim somebody has to look how it ended."""
        if case.kind == CaseKind.MESSAGE:
            self._close(session, case, now)
            return
        anew = kept(session, case, waits_for_us(case, inbox_book().clocks[OUTCOME], now))
        wind(self.inbox.desk, session, anew, now)

    def _close(self, session: WriteSession, case: InboxCase, now: datetime) -> None:
        made = kept(session, case, closed(case, CloseCode.NO_REPLY, BY_ITSELF, now))
        self._tell(session, made, CLOSED, now, reason_code=made.reason_code)

    def _tell(self, session: WriteSession, case: InboxCase, what: str, now: datetime, **more: object) -> None:
        caller = Caller(merchant=case.merchant_id, name=BY_ITSELF)
        tell_case(self.inbox.desk, session, caller, what, case, now, **more)


def _is_due(case: InboxCase, stands: datetime) -> bool:
    """Whether it still waits for us until that moment, and that was not told yet."""
    return case.state == CaseState.OPEN and case.due_at == stands and case.overdue_at is None
