"""Has Schemathesis send mail as it sends other bytes: it knows no serializer for RFC 5322."""

import schemathesis

MAIL = "message/rfc822"


def as_sent(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Whatever was generated, as bytes."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def send_mail_as_bytes() -> None:
    """Tells Schemathesis how."""
    schemathesis.serializer(MAIL)(as_sent)
