"""What answers a claim at a marketplace, made by the one builder of evidence that disputes have; and what buyers wrote,
for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store.sessions import ReadSession
from fulfillment.inbox.book import inbox_book
from fulfillment.inbox.errors import InboxCaseRefused
from fulfillment.inbox.inbox import Inbox
from fulfillment.inbox.sealing import text_of
from fulfillment.inbox.viewing import opened_of_order
from fulfillment.inbox.words import MARKETPLACE_CLAIMS, Direction
from fulfillment.payments.disputes.evidence import Matter, Pack, evidence_in, pack_of
from fulfillment.records import InboxCase

ABOUT = ("id", "order_id", "kind", "channel", "reference", "category", "state", "opened_at", "due_at")


@dataclass(frozen=True, slots=True)
class InboxMessages:
    """Satisfies `fulfillment.site.BuyerMessages`."""

    inbox: Inbox

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Sequence[Mapping[str, object]]:
        """What can still be read, oldest first."""
        return [
            {"at": message.at, "from": "buyer" if message.direction == Direction.IN else "seller",
             "by": message.channel, "subject": text_of(words, "subject"), "text": text_of(words, "text")}
            for message, words in opened_of_order(self.inbox, session, merchant, order_id)
            if words is not None
        ]  # fmt: skip


def case_evidence(inbox: Inbox, session: ReadSession, case: InboxCase, now: datetime) -> Pack:
    """The pack of a case: of its dispute where it stands for one, else by the template of its kind of claim.

    Raises InboxCaseRefused for a case that is no claim, and PersonErased.
    """
    if case.dispute_id is not None:
        return evidence_in(session, inbox.site, case.merchant_id, case.dispute_id, now)
    if case.kind not in MARKETPLACE_CLAIMS or case.order_id is None:
        raise InboxCaseRefused("only claims and disputes are answered with evidence; answer a message with words")
    asked = inbox_book().claims[case.kind].asked(case.category)
    return pack_of(session, inbox.site, _matter(case, case.order_id), asked, now)


def _matter(case: InboxCase, order_id: str) -> Matter:
    heading = {
        "marketplace": case.channel,
        "claim": case.reference,
        "reason": case.category,
        "opened": case.opened_at,
        "answer by": case.due_at or "",
    }
    return Matter(
        kind="case",
        merchant_id=case.merchant_id,
        order_id=order_id,
        title=f"Evidence in claim {case.reference}",
        about={name: getattr(case, name) for name in ABOUT},
        heading=heading,
    )
