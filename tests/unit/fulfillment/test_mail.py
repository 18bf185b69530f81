"""Mail as it comes in: encoded headers, HTML, files, and what is no mail."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.inbox.errors import MailRefused
from fulfillment.inbox.mail import DEEPEST, plain, read_mail
from fulfillment.inbox.matching import numbers_in
from tests.fulfilment_site import NOON


def a_mail(text: str = "Hello") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Jürgen Müller <j@example.test>"
    mail["Subject"] = "Größe"
    mail["Message-ID"] = "<1@example.test>"
    mail["Date"] = "Wed, 25 Nov 2026 13:00:00 +0100"
    mail.set_content(text)
    return mail


def test_mail_when_its_headers_are_encoded_then_are_read() -> None:
    came = read_mail(a_mail().as_bytes(), NOON)
    assert (came.sender, came.email, came.subject, came.at) == ("Jürgen Müller", "j@example.test", "Größe", NOON)


def test_mail_when_of_html_alone_then_is_plain_words_without_what_is_not_seen() -> None:
    assert plain("<style>x{}</style><p>Where&nbsp;is</p><p>it?<script>alert(1)</script></p>") == "Where is\n\nit?"


def test_mail_when_it_has_files_then_hands_them_on() -> None:
    mail = a_mail()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    assert [each.content for each in read_mail(mail.as_bytes(), NOON).files] == [b"%PDF-1.7"]


def test_mail_when_it_has_neither_id_nor_date_then_is_known_by_its_bytes_and_came_now() -> None:
    came = read_mail(b"From: a@example.test\r\n\r\nHello\r\n", NOON)
    assert (came.name.startswith("sha256:"), came.at) == (True, NOON)


def test_mail_when_its_parts_nest_too_deeply_then_is_refused() -> None:
    head, depth = "From: a@example.test\r\nMIME-Version: 1.0\r\n", DEEPEST + 3
    body = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    with pytest.raises(MailRefused):
        read_mail((head + body + "Content-Type: text/plain\r\n\r\nx").encode(), NOON)


@given(st.binary(max_size=300))
def test_mail_when_its_bytes_are_anything_then_is_read_or_refused(content: bytes) -> None:
    try:
        read_mail(b"From: a@example.test\r\n" + content, NOON)
    except MailRefused:
        return


def test_numbers_when_bare_and_short_then_count_behind_a_sign_alone() -> None:
    assert numbers_in("I paid 1001 in 2026 for #1002 and A-77, no. 123456") == ["1002", "A-77", "123456"]
