"""Reports of messages that came back, as mail servers write them (RFC 3464, RFC 3462)."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from fulfillment.notify.bouncing import Bounce, bounce_of

JOB = "job_019abf00c0de7000800000000000c0de"
REPORT = """From: MAILER-DAEMON@mail.example
To: shop@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I could not deliver it.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Thu, 26 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; erika.muster@shop.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b1
Content-Type: {kind}

Message-ID: <{sent_as}@shop.example>
Subject: Order A-1001 has arrived

--b1--
"""


def report(**changes: str) -> bytes:
    told = {"action": "failed", "status": "5.1.1", "kind": "message/rfc822", "sent_as": JOB} | changes
    return REPORT.format(**told).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_report_when_it_failed_for_good_then_names_our_message_and_the_code(kind: str) -> None:
    assert bounce_of(report(kind=kind)) == Bounce(JOB, "5.1.1")


@pytest.mark.parametrize(
    "changes",
    [{"action": "delayed", "status": "4.2.2"}, {"status": "4.2.2"}, {"action": "relayed"}, {"sent_as": "somebody"}],
)
def test_report_when_it_may_still_arrive_or_is_anothers_then_is_none(changes: dict[str, str]) -> None:
    assert bounce_of(report(**changes)) is None


def test_message_when_it_is_no_report_then_is_none() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{JOB}@shop.example>"
    mail.set_content("Status: 5.1.1")
    assert bounce_of(mail.as_bytes()) is None
    assert bounce_of(b"\xff\x00") is None
